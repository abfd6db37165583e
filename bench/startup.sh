#!/usr/bin/env bash
# How long `asyncprof report` takes on a small profile, from start to end, next to `asyncprof --version`: medians of N runs, taken in turns.
# usage: bench/startup.sh FILE.pb.gz [N]
set -euo pipefail
cd "$(dirname "$0")/.."
file=$(realpath "$1"); runs=${2:-21}
dotnet build -c Release src/AsyncProf.Cli -v q -nologo >/dev/null
tool=src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT
TIMEFORMAT='%R %U'
for _ in $(seq "$runs"); do
  { time dotnet "$tool" report "$file" >/dev/null 2>&1; } 2>>"$times/report"
  { time dotnet "$tool" --version >/dev/null 2>&1; } 2>>"$times/version"
done
for what in report version; do
  wall=$(sort -n "$times/$what" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}')
  cpu=$(awk '{print $2}' "$times/$what" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}')
  echo "$what: $wall s wall, $cpu s user CPU (medians of $runs)"
done
