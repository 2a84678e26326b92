#!/usr/bin/env bash
# Starts everything, deploys mysql-cdc, changes rows and prints each change as it leaves Kafka.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
ensure_built
native_libraries
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmskcdc.root="$root" \
  -cp "$root/infra/local/target/local-stack.jar:$root/infra/local/target/lib/*" io.mskcdc.local.demo.DemoCommand "$@"
