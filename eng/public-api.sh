#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of each library anew from what its code declares. Run it after a change of the public surface that was meant, and read the diff.
# With --ship, the release that is being made: all that is public now becomes PublicAPI.Shipped.txt, and the unshipped files are emptied.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 LC_ALL=C
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# What the analyzer says of a library, in the form of the files: RS0016 for what is public and not declared, RS0017 for what is declared and no longer public.
told() { # project, diagnostic
  sed -nE "s|.*: warning $2: Symbol '(.*)' is (not )?part of the declared (public )?API.*src/AsyncProf\.$1/AsyncProf\..*|\1|p" "$log" | sort -u
}

for library in Core Agent Runtime Analyzer AspNetCore; do
  folder=src/AsyncProf.$library
  [ "${1:-}" != --ship ] || echo '#nullable enable' >"$folder/PublicAPI.Shipped.txt"
  echo '#nullable enable' >"$folder/PublicAPI.Unshipped.txt"
done
dotnet build src/AsyncProf.Runtime -v m --no-incremental -p:TreatWarningsAsErrors=false >"$log" || { cat "$log"; exit 1; }
dotnet build src/AsyncProf.AspNetCore -v m --no-incremental -p:TreatWarningsAsErrors=false >>"$log" || { cat "$log"; exit 1; }
dotnet build src/AsyncProf.Analyzer -v m --no-incremental -p:TreatWarningsAsErrors=false >>"$log" || { cat "$log"; exit 1; }
for library in Core Agent Runtime Analyzer AspNetCore; do
  file=src/AsyncProf.$library/PublicAPI.Unshipped.txt
  [ "${1:-}" != --ship ] || file=src/AsyncProf.$library/PublicAPI.Shipped.txt
  told $library RS0016 >>"$file"
  told $library RS0017 | sed 's/^/*REMOVED*/' >>"$file"
  echo "$file: $(($(wc -l <"$file") - 1))"
done
