# What tools/quickstart and tools/stop share: where the services of a development world are and which of them run. To be
# sourced; $place is the world's directory.

services=(identity learning aggregator)

pid_file() { echo "$place/run/$1.pid"; }

# Prints the process of a service, if the pid file names one that really is ours: the right program on the right data.
# The name is the one it was started by; the file may have been built anew since.
running_pid() {
  local service=$1 pid
  pid=$(cat "$(pid_file "$service")" 2>/dev/null) || return 1
  [[ "$pid" =~ ^[0-9]+$ && "$(cat "/proc/$pid/comm" 2>/dev/null)" == "obt-$service" ]] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null |
    grep --quiet --line-regexp --fixed-strings "$place/data/$service" || return 1
  echo "$pid"
}

# True when the program was built anew since the process started.
is_outdated() { [[ "$(readlink "/proc/$1/exe" 2>/dev/null)" == *" (deleted)" ]]; }

# Ends one service and waits for it: what it acknowledged is on disk, and it says so in its log.
stop_service() {
  local service=$1 pid
  if ! pid=$(running_pid "$service"); then
    rm -f "$(pid_file "$service")"
    return 1
  fi
  kill -TERM "$pid"
  for ((waited = 0; waited < 600; ++waited)); do
    if ! kill -0 "$pid" 2>/dev/null; then
      rm -f "$(pid_file "$service")"
      return 0
    fi
    sleep 0.1
  done
  echo "$service (process $pid) does not stop; see $place/logs/$service.log" >&2
  return 2
}
