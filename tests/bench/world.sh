#!/usr/bin/env bash
# Measures whole services on the whole Civil Service, in a world of its own: the import with nobody following, how fast
# an aggregator applies what it missed, starts, memory, figures over RPC and the recount. Argument: the programs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${1:?usage: tests/bench/world.sh PROGRAMS [PEOPLE]}")
people=${2:-all}
place=$(mktemp -d)
log=$(mktemp)
source "$root/deploy/dev/services.sh"
read_services "$bin/services"
ctl() { "$bin/obtctl" --dir "$place" "$@"; }
seconds() { date +%s.%N; }
since() { awk -v from="$1" -v to="$(seconds)" 'BEGIN { print to - from }'; }
clean_up() {
  "$root/tools/stop" --dir "$place" >/dev/null || true
  rm -rf "$place" "$log"
}
trap clean_up EXIT

# Prints the last change of every source together, as the aggregator's feeds see them.
changes() { ctl freshness -o csv | awk -F, 'NR > 1 { sum += $2 } END { print sum }'; }
serving() { ctl status --service "$1" --wait 60 --quiet; }
resident_mb() { awk '/VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$(running_pid "$1")/status"; }

"$root/tools/quickstart" --empty --people "$people" --dir "$place" --bin "$bin" >"$log"
ctl freshness --wait 60 --quiet
stop_service aggregator
stop_service learning
before=$(seconds)
"$bin/obt-simulate" --dir "$place" --as simulator people --people "$people" --reference "$root/deploy/reference" \
  >/dev/null 2>&1
echo "import of $people people, nobody following: $(since "$before") s"

start_service learning >/dev/null
start_service aggregator >/dev/null
serving learning
serving aggregator
"$root/tools/quickstart" --people "$people" --dir "$place" --bin "$bin" >"$log"
for service in "${services[@]}"; do
  echo "resident memory of $service after the play: $(resident_mb "$service") MB"
done

for service in "${services[@]}"; do
  times=()
  for _ in 1 2 3 4 5; do
    stop_service "$service"
    before=$(seconds)
    start_service "$service" >/dev/null
    serving "$service"
    times+=("$(since "$before")")
  done
  echo "start of $service to SERVING: $(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p) s (median of 5)"
done
echo "resident memory of aggregator after a start: $(resident_mb aggregator) MB"

"$bin/obt-bench-figures" "$place/endpoints.json" "$place/tokens/admin.token"
before=$(seconds)
ctl verify >/dev/null
echo "verify: $(since "$before") s"

# A new aggregator that has missed everything.
all=$(changes)
stop_service aggregator
rm -rf "$place/data/aggregator"
"$bin/obt-aggregator" init --data "$place/data/aggregator" 2>/dev/null
before=$(seconds)
start_service aggregator >/dev/null
serving aggregator
ctl freshness --wait 600 --quiet
awk -v all="$all" -v took="$(since "$before")" \
  'BEGIN { printf "a new aggregator applied %d changes in %.1f s: %.0f/s\n", all, took, all / took }'
