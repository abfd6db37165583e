#!/usr/bin/env bash
# What samples cost a process that is recorded: one that looks each 9 ms, as where it is launched, and one each millisecond, as where it is attached to.
# The app on core 0, load generator and asyncprof on core 1; idle workers of the pool do not spin, which would count as cost. Needs wrk. Prints Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-5}; connections=32; port=5174; work=$(mktemp -d)
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
for project in samples/WebApi src/AsyncProf.Cli; do dotnet build -c Release $project >/dev/null; done
tool=src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
app=
trap '[ -z "$app" ] || kill "$app" 2>/dev/null || true; rm -rf "$work"' EXIT

start() {
  DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_EventPipeThreadSamplingRate=$2 AsyncProf__Enabled=false Logging__LogLevel__Default=Warning taskset -c 0 dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & app=$!
  warm_up "$1" 4
}

recorded() {
  local recorder= samples=
  [ "$1" != without ] || samples=--no-samples
  if [ "$1" != nobody ]; then
    taskset -c 1 dotnet $tool record --pid "$app" --source "$source" $samples -d $((seconds + 3)) -o "$work/x.nettrace" --force 2>/dev/null & recorder=$!
    sleep 2
  fi
  load "$2"
  [ -z "$recorder" ] || wait "$recorder"
}

column() { cut -d' ' -f"$1" "$work/$2.txt" | median; }
ratio() { awk -v a="$(column 2 "$1")" -v b="$(column 2 "$2")" 'BEGIN {printf "%.2f", a / b}'; }
echo "| endpoint | source | a look each | CPU a request, µs: nobody | recorded without samples | with | of without |"
echo "|---|---|---|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7 /orders/7/summary}; do
  for source in ${SOURCES:-agent eventpipe}; do
    for rate in 9 1; do
      rm -f "$work"/*.txt
      for _ in $(seq "$rounds"); do # rounds outside, kinds inside: the machine's moods meet all alike
        start "$path" $rate
        for kind in nobody without with; do recorded $kind "$path" >>"$work/$kind.txt"; done
        end
      done
      echo "| \`$path\` | $source | $rate ms | $(column 2 nobody) | $(column 2 without) | $(column 2 with) | $(ratio with without) |"
    done
  done
done
