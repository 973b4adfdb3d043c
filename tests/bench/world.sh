#!/usr/bin/env bash
# Measures whole services in a world of its own, of the Civil Service or of another size: the import with nobody
# following, the play with everybody following, restarts, memory, figures over RPC, the recount, and how fast an
# aggregator applies what it missed. Arguments: the programs, how many people, and without-recount where there is no
# memory for that. Prints figures as tests/bench/goals.h does; a name ends in what it is counted in, which
# tests/bench/scale.sh goes by.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${1:?usage: tests/bench/world.sh PROGRAMS [PEOPLE [without-recount]]}")
people=${2:-all} without=${3:-}
restarts=10 restarting=120 patience=7200  # seconds
count=$people
[[ "$people" != all ]] || count=477230
place=$(mktemp -d)
log=$(mktemp) load=$(mktemp)
source "$root/deploy/dev/services.sh"
read_services "$bin/services"
busy=''
clean_up() {
  [[ -z "$busy" ]] || kill -KILL "$busy" 2>/dev/null || true
  "$root/tools/stop" --dir "$place" >/dev/null || true
  rm -rf "$place" "$log" "$load"
}
trap clean_up EXIT

ctl() { "$bin/obtctl" --dir "$place" "$@"; }
serving() { ctl status --service "$1" --wait "$patience" --quiet; }
logged() { "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }; }
caught_up() { logged ctl freshness --wait "$patience" --quiet; }
simulate() { logged "$bin/obt-simulate" --dir "$place" --as simulator "$@" --reference "$root/deploy/reference"; }
seconds() { date +%s.%N; }
since() { calculate "$(seconds) - $1"; }
calculate() { awk "BEGIN { print $1 }"; }
figure() { "$bin/obt-bench-print" "$@"; }
restart() {
  stop_service "$1"
  began=$(seconds)
  start_service "$1" >/dev/null
  serving "$1"
}

# Prints what the last simulation said of something a second: "people imported 20,000, in 1.2 s".
rate_of() {
  awk -v what="$1" '{ gsub(",", "") } index($0, what) == 1 {
    for (i = 2; i < NF; ++i) {
      if (count == "" && $i ~ /^[0-9]+$/) count = $i
      if ($i == "in") took = $(i + 1)
    }
    print count / (took > 0 ? took : 0.1)
  }' "$log"
}

# Prints the last change of every source together, as the aggregator's feeds see them.
changes() { ctl freshness -o csv | awk -F, 'NR > 1 { sum += $2 } END { print sum }'; }
resident_kb() { awk '/VmRSS/ { print $2 }' "/proc/$(running_pid "$1")/status"; }
resident_mb() { calculate "$(resident_kb "$1") / 1024"; }

measure_import() {
  stop_service aggregator
  stop_service learning
  simulate people --people "$people"
  figure 'import with nobody following, people a second' "$(rate_of 'people imported')" "$count people"
  start_service learning >/dev/null
  start_service aggregator >/dev/null
  serving learning
  serving aggregator
  caught_up
}

measure_play() {
  local began
  simulate play
  began=$(seconds)
  figure 'play of learning, events a second' "$(rate_of 'events acknowledged')" 'the aggregator follows'
  caught_up
  figure 'figures behind its end, s' "$(since "$began")"
  simulate ideas
  figure 'play of ideas, steps a second' "$(rate_of 'steps acknowledged')" 'the aggregator follows'
  caught_up
  for service in "${services[@]}"; do figure "memory of $service after the play, MB" "$(resident_mb "$service")"; done
  figure 'disk of the services, MB' "$(du -sm "$place/data" | cut -f1)"
}

# Ideas serve before their search index is whole.
wait_for_search() {
  local until=$((EPOCHSECONDS + patience))
  until ctl ideas search form --limit 1 >"$log" 2>&1; do
    ((EPOCHSECONDS < until)) || { cat "$log" >&2; exit 1; }
  done
}

# Of ten restarts the 99th percentile is the slowest; fewer where they take long. Arguments: quiet or "under load", for
# the figures' names.
measure_restarts() {
  local how=$1 service began goal stopping times starts
  for service in "${services[@]}"; do
    times=() starts=() SECONDS=0
    while ((${#times[@]} < 3 || (${#times[@]} < restarts && SECONDS < restarting))); do
      stopping=$(seconds)
      restart "$service"
      times+=("$(since "$stopping")")
      starts+=("$(since "$began")")
      [[ "$service" != ideas ]] || wait_for_search  # whoever searches goes on before the next
    done
    goal=(less 1)
    [[ "$service" != aggregator ]] || goal=(less 3)
    [[ "$service" != ideas ]] ||
      figure "start of ideas $how to the first search, s" "$(since "$began")" 'the last one, seen to 0.5 s'
    figure "restart of $service $how, p99, s" "$(printf '%s\n' "${times[@]}" | sort -n | tail -n 1)" \
      "the slowest of ${#times[@]}, seen to 0.1 s" "${goal[@]}"
    figure "start of $service $how to SERVING, p50, s" \
      "$(printf '%s\n' "${starts[@]}" | sort -n | sed -n "$(((${#starts[@]} + 1) / 2))p")" '' "${goal[@]}"
  done
}

# The same while others call; a call of theirs that fails in the end fails this.
measure_restarts_under_load() {
  "$bin/obt-bench-busy" "$place" >"$load" 2>&1 &
  busy=$!
  until grep -q '^busy' "$load" || ! kill -0 "$busy" 2>/dev/null; do sleep 0.1; done
  measure_restarts 'under load'
  kill -TERM "$busy" 2>/dev/null || true
  wait "$busy" || { cat "$load" >&2; exit 1; }
  busy=''
  tail -n 2 "$load"
}

# Before anybody is asked anything; `empty`: in kB, of an aggregator that knows nobody.
measure_memory() {
  local kb
  kb=$(resident_kb aggregator)
  figure 'memory of aggregator after a start, MB' "$(calculate "$kb / 1024")"
  figure 'memory of aggregator, bytes a person' "$(calculate "($kb - $empty) * 1024 / $count")" \
    "above the $((empty / 1024)) MB of one that knows nobody" less 200
}

measure_recount() {
  local began
  began=$(seconds)
  logged ctl verify --patience "$patience"
  figure 'recount, s' "$(since "$began")"
  figure 'most memory of aggregator, MB' \
    "$(awk '/VmHWM/ { print $2 / 1024 }' "/proc/$(running_pid aggregator)/status")" 'the recount included'
}

# A new aggregator that has missed everything.
measure_apply() {
  local all began took
  all=$(changes)
  stop_service aggregator
  rm -rf "$place/data/aggregator"
  "$bin/obt-aggregator" init --data "$place/data/aggregator" 2>/dev/null
  began=$(seconds)
  start_service aggregator >/dev/null
  serving aggregator
  caught_up
  took=$(since "$began")
  figure 'a new aggregator, changes applied a second' "$(calculate "$all / $took")" "$all, in $took s" more 80000
}

logged "$root/tools/quickstart" --empty --people "$people" --dir "$place" --bin "$bin"
caught_up
restart aggregator
empty=$(resident_kb aggregator)
figure
measure_import
measure_play
measure_restarts quiet
measure_memory
"$bin/obt-bench-figures" "$place/endpoints.json" "$place/tokens/admin.token"
[[ -n "$without" ]] || measure_recount
measure_apply
measure_restarts_under_load  # last: it adds learning
