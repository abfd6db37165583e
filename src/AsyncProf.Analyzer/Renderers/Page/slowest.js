// The slowest requests of each root, and the lines of methods: tables that lead to the request, and to the method.
const MostLines = 200, MoreLines = 500;

function cellOf(text, className) { return Object.assign(document.createElement("td"), { textContent: text, className: className ?? "" }); }

function headRow(body, text, columns) {
  const row = document.createElement("tr"), head = Object.assign(document.createElement("th"), { scope: "colgroup", colSpan: columns, textContent: text });
  row.className = "group";
  row.append(head);
  body.append(row);
  return head;
}

class SlowestTable {
  constructor(table, times, open) {
    this.body = table.tBodies[0];
    this.times = times;
    this.open = open;
    this.match = null;
  }

  set(chosen) {
    const t = this.times, groups = new Map();
    for (const r of t.shown(chosen).filter(r => t.roots.slow[r])) groups.set(t.frame(r), [...groups.get(t.frame(r)) ?? [], r]);
    this.groups = [...groups.values()].map(group => group.sort((a, b) => t.roots.length[b] - t.roots.length[a])).sort((a, b) => t.roots.request[b[0]] - t.roots.request[a[0]] || t.roots.length[b[0]] - t.roots.length[a[0]]); // what is no request is nobody's first question
    this.draw();
  }

  search(match) { this.match = match && this.times.holds(match); this.draw(); }

  // The slowest request of those that match, or what comes next to one.
  first() { return this.groups.flat().find(r => !this.match || this.match(r)); }

  draw() {
    const t = this.times;
    this.body.replaceChildren();
    for (const group of this.groups) {
      const requests = group.filter(r => !this.match || this.match(r));
      if (requests.length === 0) continue;
      headRow(this.body, printable(t.name(group[0])), 8);
      for (const r of requests) {
        const row = document.createElement("tr"), button = Object.assign(document.createElement("button"), { type: "button", textContent: duration(t.roots.length[r]), title: "Show what it did" }), took = cellOf("");
        button.addEventListener("click", () => this.open(r));
        took.append(button);
        row.append(took, cellOf(duration(t.roots.start[r])), ...t.parts(r).map(ns => cellOf(ns > 0 ? duration(ns) : "0")), cellOf(t.roots.nodes[r] + t.roots.hidden[r]), cellOf(t.ended(r)));
        this.body.append(row);
      }
    }
    if (this.body.rows.length === 0) headRow(this.body, this.match ? "Nothing matches." : "No request was seen from its begin to its end.", 8);
  }
}

class LinesTable {
  constructor(table, more, data, choose) {
    this.body = table.tBodies[0];
    this.more = more;
    this.choose = choose;
    this.limit = MostLines;
    this.match = null;
    const time = m => m.awaits.time.reduce((a, b) => a + b, 0);
    this.methods = data.methods.filter(m => m.awaits).sort((a, b) => time(b) - time(a));
    this.longest = this.methods.reduce((most, m) => m.awaits.time.reduce((a, b, i) => i % 3 === 0 ? Math.max(a, b) : a, most), 1);
    more.addEventListener("click", () => { this.limit += MoreLines; this.draw(); });
    this.draw();
  }

  search(match) { this.match = match; this.limit = MostLines; this.draw(); }

  draw() {
    this.body.replaceChildren();
    let lines = 0;
    for (const m of this.methods) {
      const own = !this.match || this.match(m.name), shown = m.awaits.line.map((_, i) => i).filter(i => own || (m.awaits.hits[i] >= 0 && this.match(m.awaits.on[i])));
      if (shown.length === 0) continue;
      lines += shown.length;
      if (lines > this.limit) continue;
      const head = headRow(this.body, "", 7), button = Object.assign(document.createElement("button"), { type: "button", textContent: printable(m.name), title: "Show who awaits it and what it awaits" });
      button.addEventListener("click", () => this.choose(m.frame));
      head.append(button);
      for (const i of shown) this.body.append(this.row(m.awaits, i));
    }
    this.more.hidden = lines <= this.limit;
    this.more.textContent = `Show more of ${lines}`;
    if (lines === 0) headRow(this.body, this.methods.length > 0 ? "Nothing matches." : "No await is known: the modules' code was not at hand where this was recorded, or nothing suspended.", 7);
  }

  row(awaits, i) {
    const row = document.createElement("tr"), [waiting, ready, running] = awaits.time.slice(i * 3, i * 3 + 3), where = awaits.line[i] > 0 ? `${awaits.file[i]}:${awaits.line[i]}` : "";
    if (awaits.hits[i] < 0) {
      row.append(cellOf(printable(where)), cellOf("~"), cellOf(""), cellOf(""), cellOf(duration(running)), cellOf("–"), cellOf("ran there, by samples", "sampled"));
      return row;
    }
    const on = cellOf(`await ${printable(awaits.on[i])}`, this.match && this.match(awaits.on[i]) ? "found" : ""), took = cellOf(duration(waiting), "meter");
    took.style.setProperty("--part", `${(100 * waiting / this.longest).toFixed(1)}%`);
    row.append(cellOf(printable(where)), cellOf(awaits.hits[i]), took, cellOf(duration(ready)), cellOf(duration(running)), cellOf(awaits.hits[i] > 0 ? duration((waiting + ready) / awaits.hits[i]) : "–"), on);
    return row;
  }
}
