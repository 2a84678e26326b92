#!/usr/bin/env bash
# Runs the whole pipeline in this terminal: demo.sh --help
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
for option in "$@"; do
  if [ "$option" = --lake ]; then ensure_spark; fi
done
native_libraries
exec_local io.mskcdc.local.demo.DemoCommand "$@"
