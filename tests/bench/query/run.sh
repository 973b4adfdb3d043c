#!/usr/bin/env bash
# Asks the aggregator, DuckDB and PostgreSQL the same questions over the same rows, of a world of its own or of one that
# runs. Arguments: the programs, how PostgreSQL is reached, how many people, the world's directory or nothing, what the
# names of questions are to hold.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
bin=$(realpath "${1:?usage: tests/bench/query/run.sh PROGRAMS POSTGRES [PEOPLE [WORLD [ONLY]]]}")
postgres=$2 people=${3:-all} world=${4:-}
shift $(($# < 4 ? $# : 4))
mine=$(mktemp -d)
clean_up() {
  [[ -n "$world" ]] || "$root/tools/stop" --dir "$mine/world" >/dev/null || true
  rm -rf "$mine"
}
trap clean_up EXIT

cp "$root/tests/bench/query/package.json" "$mine"
npm install --prefix "$mine" --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel error >/dev/null
place=$world
if [[ -z "$world" ]]; then
  place=$mine/world
  "$root/tools/quickstart" --people "$people" --dir "$place" --bin "$bin" >"$mine/log" ||
    { tail -n 20 "$mine/log" >&2; exit 1; }
fi
"$bin/obtctl" --dir "$place" freshness --wait 300 --quiet
mkdir "$mine/rows"
"$bin/obt-bench-rows" "$place/endpoints.json" "$place/tokens/aggregator.token" "$mine/rows" obt-2024
rows_of() { echo "$(($(wc -l <"$mine/rows/$1.csv") - 1))"; }
echo "$(nproc) cores; $(rows_of stays) stays, $(rows_of learning_started) learners," \
  "$(rows_of learning_minutes) days with minutes, $(rows_of experiments_started) experiments"
"$bin/obt-bench-query" "$place" "$mine/rows" "$postgres" "$root/tests/bench/query/duckdb.mjs" "$mine" "$@"
