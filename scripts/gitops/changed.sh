#!/usr/bin/env bash
# Finds the environments whose plan has changes: changed.sh FOLDER
# The folder has a folder with plan.json for each environment. Sets the step's output envs to a JSON list.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -eq 1 ] || fail "usage: ${0##*/} FOLDER" "name the folder with the plans"

cd "$1"
envs=$(grep -lx 'changes=true' -- */changes 2> /dev/null | cut -d/ -f1 | jq -Rnc '[inputs]' || true)
set_output envs "${envs:-[]}"
