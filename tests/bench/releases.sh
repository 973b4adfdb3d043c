#!/usr/bin/env bash
# Makes real releases over RPC, of a world of its own or of one that runs, and measures each: weekly ones and with the
# monthly tables, by themselves and beside the last one that is published. What it makes it discards again; in a world
# that runs none is made by itself. Or attacks the last release with GLPK, from a copy of the store. Arguments: which,
# the programs, how many people, the world's directory or nothing; for attack how many figures, and the seed they are
# drawn by.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
usage='usage: tests/bench/releases.sh releases|attack PROGRAMS PEOPLE WORLD [FIGURES SEED]'
bench=${1:?$usage} bin=$(realpath "${2:?$usage}") people=${3:?$usage} world=${4?$usage}
shift 4
mine=$(mktemp -d)
clean_up() {
  [[ -n "$world" ]] || "$root/tools/stop" --dir "$mine/world" >/dev/null || true
  rm -rf "$mine"
}
trap clean_up EXIT
place=${world:-$mine/world}
log=$mine/log
source "$root/deploy/dev/services.sh"

ctl() { "$bin/obtctl" --dir "$place" "$@"; }
logged() { "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }; }
simulate() { logged "$bin/obt-simulate" --dir "$place" --as simulator "$@" --reference "$root/deploy/reference"; }
seconds() { date +%s.%N; }
since() { calculate "$(seconds) - $1"; }
calculate() { awk "BEGIN { print $1 }"; }
figure() { "$bin/obt-bench-print" "$@"; }
# Of all its threads so far.
processor_seconds() { calculate "$(cut -d' ' -f14,15 "/proc/$1/stat" | tr ' ' '+')" | awk '{ print $1 / 100 }'; }
# The last release: of its columns those that are named.
last_release() {
  ctl release list --limit 1 -o json --wide >"$log"
  for column in "$@"; do sed -n "s/.*\"$column\": \"\{0,1\}\([^\",}]*\).*/\1/p" "$log"; done
}

# What the audit said, as a number: of its tables the sum of a column, or what stands before words.
sum_of() {
  awk -v column="$1" '{ gsub(",", "") } NF == 5 && $2 ~ /^[0-9]+$/ { sum += $column } END { print sum + 0 }' "$log"
}
number_before() { sed -n "s/.* \([0-9,]*\) $1.*/\1/p" "$log" | tr -d ,; }

# Arguments: what it is called, the goals of time and memory, how it is to be made.
measure() {
  local what=$1 time=$2 memory=$3 pid release began used withheld more
  shift 3
  pid=$(running_pid reporting)
  echo 5 >"/proc/$pid/clear_refs"  # the most memory from here on
  used=$(processor_seconds "$pid") began=$(seconds)
  logged ctl --timeout 60 release create --patience 1200 "$@"
  read -ra time <<<"$time"
  figure "$what: made, s" "$(since "$began")" \
    "$(calculate "$(processor_seconds "$pid") - $used") s of the processor" less "${time[@]}"
  read -ra memory <<<"$memory"
  figure "$what: most memory of reporting, MB" "$(awk '/VmHWM/ { print $2 / 1024 }' "/proc/$pid/status")" '' \
    less "${memory[@]}"
  release=$(last_release release_id)
  logged ctl release show "$release" -o json
  figure "$what: figures" "$(sed -n 's/.*"figure_count": \([0-9]*\).*/\1/p' "$log")" 'as tables print them'
  figure "$what: narrowed by history" "$(sed -n 's/.*"narrowed_by_history": \([0-9]*\).*/\1/p' "$log")"
  began=$(seconds)
  logged ctl --timeout 600 --wide release audit "$release"
  figure "$what: audited without a solver, s" "$(since "$began")"
  withheld=$(sum_of 3) more=$(sum_of 4)
  figure "$what: withheld by rule" "$withheld" "of $(sum_of 2) counts"
  figure "$what: secondaries" "$more"
  figure "$what: all withheld to by rule" "$(calculate "1 + $more / ($withheld + 0.000001)")" '' less 1.02 1.006
  figure "$what: told to insiders" "$(number_before 'figures would tell more')"
  logged ctl release discard "$release"
}
measure_alone() { measure "$1, alone" '20 6' '400 200' "${@:2}"; }
measure_beside() { measure "$1, beside the last" '60 25' '800 800' "${@:2}"; }

# One week after the last release.
bench_releases() {
  local last
  if [[ -z "$world" ]]; then
    logged "$root/tools/quickstart" --empty --people "$people" --dir "$place" --bin "$bin"
    simulate people --people "$people"
    simulate play
    simulate ideas
  fi
  logged ctl freshness --wait 7200 --quiet
  figure
  if [[ -z "$world" ]]; then
    measure_alone weekly --as-of 2024-11-24 --weekly
    measure_alone monthly --as-of 2024-11-24 --monthly
    logged ctl release create --as-of 2024-11-24 --monthly --publish
  fi
  last=$(last_release as_of)
  [[ -n "$last" ]] || { echo "$place: no release is published yet" >&2; exit 1; }
  measure_beside weekly --as-of "$(date --date "$last + 7 days" +%F)" --weekly
  measure_beside monthly --as-of "$(date --date "$last + 7 days" +%F)" --monthly
}

bench_attack() {
  local backup
  if [[ -z "$world" ]]; then
    logged "$root/tools/quickstart" --people "$people" --dir "$place" --bin "$bin"
  fi
  logged ctl backup create reporting
  backup=$(ctl backup list reporting -o csv | sed -n 2p | cut -d, -f1)
  logged ctl backup restore "$backup" --from "$place/backups/reporting" --to "$mine/copy"
  "$bin/obt-bench-attack" "$mine/copy" "$@"
}

read_services "$bin/services"
"bench_$bench" "$@"
