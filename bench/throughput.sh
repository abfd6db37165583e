#!/usr/bin/env bash
# The sample under load, its spans exported: off, traced by OpenTelemetry alone, with AsyncProf, with AsyncProf that looks for exact edges, and with AsyncProf allowed any number of spans.
# Pairs of whole processes: the app on core 0, load generator and receiver on core 1. Needs wrk. Prints a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-6}; connections=32; port=5171; sink_port=5172
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
dotnet build -c Release samples/WebApi >/dev/null
dotnet build -c Release bench/AsyncProf.Benchmarks >/dev/null

taskset -c 1 dotnet bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll sink "http://127.0.0.1:$sink_port/" & sink=$!
app=
stop() { [ -z "$app" ] || kill "$app" 2>/dev/null || true; kill "$sink" 2>/dev/null || true; }
trap stop EXIT

# Prints requests a second, and microseconds of the app's CPU for each request.
measure() {
  local path=$1; shift
  env "$@" OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf Logging__LogLevel__Default=Warning \
    taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & app=$!
  warm_up "$path" 3
  load "$path"
  end
}

otel="OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$sink_port"
echo "| endpoint | | CPU a request, µs | requests/s |"
echo "|---|---|---|---|"
for path in /tax/NO /orders/7 /orders/7/summary; do
  rm -f /tmp/asyncprof-bench-*.txt
  for _ in $(seq "$rounds"); do # rounds outside, kinds inside: the machine's moods meet all alike
    measure "$path" AsyncProf__Enabled=false >>/tmp/asyncprof-bench-off.txt
    measure "$path" AsyncProf__Enabled=false "$otel" >>/tmp/asyncprof-bench-traced.txt
    measure "$path" AsyncProf__Enabled=true AsyncProf__OverheadBudget=1 "$otel" >>/tmp/asyncprof-bench-on.txt
    measure "$path" AsyncProf__Enabled=true AsyncProf__OverheadBudget=1 AsyncProf__ExactEdges=true "$otel" >>/tmp/asyncprof-bench-exact.txt
    measure "$path" AsyncProf__Enabled=true AsyncProf__OverheadBudget=1 AsyncProf__Spans__MaximumPerSecond=100000 "$otel" >>/tmp/asyncprof-bench-all.txt
  done
  for kind in off traced on exact all; do
    echo "| \`$path\` | $kind | $(cut -d' ' -f2 /tmp/asyncprof-bench-$kind.txt | median) | $(cut -d' ' -f1 /tmp/asyncprof-bench-$kind.txt | median) |"
  done
done
