# Runs a command and ends it when the parent process ends.
# Usage: sh -c <this> <name> <pid file> <command> <arguments...>
# A line on standard input requests an orderly end: SIGTERM, then SIGKILL after 15 s. The kernel closes
# standard input when the parent was killed: the command then has 3 s.

# Ctrl-C in a terminal reaches every process of the group. Only the parent handles it.
trap '' INT HUP
pidfile=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
echo "$child" >"$pidfile"
(
  if read -r _ <&3; then left=150; else left=30; fi
  kill -TERM "$child"
  while kill -0 "$child" && [ "$left" -gt 0 ]; do
    sleep 0.1
    left=$((left - 1))
  done
  kill -KILL "$child"
) 2>/dev/null &
guard=$!
exec 3<&-
wait "$child"
status=$?
kill -KILL "$guard" 2>/dev/null
rm -f "$pidfile"
exit "$status"
