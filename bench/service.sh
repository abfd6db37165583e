#!/usr/bin/env bash
# What a service's profiler costs its requests: off, on, and on with the endpoint asked every 15 seconds and profiles pushed as often. p99 first, each round beside the same round of off.
# All variants live at once and all but one are stopped; they take turns in an order left to chance. The app has core 0, load generator, receiver and scraper core 1. Needs wrk and curl. Prints Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-5}; seconds=${SECONDS_EACH:-20}; connections=${CONNECTIONS:-8}; sink_port=5172; first_port=5200
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
for project in samples/WebApi bench/AsyncProf.Benchmarks; do dotnet build -c Release $project >/dev/null; done
bench=$PWD/bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll

taskset -c 1 dotnet "$bench" sink "http://127.0.0.1:$sink_port/" & sink=$!
apps=(); scraper=; work=$(mktemp -d)
trap '[ -z "$scraper" ] || kill "$scraper" 2>/dev/null || true; end_all; kill "$sink" 2>/dev/null || true; rm -rf "$work"' EXIT

variants=(
  "off|AsyncProf__Enabled=false"
  "on|AsyncProf__Enabled=true"
  "pushed and scraped|AsyncProf__Push__Endpoint=http://127.0.0.1:$sink_port"
)

scrape() { while :; do curl -sf -o /dev/null "http://127.0.0.1:$port/debug/pprof/asyncprof?seconds=14" || sleep 1; done; }

echo "| endpoint | | p99, ms | of off, in the same round | CPU a request, µs | of off | requests/s |"
echo "|---|---|---|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7 /orders/7/summary}; do
  rm -f "$work"/*
  for i in "${!variants[@]}"; do
    IFS='|' read -r _ settings <<<"${variants[$i]}"
    port=$((first_port + i))
    env "$settings" Logging__LogLevel__Default=Warning DOTNET_TieredCompilation=0 DOTNET_ReadyToRun=0 taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & apps+=($!)
    app=${apps[-1]}
    warm_up "$path" 5
    kill -STOP "$app"
  done
  for _ in $(seq "$rounds"); do
    for i in $(seq 0 $((${#variants[@]} - 1)) | shuf); do
      IFS='|' read -r name _ <<<"${variants[$i]}"
      app=${apps[$i]}; port=$((first_port + i))
      kill -CONT "$app"
      warm_up "$path" 3
      [[ $name != *scraped ]] || { scrape & scraper=$!; }
      load "$path" >>"$work/$name"
      [ -z "$scraper" ] || { kill "$scraper"; wait "$scraper" 2>/dev/null || true; scraper=; }
      kill -STOP "$app"
    done
  done
  for variant in "${variants[@]}"; do
    name=${variant%%|*}
    column() { cut -d' ' -f"$1" "$work/$name" | median; }
    ratio() { paste -d' ' "$work/$name" "$work/off" | awk -v c="$1" '{printf "%.3f\n", $c / $(c + 4)}' | median; }
    echo "| \`$path\` | $name | $(column 3) | $(ratio 3) | $(column 2) | $(ratio 2) | $(column 1) |"
  done
  end_all
done
