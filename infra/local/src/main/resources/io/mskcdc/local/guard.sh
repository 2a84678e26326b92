# Runs a command that ends when the pipe on its standard input closes, which the kernel does for a
# parent that was killed too. Called as: sh -c <this> <name> <pid file> <command> <arguments...>
# Ctrl-C in a terminal reaches the whole group: the parent decides what it means, not the children.
trap '' INT HUP
pidfile=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
echo "$child" >"$pidfile"
(
  read -r _ <&3
  kill -TERM "$child"
  waited=0
  while kill -0 "$child" && [ "$waited" -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
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
