// The same tree as text: a WAI-ARIA tree as one list of rows. Only the rows that can be seen are there, so that a hundred thousand frames cost no more than fifty.
const TreeRow = 22, RowsAround = 10, MostHits = 500, MostPrinted = 2000;

class TreeView {
  constructor(host, open) {
    this.host = host;
    this.openFrame = open;
    this.items = new Map();
    this.scroller = document.createElement("div");
    this.scroller.className = "rows";
    host.replaceWith(this.scroller);
    this.scroller.append(host);
    this.scroller.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    addEventListener("beforeprint", () => this.render(MostPrinted));
    addEventListener("afterprint", () => this.render());
    host.addEventListener("keydown", e => this.key(e));
    host.addEventListener("click", e => {
      const item = e.target.closest("[role=treeitem]");
      if (!item) return;
      this.select(item.node);
      this.toggle(item.node);
    });
  }

  set(drawing) {
    this.drawing = drawing;
    this.opened = new Uint8Array(drawing.nodes.length);
    this.current = 0;
    for (let i = 0, depth = 0; i !== undefined && depth < 5; i = this.children(i)[0], depth++) this.opened[i] = 1;
    this.host.replaceChildren();
    this.items.clear();
    this.list();
  }

  children(i) { return this.drawing.children[i]; }

  // The rows that there are: all that is below opened frames.
  list() {
    this.rows = [];
    for (const work = [0]; work.length > 0;) {
      const i = work.pop(), below = this.opened[i] ? this.children(i) : [];
      this.rows.push(i);
      for (let c = below.length - 1; c >= 0; c--) work.push(below[c]);
    }
    this.place = new Int32Array(this.drawing.nodes.length).fill(-1);
    this.rows.forEach((i, at) => { this.place[i] = at; });
    this.host.style.height = `${this.rows.length * TreeRow}px`;
    this.render();
  }

  draw() {
    if (this.pending || !this.drawing) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.render(); });
  }

  render(most) {
    if (!this.drawing) return;
    if (this.due && this.scroller.clientHeight > 0) { this.reveal(this.current); return; }
    const top = Math.floor(this.scroller.scrollTop / TreeRow), height = Math.min(this.scroller.clientHeight || 600, 2000);
    const first = most ? 0 : Math.max(0, top - RowsAround), last = Math.min(this.rows.length, most ?? top + Math.ceil(height / TreeRow) + RowsAround);
    const wanted = this.rows.slice(first, last), at = this.place[this.current];
    if (at < first) wanted.unshift(this.current); // what has the focus stays
    else if (at >= last) wanted.push(this.current);
    const needed = new Set(wanted);
    for (const [i, item] of this.items) if (!needed.has(i)) { item.remove(); this.items.delete(i); }
    let cursor = this.host.firstElementChild;
    for (const i of wanted) {
      let item = this.items.get(i);
      if (!item) this.items.set(i, item = this.item(i));
      if (item === cursor) cursor = cursor.nextElementSibling; else this.host.insertBefore(item, cursor);
      this.update(item, i);
    }
  }

  search(match) {
    this.match = match;
    if (!this.drawing) return;
    const nodes = this.drawing.nodes;
    let first = -1, hits = 0;
    for (let at = 0; match && at < nodes.length && hits < MostHits; at++) {
      const i = this.drawing.order[at];
      if (!match(nodes[i].name)) continue;
      hits++;
      if (first < 0) first = i;
      for (let up = nodes[i].parent; up >= 0; up = nodes[up].parent) this.opened[up] = 1;
    }
    this.list();
    if (first >= 0) this.reveal(first);
  }

  item(i) {
    const item = document.createElement("li"), row = document.createElement("div"), nodes = this.drawing.nodes, siblings = nodes[i].parent < 0 ? [i] : this.children(nodes[i].parent);
    item.node = i;
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", nodes[i].depth + 1);
    item.setAttribute("aria-setsize", siblings.length);
    item.setAttribute("aria-posinset", siblings.indexOf(i) + 1);
    row.className = "row";
    for (const text of this.columns(i)) row.append(Object.assign(document.createElement("span"), { textContent: text }));
    const name = Object.assign(document.createElement("span"), { className: nodes[i].sync ? "name sync" : "name", title: printable(nodes[i].name) });
    name.style.setProperty("--indent", `${Math.min(nodes[i].depth, 40) * 0.9}rem`);
    row.append(name);
    item.append(row);
    return item;
  }

  update(item, i) {
    const opens = this.children(i).length > 0, n = this.drawing.nodes[i];
    item.style.top = `${this.place[i] * TreeRow}px`;
    item.tabIndex = i === this.current ? 0 : -1;
    item.classList.toggle("found", !!this.match && this.match(n.name));
    if (opens) item.setAttribute("aria-expanded", !!this.opened[i]);
    this.write(item.querySelector(".name"), opens ? (this.opened[i] ? "▾ " : "▸ ") : "  ", n, this.mark(n));
  }

  // What stands behind a frame's name.
  mark() { return ""; }

  // Where there is no room for a name its namespace goes first, as in the flame graph; the whole name is its title.
  write(host, before, n, behind) {
    const name = printable(n.name);
    host.textContent = before + name + behind;
    if (host.clientWidth === 0 || host.scrollWidth <= host.clientWidth) return;
    this.ruler ??= document.createElement("canvas").getContext("2d");
    const style = getComputedStyle(host);
    this.ruler.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const short = Flame.prototype.clip(this.ruler, name, n.before ?? 0, host.clientWidth - parseFloat(style.paddingLeft) - this.ruler.measureText(before + behind).width - 2);
    if (short) host.textContent = before + short + behind;
  }

  // What stands before a frame's name.
  columns(i) {
    const n = this.drawing.nodes[i], own = n.length - this.children(i).reduce((sum, c) => sum + this.drawing.nodes[c].length, 0);
    const text = this.drawing.measure.text;
    return [text(n.length), text(own), n.calls ?? ""];
  }

  toggle(i) {
    if (this.children(i).length === 0) return;
    this.opened[i] ^= 1;
    this.list();
  }

  openBelow(i) {
    for (const work = [i]; work.length > 0;) {
      const next = work.pop();
      this.opened[next] = 1;
      for (const c of this.children(next)) work.push(c);
    }
    this.list();
  }

  reveal(i) {
    this.current = i;
    const top = this.place[i] * TreeRow, height = this.scroller.clientHeight;
    this.due = height === 0; // a view that is not shown cannot scroll
    if (this.due) return;
    if (top < this.scroller.scrollTop || top + TreeRow > this.scroller.scrollTop + height) this.scroller.scrollTop = Math.max(0, top - height / 3);
    this.render();
  }

  select(i) {
    this.reveal(i);
    this.items.get(i).focus({ preventScroll: true });
  }

  key(e) {
    const item = e.target.closest("[role=treeitem]");
    if (!item) return;
    const i = item.node, at = this.place[i], opens = this.children(i).length > 0, page = Math.max(1, Math.floor(this.scroller.clientHeight / TreeRow) - 1);
    let to = null;
    switch (e.key) {
      case "ArrowDown": to = at + 1; break;
      case "ArrowUp": to = at - 1; break;
      case "PageDown": to = Math.min(this.rows.length - 1, at + page); break;
      case "PageUp": to = Math.max(0, at - page); break;
      case "Home": to = 0; break;
      case "End": to = this.rows.length - 1; break;
      case "ArrowRight": if (opens && !this.opened[i]) this.toggle(i); else if (opens) to = at + 1; break;
      case "ArrowLeft": if (opens && this.opened[i]) this.toggle(i); else to = this.place[Math.max(0, this.drawing.nodes[i].parent)]; break;
      case "Enter": this.openFrame(i); break;
      case " ": this.toggle(i); break;
      case "*": this.openBelow(i); break;
      case "Escape": to = 0; break;
      default: return;
    }
    e.preventDefault();
    if (to !== null && this.rows[to] !== undefined) this.select(this.rows[to]);
  }
}
