#!/usr/bin/env bash
# What it costs the process to measure bytes and processors: recorded by an agent without, with --alloc, with --cpu. The app on core 0, load generator and tools on core 1. Needs wrk. Prints Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-5}; connections=32; port=5174; work=$(mktemp -d)
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
for project in samples/WebApi src/AsyncProf.Cli; do dotnet build -c Release $project >/dev/null; done
tool=src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
app=
trap '[ -z "$app" ] || kill "$app" 2>/dev/null || true; rm -rf "$work"' EXIT

recorded() {
  local recorder=
  if [ "$1" != nobody ]; then
    taskset -c 1 dotnet $tool record --pid "$app" --source agent --no-samples ${1#plain} -d $((seconds + 3)) -o "$work/x.nettrace" --force 2>/dev/null & recorder=$!
    sleep 2
  fi
  load "$2"
  [ -z "$recorder" ] || wait "$recorder"
}

column() { cut -d' ' -f"$1" "$work/$2.txt" | median; }
ratio() { paste -d' ' <(cut -d' ' -f2 "$work/$1.txt") <(cut -d' ' -f2 "$work/plain.txt") | awk '{print $1 / $2}' | median; } # of each round, so that the machine's moods are in both
echo "| endpoint | recorded | CPU a request, µs | of without |"
echo "|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7 /orders/7/summary}; do
  rm -f "$work"/*.txt; kinds="nobody plain --alloc --cpu"
  for _ in $(seq "$rounds"); do # rounds outside, kinds inside: the machine's moods meet all alike
    start "$path"
    for kind in $kinds; do recorded "$kind" "$path" >>"$work/$kind.txt"; done
    kinds="${kinds#* } ${kinds%% *}" # another one first
    end
  done
  for kind in nobody plain --alloc --cpu; do
    echo "| \`$path\` | $kind | $(column 2 $kind) | $(ratio $kind | awk '{printf "%.2f", $1}') |"
  done
done
