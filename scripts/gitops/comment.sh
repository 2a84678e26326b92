#!/usr/bin/env bash
# Writes one comment to a pull request, or changes the one that it wrote before: comment.sh NUMBER FOLDER…
# The comment contains the Markdown files of the folders that exist. Needs GITHUB_TOKEN with pull-requests: write.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -ge 2 ] || fail "usage: ${0##*/} NUMBER FOLDER…" "name the pull request and the folders with Markdown files"

marker='<!-- msk-cdc -->'
# GitHub takes 65,536 characters. What is longer is on the page of the run.
limit=60000
number=$1
shift
body=$(
  for folder in "$@"; do
    [ -d "$folder" ] || continue
    find "$folder" -name '*.md' | sort | while read -r file; do
      cat "$file"
      echo
    done
  done
)
[ -n "$body" ] || fail "there is no Markdown file in: $*" "run lint.sh or plan.sh first"
if [ "${#body}" -gt "$limit" ]; then
  body="${body:0:$limit}"$'\n\n… The rest is on the page of the run.'
fi
for ((page = 1; ; page++)); do
  comments=$(github GET "issues/$number/comments?per_page=100&page=$page" < /dev/null)
  comment=$(jq -r --arg marker "$marker" '[.[] | select(.body | startswith($marker))][0].id // empty' <<< "$comments")
  if [ -n "$comment" ] || [ "$(jq length <<< "$comments")" -lt 100 ]; then
    break
  fi
done
if [ -n "$comment" ]; then
  request=(PATCH "issues/comments/$comment")
else
  request=(POST "issues/$number/comments")
fi
jq -Rs --arg marker "$marker" '{body: ($marker + "\n" + .)}' <<< "$body" | github "${request[@]}" > /dev/null
