#!/usr/bin/env bash
# What a request costs on .NET 10 and on .NET 11, the sample compiled as state machines and with runtime-async: off, and with AsyncProf, without spans.
# Pairs of whole processes, in turns: the app on core 0, the load generator on core 1; workers of the pool do not spin. Needs wrk. Prints a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/load.sh
rounds=${ROUNDS:-3}; seconds=${SECONDS_EACH:-5}; connections=32; port=5173
command -v wrk >/dev/null || { echo "Install wrk first." >&2; exit 2; }
work=$(mktemp -d); app=
stop() { [ -z "$app" ] || kill "$app" 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT

publish() {
  local name=$1; shift
  dotnet publish samples/WebApi -c Release -f net10.0 --use-current-runtime --self-contained --artifacts-path "$work/build-$name" -o "$work/$name" -p:RunAnalyzers=false "$@" >/dev/null
}
publish 10
publish 11 -p:RuntimeFrameworkVersion=11.0.0
publish 11-runtime-async -p:RuntimeFrameworkVersion=11.0.0 -p:Features=runtime-async=on -p:EnablePreviewFeatures=true -p:NoWarn=SYSLIB5007 -p:TreatWarningsAsErrors=false

# Prints microseconds of the app's CPU for each request.
measure() {
  local program=$1 path=$2 enabled=$3
  AsyncProf__Enabled=$enabled AsyncProf__OverheadBudget=1 Logging__LogLevel__Default=Warning DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 \
    taskset -c 0 "$work/$program/WebApi" --urls "http://127.0.0.1:$port" >/dev/null & app=$!
  warm_up "$path" 3
  load "$path" | cut -d' ' -f2
  end
}

echo "| endpoint | runtime | off, µs | with AsyncProf, µs | ratio, of each pair |"
echo "|---|---|---|---|---|"
for path in ${PATHS:-/tax/NO /orders/7}; do
  for _ in $(seq "$rounds"); do # rounds outside, kinds inside: the machine's moods meet all alike
    for program in 10 11 11-runtime-async; do
      echo "$(measure $program $path false) $(measure $program $path true)" >>"$work/$program${path//\//-}.txt"
    done
  done
  for program in 10 11 11-runtime-async; do
    file="$work/$program${path//\//-}.txt"
    echo "| \`$path\` | $program | $(cut -d' ' -f1 "$file" | median) | $(cut -d' ' -f2 "$file" | median) | $(awk '{printf "%s%.2f", (NR > 1 ? ", " : ""), $2 / $1}' "$file") |"
  done
done
