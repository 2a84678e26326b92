#!/usr/bin/env bash
# Builds what a release publishes: build-release.sh TAG FOLDER, for example: build-release.sh v1.0.0 release
# The folder gets the archive, the plugin ZIPs, their SBOMs and SHA256SUMS.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
answer_help "$@"
[ "$#" -eq 2 ] || fail "usage: ${0##*/} TAG FOLDER" "name the tag and a new folder"
version=$(project_version)
[ "$1" = "v$version" ] || fail "the tag is $1, the version in pom.xml is $version" "set the version in each pom.xml, or tag v$version"
folder=$(mkdir -p "$(dirname "$2")" && cd "$(dirname "$2")" && pwd)/${2##*/}
mkdir "$folder" || fail "$2 cannot be created" "name a new folder"

if [ -z "${MSKCDC_BUILD:-}" ]; then
  need_java_and_maven
  # A ZIP contains the modes of its files: with another umask its digest would differ.
  (umask 022 && cd "$root" && mvn -B -ntp -Dmaven.test.skip=true clean package)
fi
cp "$root/src/target/mskcdc-$version.tar.gz" "$folder"
cp "$root/src/target/mskcdc-sbom.json" "$folder/mskcdc-$version-sbom.json"
for manifest in "$root"/connect-plugins/*/target/manifest.json; do
  plugin=$(basename "$(dirname "$(dirname "$manifest")")")
  cp "${manifest%/*}/$plugin-$version.zip" "${manifest%/*}/$plugin-$version-sbom.json" "$folder"
done
cd "$folder"
sha256sum -- * > SHA256SUMS
cat SHA256SUMS
