#!/usr/bin/env bash
# Checks the files of all environments: lint.sh FOLDER
# Prints annotations, writes lint.sarif and lint.md into the folder, and exits with 1 if there is an error.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -eq 1 ] || fail "usage: ${0##*/} FOLDER" "name the folder for lint.sarif and lint.md"

mkdir -p "$1"
exit_code=0
"$mskcdc" lint -o github || exit_code=$?
"$mskcdc" lint -o sarif > "$1/lint.sarif" || true
"$mskcdc" lint -o markdown > "$1/lint.md" || true
add_summary "$1/lint.md"
exit "$exit_code"
