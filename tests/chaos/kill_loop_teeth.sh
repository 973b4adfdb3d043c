#!/usr/bin/env bash
# The kill loop must notice a loss: here learning, at one of its restarts, is given back an older copy of its whole
# directory, witness included, as if the changes since had never been on disk. Arguments: the kill loop, the programs.
set -euo pipefail
loop=$(realpath "${1:?usage: kill_loop_teeth.sh KILL_LOOP PROGRAMS}")
programs=$(realpath "${2:?usage: kill_loop_teeth.sh KILL_LOOP PROGRAMS}")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
grep --line-regexp --invert-match learning "$programs/services" | while read -r name; do
  ln -s "$programs/obt-$name" "$place"
done
cat >"$place/obt-learning" <<SCRIPT
#!/usr/bin/env bash
# serve --data DIRECTORY ...
starts=\$(cat "$place/starts" 2>/dev/null || echo 0)
if [[ "\$1" == serve ]]; then
  echo \$((starts + 1)) >"$place/starts"
  [[ "\$starts" -ne 3 ]] || cp -r "\$3" "$place/older"
  [[ "\$starts" -ne 6 ]] || { rm -rf "\$3" && cp -r "$place/older" "\$3"; }
fi
exec "$programs/obt-learning" "\$@"
SCRIPT
chmod +x "$place/obt-learning"
if "$loop" --kills 60 --seed 1 --bin "$place" >"$place/said" 2>&1; then
  echo "the kill loop took a loss for success:"
  cat "$place/said"
  exit 1
fi
grep --quiet '^FOUND: ' "$place/said" || { cat "$place/said"; exit 1; }
grep '^FOUND: ' "$place/said" | head -3
