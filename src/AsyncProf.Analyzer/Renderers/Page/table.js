// The methods, or the libraries that they are of, as a table that can be sorted and searched.
const FirstRows = 200, MoreRows = 500, Nothing = { total: 0, self: [0, 0, 0, 0] };

class MethodTable {
  constructor(table, more, by, data, choose) {
    this.table = table;
    this.by = by;
    this.more = more;
    this.all = { methods: data.methods, libraries: data.libraries };
    this.frames = data.frames;
    this.choose = choose;
    this.limit = FirstRows;
    this.key = "self";
    this.descending = true;
    by.addEventListener("change", () => { this.limit = FirstRows; this.set(this.axis, this.match); });
    more.addEventListener("click", () => { this.limit += MoreRows; this.draw(); });
  }

  columns() {
    const axis = this.axis, { parts, text } = Measures[axis], of = r => r[axis] ?? Nothing, states = parts.filter(part => part);
    const first = this.by.value === "libraries"
      ? [["name", "Library", r => printable(r.name), null], ["methods", "Methods", r => r.methods, String], ["calls", "Calls into it", r => r.calls, String]]
      : [["name", "Method", r => printable(r.name), null], ["calls", "Calls", r => r.calls, String], ["errors", "Errors", r => r.errors, String],
        ["p50", "p50", r => r.p50, duration], ["p99", "p99", r => r.p99, duration], ["max", "Max", r => r.max, duration]];
    return [
      ...first,
      ["total", "Total", r => of(r).total, text], ["self", "Own", r => of(r).self.reduce((a, b) => a + b, 0), text],
      ...states.length > 1 ? states.map((state, s) => [state, state[0].toUpperCase() + state.slice(1), r => of(r).self[s], text]) : [],
    ];
  }

  set(axis, match) {
    this.axis = axis;
    if (!this.columns().some(([key]) => key === this.key)) this.key = "self";
    if (match !== this.match) this.limit = FirstRows;
    this.match = match;
    this.draw();
  }

  draw() {
    const columns = this.columns(), head = document.createElement("tr");
    for (const [key, title] of columns) {
      const cell = document.createElement("th"), button = Object.assign(document.createElement("button"), { type: "button", textContent: title });
      cell.scope = "col";
      cell.setAttribute("aria-sort", key !== this.key ? "none" : this.descending ? "descending" : "ascending");
      if (key === this.key) button.textContent += this.descending ? " ↓" : " ↑";
      button.dataset.key = key;
      button.addEventListener("click", () => {
        this.descending = this.key === key ? !this.descending : key !== "name";
        this.key = key;
        this.draw();
        this.table.querySelector(`th button[data-key="${key}"]`).focus();
      });
      cell.append(button);
      head.append(cell);
    }
    this.table.tHead.replaceChildren(head);
    const value = columns.find(([key]) => key === this.key)[2];
    const compare = (a, b) => { const x = value(a), y = value(b); return x < y ? -1 : x > y ? 1 : a.name < b.name ? -1 : 1; };
    const rows = this.all[this.by.value].filter(r => !this.match || this.match(r.name)).sort((a, b) => this.descending ? compare(b, a) : compare(a, b));
    this.table.tBodies[0].replaceChildren(...rows.slice(0, this.limit).map(r => this.row(r, columns)));
    this.more.hidden = rows.length <= this.limit;
    this.more.textContent = `Show more of ${rows.length}`;
  }

  row(r, columns) {
    const row = document.createElement("tr");
    for (const [key, , value, text] of columns) {
      const cell = document.createElement("td");
      if (key === "name" && r.frame === undefined) {
        cell.textContent = value(r);
      } else if (key === "name") {
        if (this.frames[r.frame].sync) cell.className = "sync";
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: value(r), title: "Show who awaits it and what it awaits" });
        button.addEventListener("click", () => this.choose(r.frame));
        cell.append(button);
      } else {
        cell.textContent = text(value(r));
      }
      row.append(cell);
    }
    return row;
  }
}
