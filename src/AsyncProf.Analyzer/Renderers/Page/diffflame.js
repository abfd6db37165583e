// The icicle of a comparison: blue took less, red takes more, the stronger the more; signs say the same without colours.
const Same = [214, 214, 220], More = [244, 132, 95], Less = [111, 168, 232];

// Twice as much is as strong as half as much, and nothing is stronger.
function strength(n) {
  if (n.kind === "same") return 0;
  if (n.kind === "new" || n.kind === "removed" || n.base <= 0 || n.head <= 0) return 1;
  return 0.25 + 0.75 * Math.min(1, Math.abs(Math.log2(n.head / n.base)));
}

function mix(kind, by) {
  const to = kind === "more" || kind === "new" ? More : Less;
  return `rgb(${Same.map((from, i) => Math.round(from + (to[i] - from) * by)).join(", ")})`;
}

class DiffFlame extends Flame {
  constructor(...args) {
    super(...args);
    this.band = 1;
  }

  fill(pen, n, x, y, w) {
    const width = Math.max(w - 0.5, 0.4), only = n.kind === "new" || n.kind === "removed";
    pen.fillStyle = mix(n.kind, strength(n));
    pen.fillRect(x, y, width, RowHeight - 1);
    if (!only || w < 4) return;
    pen.strokeStyle = "#15151a"; // on one side only: a line around it, broken where it is gone
    pen.lineWidth = 1;
    pen.setLineDash(n.kind === "removed" ? [3, 3] : []);
    pen.strokeRect(x + 0.5, y + 0.5, width - 1, RowHeight - 2);
    pen.setLineDash([]);
  }

  // The change comes first, and stays when there is no room for the name.
  text(pen, n, w) {
    if (w < 8) return "";
    const room = w - (w > 30 ? 8 : 3), sign = { new: "+", more: "+", removed: "−", less: "−" }[n.kind] ?? "", mark = pen.measureText(n.mark).width;
    if (mark <= room && w > 30) return (n.mark + this.clip(pen, printable(n.name), n.before, room - mark)).trim();
    return [n.mark.trim(), sign].find(text => pen.measureText(text).width <= room) || "";
  }
}

class DiffTreeView extends TreeView {
  columns(i) {
    const n = this.drawing.nodes[i], only = { new: "NEW ", removed: "REMOVED " }[n.kind] ?? "";
    return [duration(n.base), duration(n.head), only + (n.kind === "same" && n.base > 0 ? "about the same" : changeText(n.base, n.head))];
  }
}
