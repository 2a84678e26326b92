#!/usr/bin/env bash
# Deploys a connector and waits until it is healthy: deploy-connector.sh NAME [--env ENV] [--preflight] [options of mskcdc apply]
set -euo pipefail
if [ "$#" -lt 1 ] || [[ $1 == -* ]]; then
  echo "usage: ${0##*/} NAME [--env ENV], for example: ${0##*/} mysql-cdc" >&2
  exit 64
fi
script=${BASH_SOURCE[0]}
[ ! -L "$script" ] || script=$(readlink -f "$script")
exec "$(dirname "$script")/mskcdc" apply "$@"
