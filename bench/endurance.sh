#!/usr/bin/env bash
# Attaches to an app under load again and again, and kills recorders at random moments. Prints a line for each; fails where anything is left behind.
# Usage: bench/endurance.sh [CYCLES] [KILLS]
set -euo pipefail
cd "$(dirname "$0")/.."
export ASYNCPROF_CYCLES="${1:-200}" ASYNCPROF_KILLS="${2:-50}"
dotnet test tests/AsyncProf.EndToEnd.Tests -c Release -p:Tier=deep --logger 'console;verbosity=detailed' \
  --filter 'FullyQualifiedName~EnduranceTests|FullyQualifiedName~RecordTests.Attached_AgainAndAgain' | grep -E 'cycles;|kills;|^(Total|     Passed|     Failed|Passed|Failed)'
