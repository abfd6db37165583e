#!/usr/bin/env bash
# Makes the pictures of docs/gallery.md from the sample's profile, and that of a comparison from a change planted in it. Needs Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
images=$(pwd)/docs/images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release samples/WebApi -v q -nologo >/dev/null
dotnet build -c Release src/AsyncProf.Cli -v q -nologo >/dev/null
(cd "$work" && dotnet "$OLDPWD/samples/WebApi/bin/Release/net10.0/WebApi.dll" --demo >/dev/null)
dotnet src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll export "$work/asyncprof-demo.pb.gz" -o "$work/page.html"
dotnet src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll record -o "$work/shop.nettrace" -- dotnet samples/WebApi/bin/Release/net10.0/WebApi.dll --demo >/dev/null
dotnet src/AsyncProf.Cli/bin/Release/net10.0/asyncprof.dll export "$work/shop.nettrace" -o "$work/recording.html"
shot() { # name, width, height, what is chosen, of which page
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size="$2,$3" --screenshot="$images/$1.png" "file://$work/${5:-page}.html#$4" >/dev/null 2>&1
  echo "docs/images/$1.png"
}
shot page-flame-light 1280 860 "theme=light"
shot page-flame-dark 1280 860 "theme=dark&axis=task"
shot page-search-light 1280 860 "theme=light&search=LoadAsync"
shot page-tree-light 1280 1100 "theme=light&view=tree"
shot page-table-dark 1280 860 "theme=dark&view=table"
shot page-sandwich-light 1280 1000 "theme=light&view=sandwich"
shot page-narrow-light 800 900 "theme=light"
shot page-narrow-dark 800 900 "theme=dark&view=table"
shot page-timeline-light 1280 1080 "theme=light&view=timeline&search=SummaryService&request=slowest" recording
shot page-slowest-dark 1280 900 "theme=dark&view=slowest" recording
shot page-lines-light 1280 900 "theme=light&view=lines" recording
OUT="$work/planted" bench/diff.sh one-after-the-other >/dev/null
mv "$work/planted/runs/one-after-the-other/diff.html" "$work/page.html"
shot diff-light 1280 900 "theme=light"
