// One request: its operations as rows, each with what it did over the request's time. Where it awaited another operation its bar is thin.
class Waterfall extends TreeView {
  constructor(host, times, hover) {
    super(host, i => hover(i));
    this.times = times;
    this.hover = hover;
    this.range = [0, 1];
    host.addEventListener("wheel", e => this.wheel(e), { passive: false });
    host.addEventListener("pointermove", e => { const item = e.target.closest("[role=treeitem]"); if (item) hover(item.node, e); });
    host.addEventListener("focusin", e => { const item = e.target.closest("[role=treeitem]"); if (item) hover(item.node); });
  }

  show(r) {
    const t = this.times, first = t.firstNode[r], nodes = [];
    for (let n = first; n < t.firstNode[r + 1]; n++) {
      const parent = n === first ? -1 : t.nodes.parent[n], frame = t.frames[t.nodes.frame[n]];
      nodes.push({ name: frame.name, sync: frame.sync, parent, depth: parent < 0 ? 0 : nodes[parent].depth + 1, start: t.nodes.from[n], length: t.nodes.length[n], ended: t.endedNode(n), pieces: [] });
    }
    for (const [pieces, from, to] of [[t.own, t.firstOwn[r], t.firstOwn[r + 1]], [t.path, t.firstPath[r], t.firstPath[r + 1]]]) {
      const had = nodes.map(n => n.pieces.length > 0);
      for (let p = from; p < to; p++) {
        const n = nodes[pieces.node[p]];
        if (!had[pieces.node[p]]) n.pieces.push({ state: pieces.state[p], on: pieces.on[p], from: pieces.from[p], length: pieces.length[p] }); // of what two await, the second has a path alone
      }
    }
    this.request = r;
    this.range = [0, Math.max(1, t.roots.length[r])];
    this.set(new Drawing(nodes));
    this.opened.fill(1);
    this.list();
    this.scroller.scrollTop = 0;
  }

  columns(i) { const n = this.drawing.nodes[i]; return [n.start <= 0 ? "0" : duration(n.start), duration(n.length)]; }

  item(i) {
    const item = super.item(i), canvas = document.createElement("canvas"), n = this.drawing.nodes[i];
    const times = [0, 0, 0, 0];
    for (const p of n.pieces) times[p.state] += p.length;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", States.map((state, s) => times[s] > 0 ? `${state} ${duration(times[s])}` : "").filter(text => text).join(", ") || "no time of its own");
    item.firstElementChild.append(canvas);
    return item;
  }

  update(item, i) {
    super.update(item, i);
    this.bar(item.querySelector("canvas"), this.drawing.nodes[i]);
  }

  mark(n) { return n.ended && n.ended !== "not ended" ? ` (${n.ended})` : ""; }

  bar(canvas, n) {
    const width = canvas.parentElement.clientWidth > 0 ? canvas.clientWidth : 0, height = TreeRow - 4;
    if (width === 0) return;
    const scale = window.devicePixelRatio || 1, pen = canvas.getContext("2d"), [from, to] = this.range, x = at => (at - from) / (to - from) * width;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.fillStyle = this.line ??= lookOf().line;
    pen.fillRect(x(n.start), height / 2 - 1, Math.max(1, x(n.start + n.length) - x(n.start)), 2);
    for (const p of n.pieces) {
      const left = x(p.from), w = Math.max(0.7, x(p.from + p.length) - left);
      if (left > width || left + w < 0) continue;
      pen.fillStyle = Colours[States[p.state]];
      pen.fillRect(left, 1, w, height - 2);
    }
  }

  draw() { this.line = null; super.draw(); }

  // What an operation did at the moment under the pointer.
  textOf(i, e) {
    const n = this.drawing.nodes[i], canvas = this.items.get(i)?.querySelector("canvas");
    let at = "";
    if (e && e.target === canvas) {
      const box = canvas.getBoundingClientRect(), time = this.range[0] + (e.clientX - box.left) / box.width * (this.range[1] - this.range[0]), slack = (this.range[1] - this.range[0]) / box.width;
      const piece = n.pieces.find(p => time >= p.from - slack && time <= p.from + p.length + slack);
      if (piece) at = `; ${States[piece.state]} ${duration(piece.length)} from ${duration(piece.from)}${piece.on >= 0 ? `: ${printable(this.times.frames[piece.on].name)}` : ""}`;
    }
    const times = [0, 0, 0, 0];
    for (const p of n.pieces) times[p.state] += p.length;
    return `${printable(n.name)}: ${duration(n.length)} from ${duration(Math.max(0, n.start))}${n.ended ? `, ${n.ended}` : ""} (${States.map((s, k) => times[k] > 0 ? `${s} ${duration(times[k])}` : "").filter(t => t).join(", ") || "no time of its own"})${at}`;
  }

  wheel(e) {
    const canvas = e.target.closest("canvas");
    if (!canvas || !(e.ctrlKey || e.metaKey || e.shiftKey)) return; // without a key the wheel scrolls the rows
    e.preventDefault();
    const box = canvas.getBoundingClientRect(), whole = Math.max(1, this.times.roots.length[this.request]), [from, to] = this.range, part = (e.clientX - box.left) / box.width;
    const length = e.shiftKey ? to - from : Math.min(whole, Math.max(100, (to - from) * (e.deltaY > 0 ? 1.25 : 0.8)));
    const start = e.shiftKey ? from + Math.sign(e.deltaX || e.deltaY) * 0.1 * length : from + part * (to - from) - part * length;
    this.range = [Math.max(0, Math.min(start, whole - length)), 0];
    this.range[1] = this.range[0] + length;
    this.draw();
  }
}
