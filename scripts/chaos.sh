#!/usr/bin/env bash
# Strikes the local pipeline with random faults and compares what was committed with what arrived: chaos.sh --help
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
native_libraries
exec_local io.mskcdc.local.chaos.ChaosCommand "$@"
