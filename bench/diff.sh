#!/usr/bin/env bash
# Whether `asyncprof compare` finds changes that were planted in the sample (bench/planted/*.patch), and nothing where nothing was: noise is one build against itself.
# Runs take turns, each the sample's own demo. Prints Markdown. OUT=FOLDER keeps builds, recordings and what was said.
# usage: [RUNS=7] [SECONDS_EACH=5] [OUT=FOLDER] bench/diff.sh [--build-only] [NAME…]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD; runs=${RUNS:-7}; seconds=${SECONDS_EACH:-5}; work=$(mktemp -d); out=${OUT:-$work}; build_only=
trap 'rm -rf "$work"' EXIT
[ "${1:-}" != --build-only ] || { build_only=1; shift; }
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  names=(noise)
  for patch in bench/planted/*.patch; do names+=("$(basename "$patch" .patch)"); done
fi
for name in "${names[@]}"; do
  [ "$name" = noise ] || [ -f "bench/planted/$name.patch" ] || { echo "There is no bench/planted/$name.patch." >&2; exit 2; }
done
mkdir -p "$out"; out=$(realpath "$out")

# The sample and what it needs, in one place that all builds share, so that they differ in what was planted and in nothing else.
git ls-files -z src eng samples global.json '*.props' '*.targets' .editorconfig | xargs -0 cp --parents -t "$work"
build() {
  dotnet build -c Release "$work/samples/WebApi" -v q -nologo >"$out/$1.build.txt" || { cat "$out/$1.build.txt" >&2; echo "$1 does not build." >&2; exit 2; }
  rm -rf "${out:?}/builds/$1"; mkdir -p "$out/builds"; cp -r "$work/samples/WebApi/bin/Release/net10.0" "$out/builds/$1"
}
build base
for name in "${names[@]}"; do
  [ "$name" != noise ] || continue
  patch -d "$work" -p1 -s <"bench/planted/$name.patch"
  build "$name"
  patch -d "$work" -p1 -s -R <"bench/planted/$name.patch"
done
[ -z "$build_only" ] || exit 0

dotnet build -c Release src/AsyncProf.Cli -v q -nologo >/dev/null
tool=$root/src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll
meaning() { case $1 in 0) echo "no regression";; 1) echo "**regression**";; 3) echo "cannot tell";; *) echo "failed";; esac; }
wrong=0
echo "| planted | expected | exit code | verdict | first line |"
echo "|---|---|---|---|---|"
for name in "${names[@]}"; do
  head=$name; title="Nothing: one build against itself."; expected=0
  if [ "$name" = noise ]; then head=base; else { read -r title; read -r _ expected; } <"bench/planted/$name.patch"; fi
  mkdir -p "$work/run"; code=0
  (cd "$work/run" && dotnet "$tool" compare --runs "$runs" -d "$seconds" --force -o "$out/runs/$name" \
    --base "dotnet '$out/builds/base/WebApi.dll' --demo" --head "dotnet '$out/builds/$head/WebApi.dll' --demo") >"$out/$name.txt" 2>"$out/$name.log" || code=$?
  verdict="not compared"; first=$(tail -n 1 "$out/$name.log")
  if [ -s "$out/$name.txt" ]; then verdict=$(meaning "$code"); first=$(grep -m1 . "$out/$name.txt" || true); fi
  [ "$code" -eq "$expected" ] && [ -s "$out/$name.txt" ] || wrong=$((wrong + 1))
  echo "| \`$name\`: $title | $expected | $code | $verdict | ${first//|/\\|} |"
done
echo; echo "$wrong of ${#names[@]} were not as expected; $runs runs of $seconds s a side."
[ "$wrong" -eq 0 ]
