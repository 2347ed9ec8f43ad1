#!/bin/sh
# guard.sh HARD_SIGNAL COMMAND [ARGUMENT…]
# Runs COMMAND so that it cannot outlive whoever started it, however that one dies: standard input is a pipe held by the
# parent. A line on it ("TERM") is sent on as a signal; its end means that the parent is gone, and COMMAND gets HARD_SIGNAL.
hard=$1
shift
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
{
  while read -r signal; do kill -s "$signal" "$child"; done
  trap '' TERM
  kill -s "$hard" "$child"
  tries=0
  while kill -0 "$child" && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -s KILL -- "-$$" # and what COMMAND had started in its turn: all of our session
} <&3 3<&- >/dev/null 2>&1 &
listener=$!
exec 3<&- </dev/null 2>/dev/null # the shell would tell how the child ended; its code says it
wait "$child"
code=$?
kill "$listener" 2>/dev/null
exit "$code"
