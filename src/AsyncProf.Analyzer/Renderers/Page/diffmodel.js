// Two sides of one tree, both for each run, and how the head differs from the base.
const SameOfBase = 0.02, SameOfRoot = 0.0001;

class DiffModel {
  constructor(data) {
    const { frame, parent, line, base, head } = data.nodes;
    this.shared = { frame, parent, line };
    this.frames = data.frames;
    this.base = this.model(base);
    this.head = this.model(head);
    this.only = data.nodes.only; // 1: the base has it, 2: the head
    this.scales = new Map(data.scales);
    this.root = new Int32Array(parent.length);
    for (let i = 1; i < parent.length; i++) this.root[i] = parent[i] === 0 ? i : this.root[parent[i]];
  }

  model(side) { return new Model({ frames: this.frames, nodes: { ...this.shared, ...side } }); }

  // The tree whose times are the widths of the boxes.
  shape(width, axis, state) {
    if (width === "head" || width === "base") return this[width];
    const from = this.base.self[axis], to = this.head.self[axis], self = new Float64Array(from.length);
    for (let i = 0; i < this.only.length; i++) {
      if (width === "removed") { if (this.only[i] === 1) self.set(from.subarray(i * 4, i * 4 + 4), i * 4); }
      else if (state === "all") self[i * 4] = Math.max(this.base.value(from, i, state), this.head.value(to, i, state));
      else self[i * 4 + partOf(state)] = Math.max(this.base.value(from, i, state), this.head.value(to, i, state));
    }
    return this.model({ calls: this.head.calls, elapsed: self, task: self });
  }

  draw(width, axis, state, ownRoots) {
    const drawing = Drawing.ofModel(this.shape(width, axis, state), axis, state, ownRoots);
    for (const n of drawing.nodes) {
      const whole = n.ref === 0 && ownRoots ? this.head.ownRoots() : [n.ref];
      n.from = this.times(this.base, whole, axis);
      n.to = this.times(this.head, whole, axis);
      [n.base, n.head] = [n.from, n.to].map(times => this.base.value(times, 0, state));
      n.top = n.depth < 2 ? n : drawing.nodes[n.parent].top;
      n.kind = this.kind(n, Math.max(n.top.base, n.top.head));
      n.mark = { new: "NEW ", removed: "REMOVED ", same: "" }[n.kind] ?? `${percent(n.base, n.head) || signed(n.head - n.base)} `;
    }
    return drawing;
  }

  times(model, nodes, axis) { return States.map((_, s) => nodes.reduce((sum, i) => sum + model.totals[axis][i * 4 + s], 0)); }

  kind(n, whole) {
    const change = n.head - n.base;
    if (this.only[n.ref] > 0) return this.only[n.ref] === 1 ? "removed" : "new";
    if (Math.abs(change) < SameOfBase * n.base || Math.abs(change) < SameOfRoot * whole || change === 0) return "same";
    return change > 0 ? "more" : "less";
  }

  // How often it is called: of a root, in each run; below, in each of the root's calls, where both sides have whole ones.
  calls(i) {
    const root = this.root[i], scale = this.scales.get(i) ?? 1, what = this.frames[this.shared.frame[i]].leaf ? "waits" : "calls";
    if (i === root) return { what: `${what} in a run`, base: this.base.calls[i], head: this.head.calls[i] / scale };
    const perRoot = this.base.calls[root] > 0 && this.head.calls[root] > 0;
    const of = side => perRoot ? side.calls[i] / side.calls[root] : side.calls[i];
    return { what: perRoot ? `${what} per root` : `${what} in a run`, base: of(this.base), head: of(this.head) };
  }
}

function signed(ns) { return `${ns < 0 ? "−" : "+"}${duration(Math.abs(ns))}`; }

// A change relative to the base; empty where the base has nothing.
function percent(base, head) {
  if (base <= 0 || head === base) return "";
  const p = 100 * (head - base) / base, size = Math.abs(p);
  return `${p < 0 ? "−" : "+"}${size < 9.95 ? size.toFixed(1) : Math.round(size)} %`;
}

function changeText(base, head) {
  if (Math.abs(head - base) < 0.5) return "no change";
  const relative = percent(base, head);
  return `${signed(head - base)}${relative ? ` (${relative})` : ""}`;
}
