#!/usr/bin/env bash
# What the hosted service costs the sample under load: CPU a request first, then throughput and p99, each variant beside what it is to be compared with.
# All variants live at once and all but one are stopped; they take turns in an order left to chance, so that the machine's moods meet all alike. The app has core 0, load generator and receiver core 1.
# Idle workers of the pool do not spin, which would count as cost, and all code is compiled once and for good, or the compiler's second thoughts would.
# Needs wrk; with CONNECTION_STRING, a database of PostgreSQL, /orders/7 asks it: of its connections each of the eight apps keeps some, so limit them (Maximum Pool Size=8). Prints a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-5}; each=${SECONDS_EACH:-3}; sink_port=5172; first_port=5200
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
dotnet build -c Release samples/WebApi >/dev/null
dotnet build -c Release bench/AsyncProf.Benchmarks >/dev/null
bench=$PWD/bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll

taskset -c 1 dotnet "$bench" sink "http://127.0.0.1:$sink_port/" & sink=$!
apps=(); work=$(mktemp -d)
trap 'end_all; kill "$sink" 2>/dev/null || true; rm -rf "$work"' EXIT

# A variant: its name, the one it is compared with, and what it sets.
otel="OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$sink_port"
variants=(
  "off|off|AsyncProf__Enabled=false"
  "an empty listener|off|AsyncProf__Enabled=false DOTNET_STARTUP_HOOKS=$bench"
  "always on, no spans|off|AsyncProf__OverheadBudget=1"
  "always on, no spans, by a listener|off|AsyncProf__OverheadBudget=1 AsyncProf__Capture=Listener"
  "budget of 3 %, no spans|off|AsyncProf__OverheadBudget=0.03"
  "traced|traced|AsyncProf__Enabled=false $otel"
  "always on, with spans|traced|AsyncProf__OverheadBudget=1 $otel"
  "budget of 3 %, with spans|traced|AsyncProf__OverheadBudget=0.03 $otel"
)
database=${CONNECTION_STRING:+"ConnectionStrings__Orders=$CONNECTION_STRING"}

begin() { # a variant's settings
  env "$@" ${database:+"$database"} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf Logging__LogLevel__Default=Warning DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_TieredCompilation=0 DOTNET_ReadyToRun=0 \
    taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & apps+=($!)
}

echo "| endpoint | connections | | CPU a request, µs | of it our thread | ratio (of the pairs) | requests/s | p99, ms | captured | seen whole |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for path in ${PATHS:-/version /tax/NO /orders/7 /orders/7/summary}; do
  for connections in ${CONNECTIONS:-32 256}; do
    rm -f "$work"/*
    for i in "${!variants[@]}"; do
      IFS='|' read -r _ _ settings <<<"${variants[$i]}"
      port=$((first_port + i))
      # shellcheck disable=SC2086 # several settings
      begin $settings
      app=${apps[-1]}
      warm_up "$path" 5
      kill -STOP "$app"
    done
    for _ in $(seq "$rounds"); do
      for i in $(seq 0 $((${#variants[@]} - 1)) | shuf); do
        IFS='|' read -r name _ _ <<<"${variants[$i]}"
        app=${apps[$i]}; port=$((first_port + i)); seconds=$each; settle=1
        [[ $name == budget* ]] && { seconds=$((4 * each)); settle=5; } # what was saved up while it stood still is spent, then several windows
        kill -CONT "$app"
        warm_up "$path" "$settle"
        load "$path" >>"$work/$name"
        kill -STOP "$app"
      done
    done
    for i in "${!variants[@]}"; do
      IFS='|' read -r name base _ <<<"${variants[$i]}"
      kill -CONT "${apps[$i]}"
      ratios=$(paste -d' ' "$work/$name" "$work/$base" | awk '{printf "%.3f\n", $2 / $6}' | sort -n)
      status=$(curl -sf "http://127.0.0.1:$((first_port + i))/health/profiler" || true)
      value() { grep -oE "\"$1\":[0-9.]+" <<<"$status" | cut -d: -f2; }
      captured=; whole=
      [[ $name == budget* ]] && captured=$(value observedShare) && whole=$(awk -v cut="$(value cutRequests)" -v outside="$(value outsideRequests)" -v roots="$(value roots)" 'BEGIN {if (roots + 0 > 0) printf "%.2f", roots / (roots + cut + outside)}')
      echo "| \`$path\` | $connections | $name | $(cut -d' ' -f2 "$work/$name" | median) | $(cut -d' ' -f4 "$work/$name" | median) | $(median <<<"$ratios") ($(head -1 <<<"$ratios") to $(tail -1 <<<"$ratios")) | $(cut -d' ' -f1 "$work/$name" | median) | $(cut -d' ' -f3 "$work/$name" | median) | ${captured:0:4} | $whole |"
    done
    end_all
  done
done
