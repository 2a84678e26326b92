# Functions of the GitOps scripts. They need curl and jq.
# shellcheck shell=bash

mskcdc="$(dirname "${BASH_SOURCE[0]}")/../mskcdc"

fail() {
  echo "error: $1" >&2
  echo "  next: $2" >&2
  exit 1
}

# Sets an output of the step; on a terminal, prints it.
set_output() {
  echo "$1=$2" >> "${GITHUB_OUTPUT:-/dev/stdout}"
}

# Appends a file to the page of the run.
add_summary() {
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    cat "$1" >> "$GITHUB_STEP_SUMMARY"
  fi
}

# github METHOD PATH: sends standard input to GitHub's REST API and prints the answer. The token is in no
# argument, which other users could read.
github() {
  : "${GITHUB_REPOSITORY:?}" "${GITHUB_TOKEN:?}"
  curl -sS --fail-with-body --max-time 60 --retry 3 -X "$1" \
    -H @<(printf 'Authorization: Bearer %s' "$GITHUB_TOKEN") \
    -H 'Accept: application/vnd.github+json' -H 'X-GitHub-Api-Version: 2022-11-28' \
    --data-binary @- "${GITHUB_API_URL:-https://api.github.com}/repos/$GITHUB_REPOSITORY/$2"
}
