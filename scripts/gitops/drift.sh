#!/usr/bin/env bash
# Compares an environment with the files, and keeps one open issue about the difference: drift.sh ENV
# Opens the issue, changes its text while the difference changes, and closes it when there is none. A plan that
# fails is a difference too. Needs GITHUB_TOKEN with issues: write.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -eq 1 ] || fail "usage: ${0##*/} ENV" "name the environment"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
title="Drift in $1"
failed=0
"$(dirname "$0")/plan.sh" "$1" "$folder" || failed=1
issue=$(github GET 'issues?state=open&labels=msk-cdc-drift&per_page=100' < /dev/null |
  jq -r --arg title "$title" '[.[] | select(.title == $title and (has("pull_request") | not))][0].number // empty')

if [ "$failed" -eq 0 ] && grep -qx 'changes=false' "$folder/changes"; then
  if [ -n "$issue" ]; then
    jq -n '{body: "The environment has no difference any more."}' | github POST "issues/$issue/comments" > /dev/null
    jq -n '{state: "closed"}' | github PATCH "issues/$issue" > /dev/null
    echo "closed issue $issue: $title"
  fi
  exit 0
fi

body=$(cat "$folder/plan.md")
if [ -n "$issue" ]; then
  jq -Rs '{body: .}' <<< "$body" | github PATCH "issues/$issue" > /dev/null
  echo "changed issue $issue: $title"
else
  jq -Rs --arg title "$title" '{title: $title, body: ., labels: ["msk-cdc-drift"]}' <<< "$body" |
    github POST issues | jq -r '"opened issue \(.number): \(.title)"'
fi
exit "$failed"
