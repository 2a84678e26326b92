#!/usr/bin/env bash
# Uploads a built plugin to S3 and creates the custom plugin of MSK Connect: upload-plugin.sh NAME --env ENV
set -euo pipefail
if [ "$#" -lt 1 ] || [[ $1 == -* ]]; then
  echo "usage: ${0##*/} NAME --env ENV, for example: ${0##*/} debezium-mysql --env production" >&2
  exit 64
fi
script=${BASH_SOURCE[0]}
[ ! -L "$script" ] || script=$(readlink -f "$script")
exec "$(dirname "$script")/mskcdc" plugin upload "$@"
