#!/usr/bin/env bash
# Runs MySQL, Kafka and Connect in the background: local-stack.sh up|down|status|logs|reset
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
native_libraries
# A deployment to MSK Connect reads the plugin's name from the manifest that build-plugins.sh writes.
if [[ " $* " == *" --msk "* ]]; then
  for plugin in debezium-mysql dynamodb-streams; do
    [ -e "$root/connect-plugins/$plugin/target/manifest.json" ] || "$root/scripts/build-plugins.sh" "$plugin" >&2
  done
fi
exec_local io.mskcdc.local.stack.LocalStackCommand "$@"
