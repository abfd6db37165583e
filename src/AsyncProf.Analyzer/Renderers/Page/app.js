// What the parts of the page of a profile do together.
const model = new Model(data);
const views = ["flame", "tree", "timeline", "slowest", "table", "lines", "sandwich"];
let drawing = null;

const flame = new Flame($("flame"), "Flame graph of logical async stacks", { hover: i => detail(drawing, i), zoom: breadcrumb });
const callers = new Flame($("callers"), "Who awaits the method", { hover: i => detail(callers.drawing, i), zoom: () => {} });
const callees = new Flame($("callees"), "What the method awaits", { hover: i => detail(callees.drawing, i), zoom: () => {} });
const tree = new TreeView($("tree"), i => { show("flame"); flame.select(i); flame.zoom(i); flame.canvas.focus(); });
const table = new MethodTable($("table"), $("more"), $("by"), data, choose);
const lines = new LinesTable($("lines"), $("more-lines"), data, choose);
const single = data.timeline ? new Requests(new Times(data.timeline, data.frames)) : null;
if (data.timeline?.series) new SeriesView(data.timeline.series, data.frames, (text, e) => single.tell(text, e));
const painted = [flame, tree, callers, callees, ...(single?.painted ?? [])];
const searched = [flame, callers, callees, tree, lines, { search: match => table.set($("axis").value, match) }, ...(single?.searched ?? [])];

// Most methods to choose from; any other is added when it is chosen.
const MostChoices = 1000;

function choose(frame) {
  const select = $("method");
  if (![...select.options].some(option => +option.value === frame)) select.append(Object.assign(document.createElement("option"), { value: frame, textContent: printable(data.frames[frame].name) }));
  select.value = frame;
  show("sandwich");
  sandwich();
  select.focus();
}

function detail(of, i) {
  if (!of || i < 0 || i === undefined) return;
  const n = of.nodes[i], whole = n.parts[0] + n.parts[1] + n.parts[2] + n.parts[3];
  const { parts, text, noun } = of.measure;
  const states = parts.map((part, s) => n.parts[s] > 0 && part !== noun.split(" ")[0] ? `${part} ${text(n.parts[s])}` : "").filter(text => text).join(", ");
  const calls = n.ref > 0 && model.calls[n.ref] > 0 ? `; ${model.calls[n.ref]} ${model.frames[model.frame[n.ref]].wait !== undefined ? "waits" : "calls"}` : "";
  const link = n.ref > 0 ? model.frames[model.frame[n.ref]].link : undefined;
  $("detail").textContent = `${printable(n.name)}: ${text(n.length)}, ${share(n.length, of.nodes[0].length)} of ${noun}${calls}${n.ref > 0 ? printable(model.place(n.ref)) : ""}${whole > 0 && states ? ` (${states})` : ""}`;
  if (link) $("detail").append(" ", sourceLink(link));
}

// Where the source can be read. The address was checked when the page was written; a click leaves the page without telling where from.
function sourceLink(link) { return Object.assign(document.createElement("a"), { href: link, textContent: "source", target: "_blank", rel: "noopener noreferrer" }); }

function sumOf(nodes) {
  const sum = nodes.reduce((sum, n) => sum + n.length, 0);
  return `${drawing.measure.text(sum)} = ${share(sum, drawing.nodes[flame.zoomed].length)}`;
}

// The parts of the measure that is chosen, where it has several.
function parts() {
  const parts = Measures[$("axis").value].parts.filter(part => part), chosen = $("state").value;
  fill($("state"), ["all", ...parts.length > 1 ? parts : []].map(part => [part, part]));
  if (parts.length > 1 && parts.includes(chosen)) $("state").value = chosen;
  $("legend").replaceChildren(...parts.map(part => {
    const item = document.createElement("li"), swatch = document.createElement("span");
    swatch.style.background = Colours[part];
    item.append(swatch, part);
    return item;
  }), ...sampledLegend());
}

function redraw() {
  parts();
  const axis = $("axis").value, state = $("state").value;
  drawing = Drawing.ofModel(model, axis, state, $("root").value === "own");
  for (const n of drawing.nodes) n.calls = model.calls[n.ref] || "";
  flame.set(drawing);
  tree.set(drawing);
  table.set(axis, match);
  single?.set();
  sandwich();
  breadcrumb(0);
  detail(drawing, 0);
}

function sandwich() {
  const frame = +$("method").value, axis = $("axis").value, state = $("state").value;
  if (model.frames.length < 2) return;
  callers.set(Drawing.ofFrame(model, axis, state, frame, true));
  callees.set(Drawing.ofFrame(model, axis, state, frame, false));
}

function findings() {
  const item = f => {
    const item = document.createElement("li"), text = document.createElement("p");
    item.append(Object.assign(document.createElement("strong"), { textContent: `${f.severity}: ${f.id}` }), f.subject ? ` in ${printable(f.subject)}` : "", f.impact ? ` (${f.impact})` : "", text);
    text.textContent = printable(`${f.evidence} ${f.advice}`);
    return item;
  };
  const minor = data.findings.filter(f => f.minor);
  $("findings-list").replaceChildren(...data.findings.filter(f => !f.minor).map(item));
  $("minor-list").replaceChildren(...minor.map(item));
  $("minor").hidden = minor.length === 0;
  $("minor").firstElementChild.textContent = `${minor.length} more that cost less than 1 % of their roots`;
  if (data.findings.length === 0) list("findings-list", ["Nothing was found. That says something only if the recording saw the load you mean."]);
}

function sampledLegend() {
  if (!data.frames.some(frame => frame.sync)) return [];
  const item = document.createElement("li"), swatch = Object.assign(document.createElement("span"), { className: "hatched" });
  item.append(swatch, Object.assign(document.createElement("i"), { textContent: "sampled" }), ": seen on stacks, not measured");
  return [item];
}

function start() {
  $("facts").textContent = printable(data.facts);
  list("quality", data.quality);
  findings();
  for (const id of ["timeless", "timeless-slowest"]) { $(id).textContent = data.timeless ?? ""; $(id).hidden = !data.timeless; }
  for (const id of ["time", "slowest-table"]) $(id).hidden = !single;
  fill($("axis"), Object.keys(model.self).map(axis => [axis, axis]));
  $("series").hidden = !data.timeline?.series;
  fillRoots(model);
  fill($("method"), data.methods.slice(0, MostChoices).map(r => [r.frame, r.name]).sort((a, b) => a[1] < b[1] ? -1 : 1));
  if (data.methods.length > 0) $("method").value = data.methods[0].frame;
  $("axis").addEventListener("change", redraw);
  $("state").addEventListener("change", redraw);
  $("method").addEventListener("change", sandwich);
  startShell();
  redraw();
}

start();
