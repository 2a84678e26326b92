#!/usr/bin/env bash
# Runs all tests with mvn verify. Arguments are passed to Maven.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_java_and_maven
native_libraries
cd "$root"
exec mvn -B -ntp verify "$@"
