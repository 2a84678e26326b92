#!/usr/bin/env bash
# Builds the plugin ZIPs, checks that a Connect worker can load them, and writes a manifest.json for each.
# Usage: build-plugins.sh [NAME...], for example: build-plugins.sh debezium-mysql
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# A ZIP contains the modes of its files: with another umask its digest would differ.
umask 022

answer_help "$@"

names=("$@")
if [ "${#names[@]}" -eq 0 ]; then
  for list in "$root"/connect-plugins/*/left-out.txt; do names+=("$(basename "$(dirname "$list")")"); done
fi
for name in "${names[@]}"; do
  if [ ! -e "$root/connect-plugins/$name/left-out.txt" ]; then
    say "error: connect-plugins has no plugin $name"
    say "  next: run ${0##*/} without a name to build all plugins"
    exit 64
  fi
done
ensure_built

commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain -- smt connect-plugins pom.xml 2>/dev/null)" ] || commit="$commit with changes"
version=$(project_version)
for name in "${names[@]}"; do
  target="$root/connect-plugins/$name/target"
  zip="$target/$name-$version.zip"
  if ! "$root/scripts/mskcdc" plugin verify "$zip" --load 3.7.2 \
    --manifest "$target/manifest.json" --sbom "${zip%.zip}-sbom.json" --commit "$commit"; then
    # A rejected plugin must not be uploaded by mistake. The next build creates it again.
    rm -f "$zip" "$target/manifest.json" "$built"
    exit 1
  fi
  sed 's/^/  left out: /' "$root/connect-plugins/$name/left-out.txt"
done
