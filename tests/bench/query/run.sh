#!/usr/bin/env bash
# Runs a bench of figures on a world of its own or on one that runs, whose rows are written out first. Arguments: which,
# the programs, how many people, the world's directory or nothing, then what that bench asks for:
#   query      how PostgreSQL is reached, what the names of questions are to hold; asks the aggregator, DuckDB and
#              PostgreSQL the same questions over the same rows
#   freshness  nothing
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
usage='usage: tests/bench/query/run.sh query|freshness PROGRAMS PEOPLE WORLD [POSTGRES [ONLY]]'
bench=${1:?$usage} bin=$(realpath "${2:?$usage}") people=${3:?$usage} world=${4?$usage}
shift 4
mine=$(mktemp -d)
clean_up() {
  [[ -n "$world" ]] || "$root/tools/stop" --dir "$mine/world" >/dev/null || true
  rm -rf "$mine"
}
trap clean_up EXIT

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

run_query() {
  cp "$root/tests/bench/query/package.json" "$mine"
  npm install --prefix "$mine" --no-audit --no-fund --no-package-lock --ignore-scripts --loglevel error >/dev/null
  local postgres=$1
  shift
  "$bin/obt-bench-query" "$place" "$mine/rows" "$postgres" "$root/tests/bench/query/duckdb.mjs" "$mine" "$@"
}

run_freshness() {
  "$bin/obt-bench-freshness" "$place" "$mine/rows"
}

"run_$bench" "$@"
