#!/usr/bin/env bash
# The kill loop must notice what is wrong. A loss: a service, at one of its restarts, is given back an older copy of its
# whole directory, witness included, as if the changes since had never been on disk. And ideas with a planted fault.
# Arguments: the kill loop, the programs, the program of ideas that has the faults of faults.py in it (none: not tried).
set -euo pipefail
usage='usage: kill_loop_teeth.sh KILL_LOOP PROGRAMS [FAULTY-IDEAS]'
loop=$(realpath "${1:?$usage}")
programs=$(realpath "${2:?$usage}")
faulty=${3:-}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# The loop must find something of which it says so, while a service's program is the script that is read.
must_find() {
  local service=$1 said=$2
  rm -rf "${place:?}"/*
  grep --line-regexp --invert-match "$service" "$programs/services" | while read -r name; do
    ln -s "$programs/obt-$name" "$place"
  done
  cat >"$place/obt-$service"
  chmod +x "$place/obt-$service"
  if "$loop" --kills 60 --seed 1 --bin "$place" >"$place/said" 2>&1; then
    echo "the kill loop took this for success:"
    cat "$place/obt-$service" "$place/said"
    exit 1
  fi
  grep --max-count 1 "^FOUND: .*$said" "$place/said" || { cat "$place/said"; exit 1; }
}

for service in learning ideas; do
  must_find "$service" '' <<SCRIPT
#!/usr/bin/env bash
# serve --data DIRECTORY ...
starts=\$(cat "$place/starts" 2>/dev/null || echo 0)
if [[ "\$1" == serve ]]; then
  echo \$((starts + 1)) >"$place/starts"
  [[ "\$starts" -ne 3 ]] || cp -r "\$3" "$place/older"
  [[ "\$starts" -ne 6 ]] || { rm -rf "\$3" && cp -r "$place/older" "\$3"; }
fi
exec "$programs/obt-$service" "\$@"
SCRIPT
done

[[ -n "$faulty" ]] || exit 0
while read -r fault said; do
  must_find ideas "$said" <<SCRIPT
#!/usr/bin/env bash
OBT_MUTANT=$fault exec "$faulty" "\$@"
SCRIPT
done <<'FAULTS'
acknowledged_and_not_found should be found
failed_command_kept should be found
hidden_left_in_the_index should be found
forgotten_at_start \(a fresh index answers otherwise\|should be found\)
FAULTS
