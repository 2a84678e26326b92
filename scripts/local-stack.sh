#!/usr/bin/env bash
# The pipeline's parts in the background: up|down|status|logs [part]|reset
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
native_libraries
# What is deployed to MSK Connect has a name that follows from its content, which is verified first.
if [[ " $* " == *" --msk "* ]] && [ ! -e "$root/connect-plugins/debezium-mysql/target/manifest.json" ]; then
  "$root/scripts/build-plugins.sh" debezium-mysql >&2
fi
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmskcdc.root="$root" \
  -cp "$root/infra/local/target/local-stack.jar:$root/infra/local/target/lib/*" io.mskcdc.local.stack.LocalStackCommand "$@"
