#!/usr/bin/env bash
# What recording from outside costs the process: nobody, an agent, EventPipe without stacks, and what today's tools record (verbose, with stacks and samples).
# Then: attached and detached fifty times, is it as fast as before. The app on core 0, load generator and tools on core 1. Needs wrk. Prints Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-5}; connections=32; port=5173; work=$(mktemp -d)
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
for project in samples/WebApi bench/AsyncProf.Benchmarks src/AsyncProf.Cli; do dotnet build -c Release $project >/dev/null; done
tool=src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
bench=bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll
app=
trap '[ -z "$app" ] || kill "$app" 2>/dev/null || true; rm -rf "$work"' EXIT

recorded() {
  local recorder=
  case $1 in
    agent|eventpipe) taskset -c 1 dotnet $tool record --pid "$app" --source "$1" --no-samples -d $((seconds + 3)) -o "$work/x.nettrace" --force 2>/dev/null & recorder=$!;;
    verbose) taskset -c 1 dotnet $bench verbose "$app" "$work/x.nettrace" $((seconds + 3)) & recorder=$!;;
  esac
  [ -z "$recorder" ] || sleep 2
  load "$2"
  [ -z "$recorder" ] || wait "$recorder"
}

column() { cut -d' ' -f"$1" "$work/$2.txt" | median; }
echo "| endpoint | recorded by | CPU a request, µs | requests/s | of unrecorded |"
echo "|---|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7 /orders/7/summary}; do
  rm -f "$work"/*.txt
  for _ in $(seq "$rounds"); do # rounds outside, kinds inside: the machine's moods meet all alike
    start "$path"
    for kind in nobody agent eventpipe verbose; do recorded $kind "$path" >>"$work/$kind.txt"; done
    end
  done
  for kind in nobody agent eventpipe verbose; do
    echo "| \`$path\` | $kind | $(column 2 $kind) | $(column 1 $kind) | $(awk -v a="$(column 1 $kind)" -v b="$(column 1 nobody)" 'BEGIN {printf "%.2f", a / b}') |"
  done
done

echo; echo "| attached 50 times by | requests/s before | after | ratio | threads | resident MiB |"
echo "|---|---|---|---|---|---|"
size() { awk '/^Threads/ {t = $2} /^VmRSS/ {m = int($2 / 1024)} END {print t, m}' "/proc/$app/status"; }
for kind in ${ATTACHED-eventpipe agent}; do
  start /tax/NO
  before=$(load /tax/NO | cut -d' ' -f1); was=$(size)
  taskset -c 1 wrk -t1 -c8 -d90s "http://127.0.0.1:$port/tax/NO" >/dev/null & generator=$!
  for _ in $(seq 50); do taskset -c 1 dotnet $tool record --pid "$app" --source $kind --no-samples -d 200ms -o "$work/x.nettrace" --force 2>/dev/null; done
  kill $generator; wait $generator || true
  after=$(load /tax/NO | cut -d' ' -f1); is=$(size)
  echo "| $kind | $before | $after | $(awk -v a="$after" -v b="$before" 'BEGIN {printf "%.2f", a / b}') | ${was% *} → ${is% *} | ${was#* } → ${is#* } |"
  end
done
