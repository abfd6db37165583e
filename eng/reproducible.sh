#!/usr/bin/env bash
# Whether the packages come out the same wherever they are made: packs two clones of HEAD in two folders, and compares what is inside, file by file.
set -euo pipefail
cd "$(dirname "$0")/.."
export CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for side in one another; do
  mkdir -p "$work/$side/content"
  git clone -q . "$work/$side/clone"
  for project in Core Agent Runtime Analyzer Cli; do
    dotnet pack "$work/$side/clone/src/AsyncProf.$project" -c Release -v q -o "$work/$side/packages"
  done
  for package in "$work/$side/packages"/*; do
    unzip -q "$package" -d "$work/$side/content/$(basename "$package")"
  done
done

# The container's own records are named at random each time; a package is what it contains.
content() { (cd "$work/$1/content" && find . -type f -not -path '*/_rels/*' -not -path '*/package/*' -not -name '\[Content_Types\].xml' -exec sha256sum {} + | sort -k2); }
if diff <(content one) <(content another); then
  echo "The same: $(content one | wc -l) files in $(ls "$work/one/packages" | wc -l) packages."
else
  echo "The packages of two clones differ." >&2
  exit 1
fi
