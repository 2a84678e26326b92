#!/usr/bin/env bash
# Builds the plugin ZIPs, checks each on a real worker's class loading and writes manifest.json beside it:
# build-plugins.sh [NAME...], for instance: build-plugins.sh debezium-mysql
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# A JAR records the modes of the files in it.
umask 022

names=("$@")
if [ "${#names[@]}" -eq 0 ]; then
  for pom in "$root"/connect-plugins/*/left-out.txt; do names+=("$(basename "$(dirname "$pom")")"); done
fi
for name in "${names[@]}"; do
  if [ ! -e "$root/connect-plugins/$name/left-out.txt" ]; then
    say "error: there is no plugin $name in connect-plugins"
    say "  next: ${0##*/} without a name builds all"
    exit 64
  fi
done
ensure_built

commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)
[ -z "$(git -C "$root" status --porcelain -- smt connect-plugins pom.xml 2>/dev/null)" ] || commit="$commit with changes"
for name in "${names[@]}"; do
  target="$root/connect-plugins/$name/target"
  zip=$(echo "$target"/*.zip)
  if ! "$root/scripts/mskcdc" plugin verify "$zip" --load 3.7.2 \
    --manifest "$target/manifest.json" --sbom "${zip%.zip}-sbom.json" --commit "$commit"; then
    # What was refused must not be uploaded by mistake; the next build makes it again.
    rm -f "$zip" "$target/manifest.json" "$built"
    exit 1
  fi
  sed 's/^/  left out: /' "$root/connect-plugins/$name/left-out.txt"
done
