#!/usr/bin/env bash
# How many of the edges that are true of tests/programs/AsyncProf.Edges a recording of it has, pattern by pattern: right, missing, wrong, and the share of time that goes to the unknown.
# usage: bench/edges.sh [-o FILE.nettrace] [--framework net10.0] [PATTERN...]   records FILE, and keeps beside it as FILE.txt what the program said
#        bench/edges.sh -i FILE.nettrace                                        judges one that is there, by the code as it is now
set -euo pipefail
top=$(realpath "$(dirname "$0")/..")
configuration=${CONFIGURATION:-Debug} framework=net10.0 file= input=
while [ $# -gt 0 ]; do
  case $1 in
    -o) file=$2; shift 2 ;;
    -i) input=$2; shift 2 ;;
    --framework) framework=$2; shift 2 ;;
    *) break ;;
  esac
done
tier=(); [ "$framework" = net10.0 ] || tier=(-p:Tier=deep)
dotnet build -c "$configuration" "$top/src/AsyncProf.Cli" -v q -nologo "-clp:ErrorsOnly;NoSummary" >&2
dotnet build -c "$configuration" "$top/tests/programs/AsyncProf.Edges" "${tier[@]}" -v q -nologo "-clp:ErrorsOnly;NoSummary" >&2
tool=$top/src/AsyncProf.Cli/bin/$configuration/net10.0/asyncprof.dll
programs=$top/tests/programs/AsyncProf.Edges/bin/$configuration
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "$input" ]; then
  input=${file:-$scratch/edges.nettrace}
  dotnet "$tool" record --force -o "$input" -- "$programs/$framework/AsyncProf.Edges" run "${@:-all}" >"$input.txt" 2>"$scratch/errors" || { cat "$scratch/errors" >&2; exit 1; }
fi
dotnet "$tool" report "$input" --format json >"$scratch/report.json"
"$programs/net10.0/AsyncProf.Edges" judge "$scratch/report.json" "$input.txt"
