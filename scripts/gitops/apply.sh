#!/usr/bin/env bash
# Applies the plan that plan.sh saved: apply.sh ENV FOLDER [options of mskcdc apply]
# Refused with plan-stale if files or live state have changed since.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
[ "$#" -ge 2 ] || fail "usage: ${0##*/} ENV FOLDER [options of mskcdc apply]" "name the environment and the folder with plan.json"

exec "$mskcdc" apply --env "$1" --plan "$2/plan.json" "${@:3}"
