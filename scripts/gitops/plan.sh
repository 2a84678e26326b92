#!/usr/bin/env bash
# Plans an environment: plan.sh ENV FOLDER
# Writes plan.json for apply.sh, plan.md for a comment, and changes (changes=true or changes=false) into the
# folder. A plan that fails is in plan.md too, so that the comment shows why.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -eq 2 ] || fail "usage: ${0##*/} ENV FOLDER" "name the environment and the folder for the plan"

mkdir -p "$2"
exit_code=0
"$mskcdc" plan --env "$1" --detailed-exitcode --save "$2/plan.json" -o markdown \
  > "$2/plan.out" 2> >(tee "$2/plan.err" >&2) || exit_code=$?
wait
{
  echo "### Plan for $1"
  echo
  if [ "$exit_code" -eq 0 ] || [ "$exit_code" -eq 2 ]; then
    cat "$2/plan.out"
  else
    echo "The plan failed:"
    echo
    sed 's/^/    /' "$2/plan.err"
  fi
} > "$2/plan.md"
rm "$2/plan.out" "$2/plan.err"
add_summary "$2/plan.md"
case "$exit_code" in
  0) echo changes=false ;;
  2) echo changes=true ;;
  *) exit "$exit_code" ;;
esac > "$2/changes"
