#!/usr/bin/env bash
# Makes docs/images/demo.svg from a real run: `dotnet run -c Release --project samples/WebApi -- --demo | eng/picture.sh`.
set -euo pipefail
cd "$(dirname "$0")/.."
awk '
  /^The slowest request of/ { on = 1 }
  /^How far these numbers/ { on = 0 }
  on { gsub(/&/, "\\&amp;"); gsub(/</, "\\&lt;"); gsub(/>/, "\\&gt;"); lines[++n] = $0; if (length($0) > wide) wide = length($0) }
  END {
    while (n > 0 && lines[n] == "") n--
    height = n * 19 + 32; width = wide * 8.1 + 40
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">\n", width, height
    print "<title>The logical tree of one request, from a run of the sample</title>"
    print "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16202b\"/>"
    print "<g font-family=\"ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace\" font-size=\"13\" xml:space=\"preserve\">"
    for (i = 1; i <= n; i++) {
      colour = i == 1 ? "#9fb3c8" : lines[i] ~ /[└├] (await |blocked on )/ ? "#f0b860" : lines[i] ~ /frame$/ ? "#7f93a8" : lines[i] ~ /Shop\./ ? "#8fd7a4" : "#e6edf3"
      printf "<text x=\"20\" y=\"%d\" fill=\"%s\">%s</text>\n", i * 19 + 16, colour, lines[i]
    }
    print "</g></svg>"
  }' > docs/images/demo.svg
