// Single requests over time, as the file has them: columns of numbers. Times are nanoseconds, of a request since the recording began, of its operations and pieces since the request did.
class Times {
  constructor(timeline, frames) {
    this.frames = frames;
    this.duration = timeline.duration;
    this.seen = timeline.seen;
    this.loads = timeline.loads;
    this.roots = timeline.roots;
    this.nodes = timeline.nodes;
    this.path = timeline.path;
    this.own = timeline.own;
    this.count = this.roots.start.length;
    this.firstNode = Times.offsets(this.roots.nodes);
    this.firstPath = Times.offsets(this.roots.path);
    this.firstOwn = Times.offsets(this.roots.own);
  }

  // Where each begins, and behind the last where it ends.
  static offsets(counts) {
    const offsets = new Int32Array(counts.length + 1);
    counts.forEach((count, i) => { offsets[i + 1] = offsets[i] + count; });
    return offsets;
  }

  frame(r) { return this.nodes.frame[this.firstNode[r]]; }

  name(r) { return this.frames[this.frame(r)].name; }

  ended(r) { return this.endedNode(this.firstNode[r]); }

  endedNode(node) { return ["not ended", "", "cancelled", "error"][this.nodes.status[node]]; }

  parts(r) { return this.roots.time.slice(r * 4, r * 4 + 4); }

  states(r) { return States.map((state, s) => this.roots.time[r * 4 + s] > 0 ? `${state} ${duration(this.roots.time[r * 4 + s])}` : "").filter(text => text).join(", "); }

  // The state in which it spent most of its time.
  most(r) {
    let most = 0;
    for (let s = 1; s < 4; s++) if (this.roots.time[r * 4 + s] > this.roots.time[r * 4 + most]) most = s;
    return most;
  }

  text(r) {
    const ended = this.ended(r);
    return `${printable(this.name(r))}: ${duration(this.roots.length[r])}${ended ? `, ${ended}` : ""}, at ${duration(this.roots.start[r])} (${this.states(r)})`;
  }

  // Which roots are shown: all, all that are somebody's question, or those of one frame.
  shows(frame, chosen) {
    if (chosen === "own") return !this.frames[frame].framework && !this.frames[frame].before;
    return chosen < 0 || frame === chosen;
  }

  shown(chosen) { return Array.from({ length: this.count }, (_, r) => r).filter(r => this.shows(this.frame(r), chosen)); }

  // Whether a request holds something that is searched for: its name, an operation's, or what was waited for.
  holds(match) {
    const frame = this.frames.map(f => match(f.name)), held = [];
    return r => held[r] ??= this.find(frame, r);
  }

  find(frame, r) {
    for (let n = this.firstNode[r]; n < this.firstNode[r + 1]; n++) if (frame[this.nodes.frame[n]]) return true;
    for (let p = this.firstPath[r]; p < this.firstPath[r + 1]; p++) if (this.path.on[p] >= 0 && frame[this.path.on[p]]) return true;
    return false;
  }

  // The time of the chosen roots in each step, four states a step.
  load(chosen) {
    if (!this.loads) return null;
    const sum = new Float64Array(this.loads.count * 4);
    this.loads.frame.forEach((frame, i) => {
      if (this.shows(frame, chosen)) for (let at = 0; at < sum.length; at++) sum[at] += this.loads.time[i * sum.length + at];
    });
    return sum;
  }
}

// What every chart has: a canvas as large as its host, sharp on every screen.
function penOf(canvas, width, height) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.font = "12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
  pen.textBaseline = "middle";
  return pen;
}

function lookOf() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(["back", "fore", "soft", "line", "panel", "focus", "mark"].map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
}

// Round moments on an axis, some 100 pixels apart.
function ticksOf(from, to, width) {
  const least = (to - from) / Math.max(1, width / 110), unit = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = [1, 2, 5, 10].map(m => m * unit).find(step => step >= least), ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

// A moment on an axis of that step: no more digits than the steps need.
function moment(ns, step) {
  if (ns === 0) return "0";
  const [unit, size] = step >= 1e8 ? ["s", 1e9] : step >= 1e5 ? ["ms", 1e6] : step >= 100 ? ["µs", 1e3] : ["ns", 1];
  return `${(ns / size).toFixed(Math.max(0, Math.min(3, -Math.floor(Math.log10(step / size) + 1e-9))))} ${unit}`;
}

function axis(pen, from, to, width, height, look) {
  const ticks = ticksOf(from, to, width), step = ticks.length > 1 ? ticks[1] - ticks[0] : to - from;
  pen.strokeStyle = look.line;
  pen.fillStyle = look.soft;
  pen.lineWidth = 1;
  for (const tick of ticks) {
    const x = Math.round((tick - from) / (to - from) * width) + 0.5;
    pen.globalAlpha = 0.5;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
    pen.stroke();
    pen.globalAlpha = 1;
    const text = moment(tick, step);
    if (x + 4 + pen.measureText(text).width < width) pen.fillText(text, x + 4, 9);
  }
}
