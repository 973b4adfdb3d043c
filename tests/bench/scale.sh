#!/usr/bin/env bash
# The figures of tests/bench/world.sh at several sizes, and how they grow. Arguments: the programs, how many people once
# is, then how many times as many. Before each size it looks whether there will be room, going by the size before.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
usage='usage: tests/bench/scale.sh PROGRAMS PEOPLE TIMES...'
bin=${1:?$usage} once=${2:?$usage}
shift 2
all=477230
[[ "$once" != all ]] || once=$all
mine=$(mktemp -d)
trap 'rm -rf "$mine"' EXIT

# Prints what the figures of a size come to whose names match.
sum_of() { awk -v name="$2" '$0 ~ name { sum += substr($0, 60) } END { printf "%d", sum }' "$1"; }

# Ends the bench where $1 times as many will not fit, going by $2 times; says so where the recount alone will not. Of
# disk half as much more is wanted, for what comes and goes; memory grows by less than this.
look_for_room() {
  local disk memory recount free_disk free_memory
  disk=$(($(sum_of "$mine/$2" '^disk of') * 3 / 2 * $1 / $2))
  memory=$(($(sum_of "$mine/$2" '^memory of .* after the play') * $1 / $2))
  recount=$(($(sum_of "$mine/$2" '^(memory of (identity|learning|ideas) after the play|most memory)') * $1 / $2))
  free_disk=$(df -m --output=avail "${TMPDIR:-/tmp}" | tail -n 1)
  free_memory=$(awk '/MemAvailable/ { printf "%d", $2 / 1024 }' /proc/meminfo)
  echo "$1 times as many may need $disk MB of disk, $memory MB of memory, $recount MB to recount;" \
    "there are $free_disk MB and $free_memory MB"
  ((disk <= free_disk && memory <= free_memory)) || { echo "tests/bench/scale.sh: too little room" >&2; exit 1; }
  ((recount <= free_memory)) || without=(without-recount)
}

before='' without=()
for times in "$@"; do
  people=$((once * times))
  ((people != all)) || people=all
  [[ -z "$before" ]] || look_for_room "$times" "$before"
  echo "-- $times times $once people"
  "$here/world.sh" "$bin" "$people" "${without[@]}" | tee "$mine/$times"
  before=$times
done
echo "-- how they grow"
cd "$mine"
awk -v once="$once" -f "$here/scale.awk" "$@"
