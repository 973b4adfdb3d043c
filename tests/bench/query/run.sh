#!/usr/bin/env bash
# Asks the aggregator, DuckDB and PostgreSQL the same questions over the same rows, of a world of its own or of one that
# runs. Arguments: the programs, how PostgreSQL is reached, how many people, the world's directory or nothing, what the questions'
# names hold.
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
echo "$(($(wc -l <"$mine/rows/stays.csv") - 1)) stays, $(($(wc -l <"$mine/rows/learning_minutes.csv") - 1)) days with minutes," \
  "$(($(wc -l <"$mine/rows/experiments_started.csv") - 1)) experiments; $(nproc) cores"
"$bin/obt-bench-query" "$place" "$mine/rows" "$postgres" "$root/tests/bench/query/duckdb.mjs" "$mine" "$@"
