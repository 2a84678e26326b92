#!/usr/bin/env bash
# The pipeline's parts in the background: up|down|status|logs [part]|reset
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
native_libraries
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmskcdc.root="$root" \
  -cp "$root/infra/local/target/local-stack.jar:$root/infra/local/target/lib/*" io.mskcdc.local.LocalStackCommand "$@"
