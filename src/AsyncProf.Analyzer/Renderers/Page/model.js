// The tree of the page, and what can be asked of it. Nodes come parents first; times are nanoseconds, four states a node.
const States = ["running", "waiting", "ready", "blocked"];
const Colours = { running: "#f0b35e", waiting: "#9fc3e8", ready: "#e5dc6a", blocked: "#dd92c0", allocated: "#a8cf9a", user: "#f0b35e", system: "#e08f7d", preempted: "#e5dc6a", held: "#c9c2b6" };

// What is measured, in four parts each: how it reads, and what it is called.
const Measures = {
  elapsed: { parts: States, text: duration, noun: "elapsed time" },
  task: { parts: States, text: duration, noun: "task time" },
  allocated: { parts: ["allocated", "", "", ""], text: size, noun: "allocated bytes" },
  cpu: { parts: ["user", "system", "preempted", "held"], text: duration, noun: "time on threads" },
};

// Which of the four parts of a measure has a name: no name is that of two.
function partOf(name) { return Math.max(...Object.values(Measures).map(measure => measure.parts.indexOf(name))); }

class Model {
  constructor(data) {
    this.frames = data.frames;
    this.frame = data.nodes.frame;
    this.parent = data.nodes.parent;
    this.calls = data.nodes.calls;
    this.line = data.nodes.line;
    this.count = this.parent.length;
    if (data.nodes.unheld) { // only some of the recordings that are added up measured it: what held the threads of the others is not known
      Measures.cpu.parts[3] = "";
      Measures.cpu.noun = "time on processors and waiting for one";
    }
    this.self = {};
    this.totals = {};
    for (const axis of Object.keys(Measures).filter(axis => data.nodes[axis])) {
      this.self[axis] = Float64Array.from(data.nodes[axis]);
      this.totals[axis] = this.sum(this.self[axis]);
    }
    this.children = Array.from({ length: this.count }, () => []);
    for (let i = 1; i < this.count; i++) this.children[this.parent[i]].push(i);
  }

  sum(self) {
    const total = Float64Array.from(self);
    for (let i = this.count - 1; i > 0; i--)
      for (let s = 0; s < 4; s++) total[this.parent[i] * 4 + s] += total[i * 4 + s];
    return total;
  }

  name(i) { return this.frames[this.frame[i]].name; }

  // Where a frame's code begins, at which line the frame above awaits it, and that it only passes a task on.
  place(i) {
    const frame = this.frames[this.frame[i]];
    return (frame.place ? `; ${frame.place}` : "") + (this.line[i] > 0 ? `; awaited at line ${this.line[i]}` : "") + (frame.passes ? "; only passes the task on (inferred)" : "")
      + (frame.sync ? `; seen in samples of threads${frame.external ? ", in native code or blocked in it" : ""}` : "");
  }

  // How much of a wait's label stands before what was waited for.
  before(i) { return this.frames[this.frame[i]].wait ?? 0; }

  // Whether it was seen in samples only, and not measured.
  isSync(i) { return !!this.frames[this.frame[i]].sync; }

  // Roots that are nobody's question: the frameworks' own, as a server's loops, and what began before the recording.
  isAside(i) { const frame = this.frames[this.frame[i]]; return !!(frame.framework || frame.before); }

  // The roots that are shown at first. Of what began before the recording, what it called.
  ownRoots() {
    const roots = [], work = [...this.children[0]].reverse();
    while (work.length > 0) {
      const i = work.pop(), frame = this.frames[this.frame[i]];
      if (frame.before) work.push(...this.children[i].filter(c => this.frames[this.frame[c]].leaf === undefined).reverse());
      else if (!frame.framework) roots.push(i);
    }
    return roots;
  }

  // The value of a node: of one state, or of all.
  value(times, i, state) {
    if (state !== "all") return times[i * 4 + partOf(state)];
    return times[i * 4] + times[i * 4 + 1] + times[i * 4 + 2] + times[i * 4 + 3];
  }
}

// A tree as it is drawn: boxes with a place and a length.
class Drawing {
  // nodes: [{ name, before, depth, start, length, parts: [4], ref, parent }], parents first.
  constructor(nodes, axis = "elapsed") {
    this.nodes = nodes;
    this.measure = Measures[axis];
    this.depth = nodes.reduce((deepest, n) => Math.max(deepest, n.depth), 0);
    this.children = nodes.map(() => []);
    nodes.forEach((n, i) => { if (n.parent >= 0) this.children[n.parent].push(i); });
    for (const list of this.children) list.sort((a, b) => nodes[a].start - nodes[b].start);
    this.rows = Array.from({ length: this.depth + 1 }, () => []);
    nodes.forEach((n, i) => this.rows[n.depth].push(i));
    for (const row of this.rows) row.sort((a, b) => nodes[a].start - nodes[b].start);
  }

  // All boxes as the tree lists them.
  get order() {
    if (this.listed) return this.listed;
    this.listed = [];
    for (const work = [0]; work.length > 0;) {
      const i = work.pop();
      this.listed.push(i);
      for (let c = this.children[i].length - 1; c >= 0; c--) work.push(this.children[i][c]);
    }
    return this.listed;
  }

  // The whole model on an axis, one state or all; or without the roots that are nobody's question.
  static ofModel(model, axis, state, ownRoots) {
    const totals = model.totals[axis], nodes = [], work = [[0, -1, 0, 0]];
    while (work.length > 0) {
      const [i, parent, depth, start] = work.pop();
      const isTop = i === 0 && ownRoots, all = isTop ? model.ownRoots() : model.children[i];
      const parts = isTop ? States.map((_, s) => all.reduce((sum, c) => sum + totals[c * 4 + s], 0)) : totals.subarray(i * 4, i * 4 + 4);
      const length = state === "all" ? parts[0] + parts[1] + parts[2] + parts[3] : parts[partOf(state)];
      const at = nodes.push({ name: model.name(i), before: model.before(i), sync: model.isSync(i), depth, start, length, parts, ref: i, parent }) - 1;
      let end = start;
      const shown = all.filter(c => model.value(totals, c, state) > 0)
        .sort((a, b) => model.value(totals, b, state) - model.value(totals, a, state) || (model.name(a) < model.name(b) ? -1 : 1));
      for (const child of shown) {
        work.push([child, at, depth + 1, end]);
        end += model.value(totals, child, state);
      }
    }
    return new Drawing(nodes, axis);
  }

  // What a frame awaits, all its outermost calls added up; or, upwards, who awaits it.
  static ofFrame(model, axis, state, frame, upwards) {
    const totals = model.totals[axis];
    const root = { name: model.frames[frame].name, before: 0, sync: !!model.frames[frame].sync, children: new Map(), parts: [0, 0, 0, 0] };
    const add = (into, times, i) => { for (let s = 0; s < 4; s++) into.parts[s] += times[i * 4 + s]; };
    const child = (of, f) => {
      if (!of.children.has(f)) of.children.set(f, { name: model.frames[f].name, before: model.frames[f].wait ?? 0, sync: !!model.frames[f].sync, children: new Map(), parts: [0, 0, 0, 0] });
      return of.children.get(f);
    };
    const within = new Uint8Array(model.count);
    for (let i = 1; i < model.count; i++) {
      within[i] = within[model.parent[i]] || model.frame[model.parent[i]] === frame ? 1 : 0;
      if (model.frame[i] !== frame || within[i]) continue;
      add(root, totals, i);
      if (upwards) {
        for (let at = root, p = model.parent[i]; p > 0; p = model.parent[p]) add(at = child(at, model.frame[p]), totals, i);
        continue;
      }
      const work = [[i, root]];
      while (work.length > 0) {
        const [node, at] = work.pop();
        for (const c of model.children[node]) {
          const below = child(at, model.frame[c]);
          add(below, totals, c);
          work.push([c, below]);
        }
      }
    }
    return Drawing.ofMerged(root, axis, state);
  }

  static ofMerged(root, axis, state) {
    const value = n => state === "all" ? n.parts[0] + n.parts[1] + n.parts[2] + n.parts[3] : n.parts[partOf(state)];
    const nodes = [], work = [[root, -1, 0, 0]];
    while (work.length > 0) {
      const [n, parent, depth, start] = work.pop();
      const at = nodes.push({ name: n.name, before: n.before, sync: n.sync, depth, start, length: value(n), parts: n.parts, ref: -1, parent }) - 1;
      let end = start;
      for (const c of [...n.children.values()].filter(c => value(c) > 0).sort((a, b) => value(b) - value(a) || (a.name < b.name ? -1 : 1))) {
        work.push([c, at, depth + 1, end]);
        end += value(c);
      }
    }
    return new Drawing(nodes, axis);
  }
}

// Three digits of a number below a thousand.
function digits(v) { return v < 9.995 ? v.toFixed(2) : v < 99.95 ? v.toFixed(1) : `${Math.round(v)}`; }

// Three digits and a unit, as the text reports have it.
function duration(ns) {
  if (ns < 0.5) return "0";
  if (ns < 999.5) return `${Math.round(ns)} ns`;
  for (const [unit, size] of [["µs", 1e3], ["ms", 1e6], ["s", 1e9]]) {
    const v = ns / size;
    if (v < 999.5 || unit === "s") return `${digits(v)} ${unit}`;
  }
}

// Bytes, as the text reports have them.
function size(bytes) {
  if (bytes === 0) return "0";
  if (bytes < 999.5) return `${bytes} B`;
  let v = bytes;
  for (const unit of ["KiB", "MiB", "GiB", "TiB"]) {
    v /= 1024;
    if (v < 999.5 || unit === "TiB") return `${digits(v)} ${unit}`;
  }
}

function share(part, whole) { return whole > 0 ? `${(100 * part / whole).toFixed(1)} %` : "–"; }

// Names come from anywhere: what turns the reading direction or is not to be seen is left out.
function printable(name) { return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ""); }

function matcher(text) {
  if (text === "") return null;
  const known = new Map(); // a name is looked at once, however many frames have it
  const once = matches => name => { if (!known.has(name)) known.set(name, matches(name)); return known.get(name); };
  try { const regex = new RegExp(text, "iu"); return once(name => regex.test(name)); }
  catch { const lower = text.toLowerCase(); return once(name => name.toLowerCase().includes(lower)); }
}
