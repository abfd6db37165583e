// Boxes of a drawing on a canvas: as wide as their time, one row a frame, the root on top. Only what can be seen is drawn.
const RowHeight = 20, BandHeight = 3;

// The first dot of a method's name that is neither in type arguments nor in parameters; -1 for a route, of which no part may go.
function dotOutside(name) {
  for (let i = 0, depth = 0; i < name.length; i++) {
    if (name[i] === "/" || (name[i] === " " && depth === 0)) return -1;
    depth += "<({".includes(name[i]) ? 1 : ">)}".includes(name[i]) ? -1 : 0;
    if (name[i] === "." && depth === 0) return i;
  }
  return -1;
}

class Flame {
  constructor(host, label, events) {
    this.host = host;
    this.events = events;
    this.canvas = document.createElement("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `${label}. Arrows move between frames, Enter zooms, Escape goes back. The same is in the tree.`);
    this.spacer = document.createElement("div");
    host.append(this.canvas, this.spacer);
    this.zoomed = 0;
    this.current = 0;
    this.pending = false;
    this.match = null;
    this.band = BandHeight;
    this.canvas.addEventListener("click", e => { const hit = this.hit(e); if (hit >= 0) { this.select(hit); this.zoom(hit); } });
    this.canvas.addEventListener("mousemove", e => this.events.hover(this.hit(e)));
    this.canvas.addEventListener("mouseleave", () => this.events.hover(this.current));
    this.canvas.addEventListener("keydown", e => this.key(e));
    host.addEventListener("scroll", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(host);
  }

  set(drawing) {
    this.drawing = drawing;
    this.zoomed = this.current = 0;
    this.spacer.style.height = "0px";
    this.resize();
    this.draw();
  }

  resize() {
    const rows = this.drawing.depth + 1;
    this.host.style.height = `${Math.min(rows * RowHeight + 2, 600)}px`;
  }

  // The chain above the zoomed frame takes the whole width; what is beside it is not seen.
  zoom(i) {
    this.zoomed = i;
    this.events.zoom(i);
    this.draw();
  }

  select(i) {
    this.current = i;
    this.events.hover(i);
    const top = this.drawing.nodes[i].depth * RowHeight;
    if (top < this.host.scrollTop) this.host.scrollTop = top;
    else if (top + RowHeight > this.host.scrollTop + this.host.clientHeight) this.host.scrollTop = top + RowHeight - this.host.clientHeight;
    this.draw();
  }

  search(match) { this.match = match; this.draw(); }

  isAbove(i) {
    for (let at = this.drawing.nodes[this.zoomed].parent; at >= 0; at = this.drawing.nodes[at].parent) if (at === i) return true;
    return false;
  }

  draw() {
    if (this.pending || !this.drawing) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.paint(); });
  }

  paint() {
    const width = this.host.clientWidth, height = this.host.clientHeight;
    if (width === 0) return;
    const scale = window.devicePixelRatio || 1, style = getComputedStyle(document.documentElement);
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.spacer.style.height = `${Math.max(0, (this.drawing.depth + 1) * RowHeight - height)}px`;
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = "12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
    pen.textBaseline = "middle";
    const look = { back: style.getPropertyValue("--panel"), focus: style.getPropertyValue("--focus"), mark: style.getPropertyValue("--mark") };
    const zoom = this.drawing.nodes[this.zoomed], first = Math.floor(this.host.scrollTop / RowHeight);
    const last = Math.min(this.drawing.depth, first + Math.ceil(height / RowHeight));
    const above = new Set();
    for (let at = zoom.parent; at >= 0; at = this.drawing.nodes[at].parent) above.add(at);
    const perNs = zoom.length > 0 ? width / zoom.length : 0;
    this.drawn = 0;
    for (let depth = first; depth <= last; depth++) {
      const y = depth * RowHeight - this.host.scrollTop, row = this.drawing.rows[depth];
      if (depth < zoom.depth) {
        for (const i of row) if (above.has(i)) this.box(pen, i, 0, y, width, look, true);
        continue;
      }
      for (let at = this.firstVisible(row, zoom.start); at < row.length; at++) {
        const n = this.drawing.nodes[row[at]];
        if (n.start >= zoom.start + zoom.length) break;
        if (depth === zoom.depth && row[at] !== this.zoomed) continue;
        const x = (n.start - zoom.start) * perNs, w = n.length * perNs;
        if (w >= 0.4) this.box(pen, row[at], x, y, w, look, false);
      }
    }
  }

  firstVisible(row, start) {
    let low = 0, high = row.length;
    while (low < high) {
      const middle = (low + high) >> 1, n = this.drawing.nodes[row[middle]];
      if (n.start + n.length <= start) low = middle + 1; else high = middle;
    }
    return low;
  }

  box(pen, i, x, y, w, look, isAbove) {
    const n = this.drawing.nodes[i];
    this.drawn++;
    pen.globalAlpha = isAbove ? 0.55 : 1;
    this.fill(pen, n, x, y, w);
    pen.globalAlpha = 1;
    if (n.sync) this.hatch(pen, x, y, w);
    if (this.match && this.match(n.name)) this.frame(pen, x, y, w, look.mark);
    if (i === this.current && document.activeElement === this.canvas) this.frame(pen, x, y, w, look.focus);
    pen.fillStyle = "#15151a";
    pen.fillText(this.text(pen, n, w), x + (w > 30 ? 4 : 2), y + (RowHeight - this.band) / 2);
  }

  // Seen in samples, not measured: hatched.
  hatch(pen, x, y, w) {
    pen.save();
    pen.beginPath();
    pen.rect(x, y, Math.max(w - 0.5, 0.4), RowHeight - 1);
    pen.clip();
    pen.strokeStyle = "rgba(0, 0, 0, .22)";
    pen.lineWidth = 1;
    pen.beginPath();
    for (let at = x - RowHeight; at < x + w; at += 6) { pen.moveTo(at, y + RowHeight); pen.lineTo(at + RowHeight, y); }
    pen.stroke();
    pen.restore();
  }

  // What is written into a box.
  text(pen, n, w) { return w > 30 ? this.clip(pen, printable(n.name), n.before, w - 8) : ""; }

  // In the colour of the state in which it spent most of its time, with a band of all four.
  fill(pen, n, x, y, w) {
    let most = 0;
    for (let s = 1; s < 4; s++) if (n.parts[s] > n.parts[most]) most = s;
    pen.fillStyle = Colours[this.drawing.measure.parts[most]];
    pen.fillRect(x, y, Math.max(w - 0.5, 0.4), RowHeight - 1);
    const whole = n.parts[0] + n.parts[1] + n.parts[2] + n.parts[3];
    if (w <= 8 || whole <= 0) return;
    let at = x;
    for (let s = 0; s < 4; s++) {
      const part = (w - 0.5) * n.parts[s] / whole;
      pen.fillStyle = Colours[this.drawing.measure.parts[s]];
      pen.fillRect(at, y + RowHeight - 1 - BandHeight, part, BandHeight);
      at += part;
    }
    pen.fillStyle = "rgba(0, 0, 0, .35)";
    pen.fillRect(x, y + RowHeight - 2 - BandHeight, w - 0.5, 1);
  }

  frame(pen, x, y, w, colour) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.strokeRect(x + 1, y + 1, Math.max(w - 2.5, 1), RowHeight - 3);
  }

  // What stands before stays whole. Of the rest, the namespace goes first, then the type, then the end of what is left.
  clip(pen, text, before, width) {
    const fits = candidate => pen.measureText(candidate).width <= width;
    if (fits(text)) return text;
    const mark = text.slice(0, before);
    let rest = text.slice(mark.length);
    for (let dot = dotOutside(rest); dot >= 0 && dot < rest.length - 1; dot = dotOutside(rest)) {
      rest = rest.slice(dot + 1);
      if (fits(mark + rest)) return mark + rest;
    }
    if (before > 0) rest = text.slice(mark.length);
    let low = 0, high = rest.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(`${mark}${rest.slice(0, middle)}…`)) low = middle; else high = middle - 1;
    }
    return low < 2 ? "" : `${mark}${rest.slice(0, low)}…`;
  }

  hit(e) {
    if (!this.drawing) return -1;
    const box = this.canvas.getBoundingClientRect(), zoom = this.drawing.nodes[this.zoomed];
    const depth = Math.floor((e.clientY - box.top + this.host.scrollTop) / RowHeight);
    if (depth < 0 || depth > this.drawing.depth) return -1;
    if (depth < zoom.depth) return this.drawing.rows[depth].find(i => this.isAbove(i)) ?? -1;
    const at = zoom.start + (e.clientX - box.left) / box.width * zoom.length, row = this.drawing.rows[depth];
    const i = row[this.firstVisible(row, at)];
    return i !== undefined && this.drawing.nodes[i].start <= at && (depth > zoom.depth || i === this.zoomed) ? i : -1;
  }

  key(e) {
    const nodes = this.drawing.nodes, n = nodes[this.current];
    const siblings = n.parent < 0 ? [this.current] : this.drawing.children[n.parent];
    const at = siblings.indexOf(this.current), below = this.drawing.children[this.current];
    const to = { ArrowUp: n.parent, ArrowDown: below[0], ArrowLeft: siblings[at - 1], ArrowRight: siblings[at + 1], Home: this.zoomed }[e.key];
    if (to !== undefined) { if (to >= 0) this.select(to); }
    else if (e.key === "Enter" || e.key === " ") this.zoom(this.current);
    else if (e.key === "Escape") { const up = nodes[this.zoomed].parent; this.zoom(up < 0 ? 0 : up); this.select(up < 0 ? 0 : up); }
    else return;
    e.preventDefault();
  }
}
