#!/usr/bin/env bash
# What the hosted service costs the sample under load: CPU a request first, then throughput and p99, each variant beside what it is to be compared with.
# Pairs of whole processes, in turns: the app on core 0, load generator and receiver on core 1. Idle workers of the pool do not spin, which would count as cost, and all code is compiled once and for
# good, or the compiler's second thoughts would. Where a budget opens and closes windows, several of them are measured.
# Needs wrk; with CONNECTION_STRING, a database of PostgreSQL, /orders/7 asks it. Prints a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-5}; connections=32; port=5171; sink_port=5172
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
dotnet build -c Release samples/WebApi >/dev/null
dotnet build -c Release bench/AsyncProf.Benchmarks >/dev/null
bench=$PWD/bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll

taskset -c 1 dotnet "$bench" sink "http://127.0.0.1:$sink_port/" & sink=$!
app=; work=$(mktemp -d)
stop() { [ -z "$app" ] || kill "$app" 2>/dev/null || true; kill "$sink" 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT

# A variant: its name, the one it is compared with, and what it sets.
otel="OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$sink_port"
variants=(
  "off|off|AsyncProf__Enabled=false"
  "empty listener|off|AsyncProf__Enabled=false DOTNET_STARTUP_HOOKS=$bench"
  "always on, no spans|off|AsyncProf__OverheadBudget=1"
  "always on, no spans, by a listener|off|AsyncProf__OverheadBudget=1 AsyncProf__Capture=Listener"
  "budget of 3 %, no spans|off|AsyncProf__OverheadBudget=0.03"
  "traced|traced|AsyncProf__Enabled=false $otel"
  "always on, with spans|traced|AsyncProf__OverheadBudget=1 $otel"
  "always on, exact edges|traced|AsyncProf__OverheadBudget=1 AsyncProf__ExactEdges=true $otel"
  "always on, all spans|traced|AsyncProf__OverheadBudget=1 AsyncProf__Spans__MaximumPerSecond=100000 $otel"
  "budget of 3 %, with spans|traced|AsyncProf__OverheadBudget=0.03 $otel"
)
database=${CONNECTION_STRING:+"ConnectionStrings__Orders=$CONNECTION_STRING"}

# Prints requests a second, microseconds of the app's CPU for each request, the p99 of their durations in milliseconds, and the share of the time that was captured.
measure() {
  local path=$1 seconds=$2 observed; shift 2
  env "$@" ${database:+"$database"} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf Logging__LogLevel__Default=Warning \
    DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_TieredCompilation=0 DOTNET_ReadyToRun=0 taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & app=$!
  warm_up "$path" 4
  load "$path" | tr '\n' ' '
  observed=$(curl -sf "http://127.0.0.1:$port/health/profiler" | grep -oE '"observedShare":[0-9.]+' | cut -d: -f2)
  echo "${observed:-0}"
  end
}

echo "| endpoint | | CPU a request, µs | ratio (of the pairs) | requests/s | p99, ms | captured |"
echo "|---|---|---|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7 /orders/7/summary}; do
  rm -f "$work"/*
  for _ in $(seq "$rounds"); do # rounds outside, variants inside: the machine's moods meet all alike
    for variant in "${variants[@]}"; do
      IFS='|' read -r name _ settings <<<"$variant"
      [[ $name == budget* ]] && length=$((4 * seconds)) || length=$seconds
      # shellcheck disable=SC2086 # several settings
      measure "$path" "$length" $settings >>"$work/$name"
    done
  done
  for variant in "${variants[@]}"; do
    IFS='|' read -r name base _ <<<"$variant"
    ratios=$(paste -d' ' "$work/$name" "$work/$base" | awk '{printf "%.3f\n", $2 / $6}' | sort -n)
    echo "| \`$path\` | $name | $(cut -d' ' -f2 "$work/$name" | median) | $(median <<<"$ratios") ($(head -1 <<<"$ratios") to $(tail -1 <<<"$ratios")) | $(cut -d' ' -f1 "$work/$name" | median) | $(cut -d' ' -f3 "$work/$name" | median) | $(cut -d' ' -f4 "$work/$name" | median) |"
  done
done
