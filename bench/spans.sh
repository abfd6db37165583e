#!/usr/bin/env bash
# Which traces are complete: an app whose requests have ten async operations each, at a fixed rate, with a back end that answers at once, one that takes 2 s for a batch, and one that fails; and with
# AsyncProf disabled, for its cost and what the SDK drops by itself. Whole processes: the app on core 0, back end and load on core 1. Prints a table in Markdown.
# Usage: bench/spans.sh [RATE...]   requests a second; 50 500 5000 without. SECONDS_EACH is how long each is loaded.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-10}; app_port=5173; sink_port=5174
rates=("$@"); [ $# -gt 0 ] || rates=(50 500 5000)
app_url=http://127.0.0.1:$app_port; sink_url=http://127.0.0.1:$sink_port
dotnet build -c Release bench/AsyncProf.Benchmarks -v q -nologo "-clp:ErrorsOnly;NoSummary" >&2
bench=bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll
app='' sink=''
stop() { for pid in $app $sink; do kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; done; app='' sink=''; }
trap stop EXIT

await() { for _ in $(seq 200); do curl -sf "$1" >/dev/null && return; sleep 0.1; done; echo "Nobody answers at $1." >&2; exit 1; }
field() { sed -E "s/.*\"$1\":([0-9]+).*/\1/" <<<"$2"; }
ticks() { awk '{print $14 + $15}' "/proc/$app/stat"; }
load() { taskset -c 1 dotnet "$bench" spans-load "$app_url$1" "$2" "$3"; }

# Waits until every root is decided, and everything that was made has been exported; prints the status.
drain() {
  local status
  for _ in $(seq 60); do
    status=$(curl -sf "$app_url/status")
    [ "$(field roots "$status")" -gt $(($(field exportedRoots "$status") + $(field elidedRoots "$status") + $(field refusedRoots "$status"))) ] || break
    sleep 0.5
  done
  curl -sf -X POST "$app_url/flush" >/dev/null || true
  curl -sf "$app_url/status"
}

# One row: the back end's name, what it does, the rate, whether AsyncProf is on.
row() {
  local name=$1 answer=$2 rate=$3 enabled=$4 before after cpu counts sent answered failed achieved median late missed
  taskset -c 1 dotnet "$bench" spans-sink "$sink_url" "$answer" & sink=$!
  env AsyncProf__Enabled="$enabled" AsyncProf__OverheadBudget=1 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT="$sink_url" taskset -c 0 dotnet "$bench" spans-app "$app_url" & app=$!
  await "$sink_url/counts"; await "$app_url/status"
  load /warm "$rate" 3 >/dev/null
  before=$(curl -sf "$app_url/status"); cpu=$(ticks)
  read -r sent answered failed achieved median late missed < <(load /checkout "$rate" "$seconds")
  cpu=$(($(ticks) - cpu))
  after=$(drain); counts=$(curl -sf "$sink_url/counts")
  echo "$rate $name $enabled: sent $sent, failed $failed, not sent $missed; $counts; $after" >&2
  awk -v name="$name" -v rate="$rate" -v achieved="$achieved" -v answered="$answered" -v failed="$failed" -v cpu="$cpu" -v median="$median" -v late="$late" \
    -v requests="$(field requests "$counts")" -v complete="$(field complete "$counts")" -v full="$(field full "$counts")" -v both="$(field fullAndComplete "$counts")" -v omitted="$(field omitted "$counts")" \
    -v refused=$(($(field refusedRoots "$after") - $(field refusedRoots "$before"))) -v dropped=$(($(field droppedSpans "$after") - $(field droppedSpans "$before"))) \
    -v memory="$(awk '/VmHWM/ {print $2}' "/proc/$app/status")" -v enabled="$enabled" '
    function percent(part, whole) { return !whole ? "" : part == whole ? "100" : sprintf("%.2f", int(10000 * part / whole) / 100) }
    function ours(text) { return enabled == "true" ? text : "" }
    BEGIN {
      printf "| %s | %s | %d | %d | %s | %s | %s | %s | %s | %s | %s | %.0f | %d / %d | %.0f |\n", rate, name, achieved, failed, percent(requests, answered), ours(percent(complete, answered)),
        ours(percent(full, requests)), ours(percent(both, full)), ours(percent(omitted, requests)), ours(refused), ours(dropped), cpu * 10000 / answered, median, late, memory / 1024
    }'
  stop
}

echo "| requests/s | back end | answered/s | failed | request's span arrived, % | trace complete, % | say \`full\`, % | of those complete, % | say \`omitted\`, % | traces refused by AsyncProf | spans dropped by the SDK | CPU a request, µs | median / 99 %, ms | memory at most, MB |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"
for rate in "${rates[@]}"; do
  row 'at once, AsyncProf off' 0 "$rate" false
  row 'at once' 0 "$rate" true
  row '2 s a batch, AsyncProf off' 2000 "$rate" false
  row '2 s a batch' 2000 "$rate" true
  row 'fails (503)' fail "$rate" true
done
