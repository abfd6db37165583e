// What the process took, second by second: a plot for each measure, and what ran and waited in the second that is chosen.
const SvgNames = $("plots").querySelector("svg").namespaceURI, PlotHeight = 100;

function amount(value, unit) {
  const short = v => v === Math.floor(v) && v < 1000 ? `${v}` : digits(v);
  const scaled = end => { let v = value, at = 0; for (; v >= 999.5 && at < 6; at++) v /= 1000; return `${short(v)} ${["", "k", "M", "G", "T", "P", "E"][at]}${end}`; };
  if (unit === "bytes") return scaled("B");
  if (unit === "bytesPerSecond") return scaled("B/s");
  if (unit === "percent") return `${short(value)} %`;
  if (unit === "perSecond") return value >= 1000 ? scaled("/s") : `${short(value)} /s`;
  return value >= 1000 ? scaled("").trim() : short(value);
}

class SeriesView {
  constructor(series, frames, tell) {
    this.series = series;
    this.frames = frames;
    this.tell = tell;
    this.first = Times.offsets(series.count);
    this.shown = series.measures.filter(m => m.values.some(v => v > 0));
    this.cursors = [];
    $("plots").replaceChildren(...this.shown.map(m => this.row(m)));
    $("second").max = series.steps - 1;
    $("second").addEventListener("input", () => this.choose(+$("second").value));
    const memory = this.shown.find(m => m.name === series.memory) ?? this.shown.find(m => m.name === "running");
    $("peak").addEventListener("click", () => this.choose(this.peak(memory)));
    $("peak").hidden = !memory;
    $("peak").textContent = memory ? `Peak of ${memory.name}` : "";
    this.choose(memory ? this.peak(memory) : 0);
  }

  // The first step with the largest value.
  peak(m) { return m.values.reduce((peak, v, i) => v !== null && (m.values[peak] === null || v > m.values[peak]) ? i : peak, 0); }

  at(step) { return `${step * this.series.step / 1e9} s`; }

  element(name, attributes) {
    const element = document.createElementNS(SvgNames, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  row(m) {
    const steps = this.series.steps, peak = this.peak(m), most = m.values[peak], row = document.createElement("div");
    const plot = this.element("svg", { viewBox: `0 0 ${steps} ${PlotHeight}`, preserveAspectRatio: "none", role: "img", "aria-label": `${m.name}: at most ${amount(most, m.unit)}, at ${this.at(peak)}` });
    let area = "";
    m.values.forEach((v, i) => { if (v !== null) area += `M${i} ${PlotHeight}V${(PlotHeight - v / most * (PlotHeight - 8)).toFixed(1)}h1V${PlotHeight}z`; });
    const line = (className, step) => this.element("line", { class: className, x1: step + 0.5, x2: step + 0.5, y1: 0, y2: PlotHeight, "vector-effect": "non-scaling-stroke" });
    const cursor = line("cursor", 0);
    this.cursors.push(cursor);
    plot.append(this.element("path", { class: "area", d: area, fill: Colours[m.name] ?? "currentColor" }), line("peak", peak), cursor);
    plot.addEventListener("pointermove", e => { const step = this.stepOf(plot, e); this.tell(`${this.at(step)}: ${m.name} ${m.values[step] === null ? "not known" : amount(m.values[step], m.unit)}${this.stackText(step)}`, e); });
    plot.addEventListener("pointerleave", () => this.tell(""));
    plot.addEventListener("click", e => this.choose(this.stepOf(plot, e)));
    row.className = "plot";
    row.append(Object.assign(document.createElement("span"), { textContent: m.name }), plot, Object.assign(document.createElement("span"), { textContent: `${amount(most, m.unit)} at ${this.at(peak)}` }));
    return row;
  }

  stepOf(plot, e) {
    const box = plot.getBoundingClientRect();
    return Math.max(0, Math.min(this.series.steps - 1, Math.floor((e.clientX - box.left) / box.width * this.series.steps)));
  }

  name(stack) { return this.series.stacks[stack].map(frame => printable(this.frames[frame].name)).join(" > "); }

  // What did most in a step, for beside the pointer.
  stackText(step) {
    const at = this.first[step];
    if (at === this.first[step + 1]) return "";
    const [running, waiting] = this.series.time.slice(at * 4, at * 4 + 2), stack = this.series.stacks[this.series.stack[at]];
    return `; ${running > 0 ? `ran ${duration(running)}` : `waited ${duration(waiting)}`}: ${printable(this.frames[stack[stack.length - 1]].name)}`;
  }

  choose(step) {
    $("second").value = step;
    $("second-text").textContent = `${this.at(step)}: ${this.shown.filter(m => m.values[step] !== null).slice(0, 4).map(m => `${m.name} ${amount(m.values[step], m.unit)}`).join(", ")}`;
    for (const cursor of this.cursors) { cursor.setAttribute("x1", step + 0.5); cursor.setAttribute("x2", step + 0.5); }
    const body = $("stacks").tBodies[0];
    body.replaceChildren();
    for (let at = this.first[step]; at < this.first[step + 1]; at++) {
      const row = document.createElement("tr");
      row.append(...[0, 1, 2, 3].map(s => cellOf(this.series.time[at * 4 + s] > 0 ? duration(this.series.time[at * 4 + s]) : "")), cellOf(this.name(this.series.stack[at])));
      body.append(row);
    }
    if (body.rows.length === 0) headRow(body, "No operation that is known ran or waited then.", 5);
  }
}
