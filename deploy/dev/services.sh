# What tools/quickstart, tools/stop and tools/bench share: where the services of a development world are, which of them
# run, how they start and stop. To be sourced; $place is the world's directory, $bin that of the programs.

# Reads the list of the services in the order they start: the build makes it beside the programs, a world keeps a copy.
services=()
read_services() { mapfile -t services <"$1"; }

pid_file() { echo "$place/run/$1.pid"; }

# Prints the process of a service, if the pid file names one that really is ours: the right program on the right data.
# The name is the one it was started by; the file may have been built anew since.
running_pid() {
  local service=$1 pid
  pid=$(cat "$(pid_file "$service")" 2>/dev/null) || return 1
  [[ "$pid" =~ ^[0-9]+$ && "$(cat "/proc/$pid/comm" 2>/dev/null)" == "obt-$service" ]] || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" |
    grep --quiet --line-regexp --fixed-strings "$place/data/$service" || return 1
  echo "$pid"
}

# True when the program was built anew since the process started.
is_outdated() { [[ "$(readlink "/proc/$1/exe" 2>/dev/null)" == *" (deleted)" ]]; }

# Starts a service unless it runs; one that was built anew is restarted.
start_service() {
  local service=$1 pid
  if pid=$(running_pid "$service"); then
    if ! is_outdated "$pid"; then
      echo "$service is running (process $pid)"
      return
    fi
    echo "$service was built anew: restarting it"
    stop_service "$service"
  fi
  setsid nohup "$bin/obt-$service" serve --data "$place/data/$service" --listen 127.0.0.1:0 --metrics 127.0.0.1:0 \
    --endpoints "$place/endpoints.json" --trust "$place/keys/public/trust.json" \
    --token-file "$place/tokens/$service.token" --backups "$place/backups/$service" \
    >>"$place/logs/$service.log" 2>&1 </dev/null 9>&- &
  echo $! >"$(pid_file "$service")"
  echo "$service started (process $!)"
}

# Ends one service and waits for it: what it acknowledged is on disk, and it says so in its log.
stop_service() {
  local service=$1 pid
  if ! pid=$(running_pid "$service"); then
    rm -f "$(pid_file "$service")"
    return 1
  fi
  if ! kill -TERM "$pid" 2>/dev/null && running_pid "$service" >/dev/null; then
    echo "$service (process $pid) belongs to $(stat -c %U "/proc/$pid"); $(id -un) cannot stop it" >&2
    return 2
  fi
  for ((waited = 0; waited < 600; ++waited)); do
    if ! running_pid "$service" >/dev/null; then
      rm -f "$(pid_file "$service")"
      return 0
    fi
    sleep 0.1
  done
  echo "$service (process $pid) does not stop; see $place/logs/$service.log" >&2
  return 2
}
