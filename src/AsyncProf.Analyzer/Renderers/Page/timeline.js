// Requests over time: on top how many there were at once, below single ones in lanes. What is drawn is what can be seen.
const LaneHeight = 18, AxisHeight = 18, StripHeight = 64, MostLanesShown = 24, LeastRange = 1000;

class TimelineView {
  constructor(times, events) {
    this.times = times;
    this.events = events;
    this.stripCanvas = this.canvasIn($("strip"), `How many requests there were at once. Drag over a part to see it alone. The same can be chosen with the keyboard below.`);
    this.stripCanvas.tabIndex = -1;
    this.canvas = this.canvasIn($("lanes"), "Single requests over time. Arrows move between requests, plus and minus zoom, Shift with arrows pans, Enter opens a request, Escape shows the whole recording. The same is in the list of the slowest.");
    this.spacer = document.createElement("div");
    $("lanes").append(this.spacer);
    this.range = [0, this.times.duration];
    this.current = -1;
    this.drag = null;
    this.match = null;
    this.canvas.addEventListener("wheel", e => this.wheel(e), { passive: false });
    this.stripCanvas.addEventListener("wheel", e => this.wheel(e), { passive: false });
    this.canvas.addEventListener("pointerdown", e => this.take(e, this.canvas));
    this.canvas.addEventListener("pointermove", e => this.move(e));
    this.canvas.addEventListener("pointerup", e => this.leave(e));
    this.canvas.addEventListener("pointerleave", () => { if (!this.drag) this.hover(this.current); });
    this.canvas.addEventListener("keydown", e => this.key(e));
    this.stripCanvas.addEventListener("pointerdown", e => this.take(e, this.stripCanvas));
    this.stripCanvas.addEventListener("pointermove", e => this.brush(e));
    this.stripCanvas.addEventListener("pointerup", e => this.leave(e));
    this.stripCanvas.addEventListener("dblclick", () => this.whole());
    $("lanes").addEventListener("scroll", () => this.draw());
    for (const id of ["strip", "lanes"]) new ResizeObserver(() => this.draw()).observe($(id));
    $("zoom-in").addEventListener("click", () => this.zoom(0.5));
    $("zoom-out").addEventListener("click", () => this.zoom(2));
    $("whole").addEventListener("click", () => this.whole());
  }

  canvasIn(host, label) {
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    host.append(canvas);
    return canvas;
  }

  // Which roots are shown; each in the first lane that is free when it begins.
  set(chosen) {
    this.shown = this.times.shown(chosen);
    this.load = this.times.load(chosen);
    this.lane = new Int32Array(this.times.count).fill(-1);
    const free = [];
    for (const r of this.shown) {
      const start = this.times.roots.start[r];
      let lane = free.findIndex(until => until <= start);
      if (lane < 0) lane = free.length;
      free[lane] = start + this.times.roots.length[r];
      this.lane[r] = lane;
    }
    this.lanes = free.length;
    if (this.current >= 0 && this.lane[this.current] < 0) this.current = -1;
    $("lanes").style.height = `${AxisHeight + Math.max(3, Math.min(this.lanes, MostLanesShown)) * LaneHeight + 2}px`;
    $("strip").hidden = !this.load;
    this.say();
    this.draw();
  }

  search(match) {
    this.match = match && this.times.holds(match);
    this.say();
    this.draw();
  }

  say() {
    const [from, to] = this.range, inside = this.shown.filter(r => this.times.roots.start[r] <= to && this.times.roots.start[r] + this.times.roots.length[r] >= from);
    const matching = this.match ? `${inside.filter(this.match).length} match of ` : "";
    $("range").textContent = `${duration(from)} to ${duration(to)}: ${matching}${inside.length} of ${this.times.seen} requests and other roots`;
  }

  look(from, to) {
    const length = Math.min(this.times.duration, Math.max(LeastRange, to - from));
    from = Math.max(0, Math.min(from, this.times.duration - length));
    this.range = [from, from + length];
    this.say();
    this.draw();
    this.events.range();
  }

  whole() { this.look(0, this.times.duration); }

  zoom(by, at) {
    const [from, to] = this.range, r = this.current;
    at ??= r >= 0 ? Math.min(to, Math.max(from, this.times.roots.start[r] + this.times.roots.length[r] / 2)) : (from + to) / 2;
    const length = Math.min(this.times.duration, Math.max(LeastRange, (to - from) * by));
    const start = at - (at - from) / (to - from) * length;
    this.look(start, start + length);
  }

  pan(by) { const [from, to] = this.range; this.look(from + by * (to - from), to + by * (to - from)); }

  // Brings a request into view, with a little around it if it is too small to be seen.
  reveal(r) {
    const start = this.times.roots.start[r], length = this.times.roots.length[r], [from, to] = this.range;
    this.current = r;
    if (start < from || start + length > to || length < (to - from) / 200) {
      const around = Math.max(length * 4, Math.min(to - from, length * 40));
      this.look(start + length / 2 - around / 2, start + length / 2 + around / 2);
    }
    const host = $("lanes"), top = this.lane[r] * LaneHeight;
    if (top < host.scrollTop || top + LaneHeight + AxisHeight > host.scrollTop + host.clientHeight) host.scrollTop = Math.max(0, top - host.clientHeight / 3);
    this.hover(r);
    this.draw();
  }

  hover(r, e) { if (r >= 0 || e) this.events.hover(r, e); }

  moment(e) {
    const box = e.currentTarget.getBoundingClientRect(), part = (e.clientX - box.left) / box.width;
    return e.currentTarget === this.stripCanvas ? part * this.times.duration : this.range[0] + part * (this.range[1] - this.range[0]);
  }

  hit(e) {
    const box = this.canvas.getBoundingClientRect(), y = e.clientY - box.top - AxisHeight, perPixel = (this.range[1] - this.range[0]) / box.width;
    if (y < 0) return -1;
    const lane = Math.floor((y + $("lanes").scrollTop) / LaneHeight), at = this.moment({ currentTarget: this.canvas, clientX: e.clientX });
    let found = -1, least = 3 * perPixel; // the nearest within three pixels: most are no wider than that
    for (const r of this.shown) {
      if (this.lane[r] !== lane) continue;
      const start = this.times.roots.start[r], end = start + this.times.roots.length[r], distance = Math.max(0, start - at, at - end);
      if (distance <= least) { found = r; least = distance; }
    }
    return found;
  }

  wheel(e) {
    e.preventDefault();
    if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) this.pan(Math.sign(e.deltaX || e.deltaY) * 0.1);
    else this.zoom(e.deltaY > 0 ? 1.25 : 0.8, this.moment(e));
  }

  take(e, canvas) {
    if (e.button !== 0) return;
    canvas.setPointerCapture(e.pointerId);
    this.drag = { x: e.clientX, y: e.clientY, range: this.range, scroll: $("lanes").scrollTop, at: this.moment(e), moved: false, isBrush: canvas === this.stripCanvas };
  }

  move(e) {
    const drag = this.drag;
    if (!drag || drag.isBrush) { this.hover(this.hit(e), e); return; }
    if (!drag.moved && Math.abs(e.clientX - drag.x) + Math.abs(e.clientY - drag.y) < 4) return;
    drag.moved = true;
    const by = (drag.x - e.clientX) / this.canvas.clientWidth * (drag.range[1] - drag.range[0]);
    $("lanes").scrollTop = drag.scroll + drag.y - e.clientY;
    this.look(drag.range[0] + by, drag.range[1] + by);
  }

  brush(e) {
    if (!this.drag?.isBrush || Math.abs(e.clientX - this.drag.x) < 4) return;
    this.drag.moved = true;
    const at = this.moment(e);
    this.look(Math.min(at, this.drag.at), Math.max(at, this.drag.at));
  }

  leave(e) {
    const drag = this.drag;
    this.drag = null;
    if (!drag || drag.moved || drag.isBrush) return;
    const r = this.hit(e);
    if (r < 0) return;
    this.current = r;
    this.events.open(r);
    this.draw();
  }

  key(e) {
    const at = this.shown.indexOf(this.current), last = this.shown.length - 1;
    const to = e.shiftKey ? undefined : { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? 0 : at - 1, ArrowUp: at < 0 ? 0 : at - 1, Home: 0, End: last }[e.key];
    if (to !== undefined) { if (this.shown[to] !== undefined) this.reveal(this.shown[to]); }
    else if (e.key === "+" || e.key === "=") this.zoom(0.5);
    else if (e.key === "-") this.zoom(2);
    else if (e.key === "ArrowLeft") this.pan(-0.2);
    else if (e.key === "ArrowRight") this.pan(0.2);
    else if (e.key === "Escape") this.whole();
    else if ((e.key === "Enter" || e.key === " ") && this.current >= 0) this.events.open(this.current);
    else return;
    e.preventDefault();
  }

  draw() {
    if (this.pending || !this.shown) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.paint(); });
  }

  paint() {
    const width = $("lanes").clientWidth;
    if (width === 0) return;
    const look = lookOf();
    if (this.load) this.paintStrip($("strip").clientWidth, look);
    this.paintLanes(width, $("lanes").clientHeight, look);
  }

  paintStrip(width, look) {
    const pen = penOf(this.stripCanvas, width, StripHeight), steps = this.load.length / 4, step = this.times.loads.step;
    let most = 0;
    for (let i = 0; i < steps; i++) most = Math.max(most, (this.load[i * 4] + this.load[i * 4 + 1] + this.load[i * 4 + 2] + this.load[i * 4 + 3]) / step);
    const x = at => at / this.times.duration * width, height = StripHeight - 16;
    for (let i = 0; i < steps && most > 0; i++) {
      let y = StripHeight;
      for (const s of [0, 3, 2, 1]) { // what wants a look stands at the bottom, what only waits on top
        const part = this.load[i * 4 + s] / step / most * height;
        pen.fillStyle = Colours[States[s]];
        pen.fillRect(x(i * step), y - part, Math.max(0.6, x((i + 1) * step) - x(i * step) + 0.3), part);
        y -= part;
      }
    }
    const [from, to] = this.range;
    if (to - from < this.times.duration) this.paintRange(pen, x(from), x(to), width, look);
    pen.fillStyle = look.soft;
    pen.fillText(`up to ${most < 9.95 ? most.toFixed(1) : Math.round(most)} at once`, 4, 8);
  }

  // What is not shown below is pale.
  paintRange(pen, left, right, width, look) {
    pen.fillStyle = look.back;
    pen.globalAlpha = 0.65;
    pen.fillRect(0, 0, left, StripHeight);
    pen.fillRect(right, 0, width - right, StripHeight);
    pen.globalAlpha = 1;
    pen.strokeStyle = look.focus;
    pen.lineWidth = 2;
    pen.strokeRect(left + 1, 1, Math.max(2, right - left - 2), StripHeight - 2);
  }

  paintLanes(width, height, look) {
    const pen = penOf(this.canvas, width, height), [from, to] = this.range, scroll = $("lanes").scrollTop;
    this.spacer.style.height = `${Math.max(0, AxisHeight + this.lanes * LaneHeight - height + 2)}px`;
    axis(pen, from, to, width, height, look);
    pen.save();
    pen.beginPath();
    pen.rect(0, AxisHeight, width, height - AxisHeight);
    pen.clip();
    this.drawn = 0;
    for (const r of this.shown) {
      const start = this.times.roots.start[r], length = this.times.roots.length[r], y = AxisHeight + this.lane[r] * LaneHeight - scroll;
      if (start > to || start + length < from || y > height || y + LaneHeight < AxisHeight) continue;
      this.request(pen, r, (start - from) / (to - from) * width, y, length / (to - from) * width, width, look);
    }
    pen.restore();
    if (this.shown.length === 0) { pen.fillStyle = look.soft; pen.fillText("No request of this root was seen from its begin to its end.", 8, AxisHeight + 20); }
  }

  request(pen, r, x, y, w, width, look) {
    const t = this.times, height = LaneHeight - 3, dim = this.match && !this.match(r);
    this.drawn++;
    pen.globalAlpha = dim ? 0.25 : 1;
    pen.fillStyle = Colours[States[t.most(r)]];
    pen.fillRect(x, y, Math.max(w, 1.5), height);
    if (w > 6) {
      for (let p = t.firstPath[r]; p < t.firstPath[r + 1]; p++) {
        const px = x + t.path.from[p] / t.roots.length[r] * w, pw = t.path.length[p] / t.roots.length[r] * w;
        if (pw < 0.3 || px > width || px + pw < 0) continue;
        pen.fillStyle = Colours[States[t.path.state[p]]];
        pen.fillRect(px, y, pw, height);
      }
    }
    if (w > 40) {
      const left = Math.max(x, 0), room = Math.min(x + w, width) - left - 8;
      pen.fillStyle = "#15151a";
      pen.fillText(flame.clip(pen, `${printable(t.name(r))} ${duration(t.roots.length[r])}`, 0, room), left + 4, y + height / 2);
    }
    const edge = r === this.current ? look.focus : this.match && !dim ? look.mark : t.ended(r) === "error" ? look.fore : null;
    pen.globalAlpha = dim && r !== this.current ? 0.25 : 1;
    if (!edge) return;
    pen.strokeStyle = edge;
    pen.lineWidth = r === this.current ? 2 : 1;
    pen.strokeRect(x, y + 0.5, Math.max(w, 2), height - 1);
  }
}
