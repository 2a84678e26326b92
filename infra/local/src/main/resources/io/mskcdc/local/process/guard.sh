# Runs a command that ends with its parent. A line on standard input asks it to end and gives it 15 s;
# when the pipe just closes, as the kernel does for a parent that was killed, it has 3 s.
# Called as: sh -c <this> <name> <pid file> <command> <arguments...>
# Ctrl-C in a terminal reaches the whole group: the parent decides what it means, not the children.
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
