#!/usr/bin/env bash
# From a recording to times by method: ours, of what `asyncprof record` writes, against TraceEvent's log and thread times, of the trace that today's tools
# would make of the same load. One process each. Needs wrk. Prints Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
connections=32; port=5174; work=$(mktemp -d)
for project in samples/WebApi bench/AsyncProf.Benchmarks src/AsyncProf.Cli; do dotnet build -c Release $project >/dev/null; done
tool=src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
bench=bench/AsyncProf.Benchmarks/bin/Release/net10.0/AsyncProf.Benchmarks.dll
app=
trap '[ -z "$app" ] || kill "$app" 2>/dev/null || true; rm -rf "$work"' EXIT
AsyncProf__Enabled=false Logging__LogLevel__Default=Warning dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --urls "http://127.0.0.1:$port" >/dev/null & app=$!
for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/version" >/dev/null && break; sleep 0.1; done
load() { wrk -t1 -c$connections -d"${1}s" "http://127.0.0.1:$port/orders/7" >/dev/null & }

seconds=${SECONDS_EACH:-60}
for source in eventpipe agent; do
  load $((seconds + 2)); dotnet $tool record --pid "$app" --source $source -d "$seconds" -o "$work/$source.nettrace" 2>/dev/null; wait %%
done
load $((seconds + 2)); dotnet $bench verbose "$app" "$work/verbose.nettrace" "$seconds"; wait %%
kill "$app"; wait "$app" || true; app=

row() { # what, reader, file
  read -r events time memory written < <(dotnet $bench "$2" "$work/$3.nettrace")
  echo "| $1 | $(du -m "$work/$3.nettrace" | cut -f1) | $events | $time | $(awk -v e="$events" -v t="$time" 'BEGIN {printf "%.2f", e / t / 1e6}') | $memory | $written |"
}
echo "| recording, reader | MiB | events | seconds | million a second | peak memory, MiB | written besides, MiB |"
echo "|---|---|---|---|---|---|---|"
row "EventPipe without stacks, ours" ours eventpipe
row "agent, ours" ours agent
row "EventPipe without stacks, TraceLog" tracelog eventpipe
row "verbose with stacks, TraceLog" tracelog verbose
row "verbose with stacks, ours" ours verbose
