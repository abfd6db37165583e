#!/usr/bin/env bash
# Makes a picture of what a terminal shows: `tmux capture-pane -e -p | eng/terminal.sh "What it shows" > docs/images/top.svg`.
set -euo pipefail
LC_ALL=C awk -v title="${1:?what it shows}" '
  function hex(r, g, b) { return sprintf("#%02x%02x%02x", r, g, b) }
  function level(n) { return n == 0 ? 0 : 55 + n * 40 }
  function palette(n) {
    if (n < 16) return basic[n]
    if (n >= 232) return hex(8 + (n - 232) * 10, 8 + (n - 232) * 10, 8 + (n - 232) * 10)
    n -= 16
    return hex(level(int(n / 36)), level(int(n / 6) % 6), level(n % 6))
  }
  function select(codes,    part, count, i) {
    if (codes == "") codes = "0"
    count = split(codes, part, /[;:]/)
    for (i = 1; i <= count; i++) {
      if (part[i] == 0) { fore = ink; back = ""; bold = turned = 0 }
      else if (part[i] == 1) bold = 1
      else if (part[i] == 22) bold = 0
      else if (part[i] == 7) turned = 1
      else if (part[i] == 27) turned = 0
      else if (part[i] == 39) fore = ink
      else if (part[i] == 49) back = ""
      else if (part[i] == 38 || part[i] == 48) {
        colour = part[i + 1] == 5 ? palette(part[i + 2]) : hex(part[i + 2], part[i + 3], part[i + 4])
        if (part[i] == 38) fore = colour; else back = colour
        i += part[i + 1] == 5 ? 2 : 4
      }
      else if (part[i] >= 30 && part[i] <= 37) fore = basic[part[i] - 30]
      else if (part[i] >= 40 && part[i] <= 47) back = basic[part[i] - 40]
      else if (part[i] >= 90 && part[i] <= 97) fore = basic[part[i] - 82]
    }
  }
  function signs(text) { gsub(/[\200-\277]/, "", text); return length(text) }
  function draw(text,    width, on, off, blank) {
    if (text == "") return
    width = signs(text)
    on = turned ? (back == "" ? paper : back) : fore
    off = turned ? fore : back
    if (off != "") out[++shapes] = sprintf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"19\" fill=\"%s\"/>", 20 + column * 8.1, row * 19 + 2, width * 8.1, off)
    column += width
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); blank = text ~ /^ *$/; gsub(/ /, "\\&#160;", text)
    if (!blank) out[++shapes] = sprintf("<text x=\"%.1f\" y=\"%d\" fill=\"%s\"%s textLength=\"%.1f\">%s</text>", 20 + (column - width) * 8.1, row * 19 + 16, on, bold ? " font-weight=\"bold\"" : "", width * 8.1, text)
    if (column > wide) wide = column
    if (!blank) last = row
  }
  BEGIN {
    ink = "#e6edf3"; paper = "#16202b"
    split("#3b4b5c #e5716b #8fd7a4 #f0b860 #6aa9e9 #c79bf2 #6fd0d6 #e6edf3 #7f93a8 #ff9d96 #b4efc4 #ffd994 #9cc8ff #dfc3ff #a4eef2 #ffffff", names, " ")
    for (i = 1; i <= 16; i++) basic[i - 1] = names[i]
    fore = ink
  }
  {
    row = NR; column = 0; rest = $0
    while (match(rest, /\033\[[0-9;:]*m/)) {
      draw(substr(rest, 1, RSTART - 1))
      codes = substr(rest, RSTART + 2, RLENGTH - 3)
      rest = substr(rest, RSTART + RLENGTH)
      select(codes)
    }
    draw(rest)
  }
  END {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">\n<title>%s</title>\n", wide * 8.1 + 40, last * 19 + 32, title
    printf "<rect width=\"100%%\" height=\"100%%\" rx=\"8\" fill=\"%s\"/>\n<g font-family=\"ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace\" font-size=\"13\">\n", paper
    for (i = 1; i <= shapes; i++) print out[i]
    print "</g></svg>"
  }'
