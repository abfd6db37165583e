// What the parts of the page do together.
const $ = id => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const model = new Model(data);
const views = ["flame", "tree", "table", "sandwich"];
let drawing = null, match = null;

const flame = new Flame($("flame"), "Flame graph of logical async stacks", { hover: i => detail(drawing, i), zoom: breadcrumb });
const callers = new Flame($("callers"), "Who awaits the method", { hover: i => detail(callers.drawing, i), zoom: () => {} });
const callees = new Flame($("callees"), "What the method awaits", { hover: i => detail(callees.drawing, i), zoom: () => {} });
const tree = new TreeView($("tree"), i => { show("flame"); flame.select(i); flame.zoom(i); flame.canvas.focus(); });
const table = new MethodTable($("table"), $("more"), data, frame => { $("method").value = frame; show("sandwich"); sandwich(); $("method").focus(); });

function detail(of, i) {
  if (!of || i < 0 || i === undefined) return;
  const n = of.nodes[i], whole = n.parts[0] + n.parts[1] + n.parts[2] + n.parts[3];
  const states = States.map((state, s) => n.parts[s] > 0 ? `${state} ${duration(n.parts[s])}` : "").filter(text => text).join(", ");
  const calls = n.ref > 0 && model.calls[n.ref] > 0 ? `; ${model.calls[n.ref]} ${model.frames[model.frame[n.ref]].wait !== undefined ? "waits" : "calls"}` : "";
  $("detail").textContent = `${printable(n.name)}: ${duration(n.length)}, ${share(n.length, of.nodes[0].length)} of ${$("axis").value} time${calls}${n.ref > 0 ? printable(model.place(n.ref)) : ""}${whole > 0 ? ` (${states})` : ""}`;
}

function breadcrumb(i) {
  const crumbs = [];
  for (let at = i; at >= 0; at = drawing.nodes[at].parent) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: printable(drawing.nodes[at].name) });
    button.addEventListener("click", () => flame.zoom(at));
    crumbs.unshift(button);
  }
  if (crumbs.length > 12) crumbs.splice(2, crumbs.length - 10, Object.assign(document.createElement("span"), { textContent: "…" }));
  $("breadcrumb").replaceChildren(...crumbs);
  matched();
}

// The time of the outermost frames that match, below what is zoomed into: each counts once.
function matched() {
  if (!match) { $("matched").textContent = ""; return; }
  const nodes = drawing.nodes, inside = new Uint8Array(nodes.length), hit = new Uint8Array(nodes.length);
  let sum = 0, count = 0;
  for (let i = flame.zoomed; i < nodes.length; i++) {
    const n = nodes[i];
    inside[i] = i === flame.zoomed || (n.parent >= 0 && inside[n.parent]) ? 1 : 0;
    if (!inside[i]) continue;
    const above = n.parent >= 0 && hit[n.parent], is = match(n.name);
    if (is) count++;
    if (is && !above) sum += n.length;
    hit[i] = above || is ? 1 : 0;
  }
  $("matched").textContent = `${count} ${count === 1 ? "frame" : "frames"}, ${duration(sum)} = ${share(sum, nodes[flame.zoomed].length)}`;
}

function search() {
  match = matcher($("search").value);
  for (const each of [flame, callers, callees, tree]) each.search(match);
  table.set($("axis").value, match);
  matched();
}

function redraw() {
  const axis = $("axis").value, state = $("state").value;
  drawing = Drawing.ofModel(model, axis, state, $("root").value === "own");
  for (const n of drawing.nodes) n.calls = model.calls[n.ref] || "";
  flame.set(drawing);
  tree.set(drawing);
  table.set(axis, match);
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

function show(name) {
  for (const view of views) {
    const is = view === name, tab = $(`tab-${view}`);
    $(`view-${view}`).hidden = !is;
    tab.setAttribute("aria-selected", is);
    tab.tabIndex = is ? 0 : -1;
  }
  for (const each of [flame, callers, callees]) each.draw();
}

function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", dark);
  for (const each of [flame, callers, callees]) each.draw();
}

function list(id, items) { $(id).replaceChildren(...items.map(text => Object.assign(document.createElement("li"), { textContent: printable(text) }))); }

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

function fill(select, options) { select.replaceChildren(...options.map(([value, text]) => Object.assign(document.createElement("option"), { value, textContent: printable(text) }))); }

function start() {
  $("facts").textContent = printable(data.facts);
  list("quality", data.quality);
  findings();
  $("legend").replaceChildren(...States.map(state => {
    const item = document.createElement("li"), swatch = document.createElement("span");
    swatch.style.background = Colours[state];
    item.append(swatch, state);
    return item;
  }));
  const roots = model.children[0].map(i => [i, model.name(i)]), aside = roots.filter(([i]) => model.isAside(i));
  const what = [aside.some(([i]) => model.frames[model.frame[i]].framework) ? "the frameworks' own" : "", aside.some(([i]) => model.frames[model.frame[i]].before) ? "what began before" : ""].filter(text => text);
  const own = aside.length > 0 && model.ownRoots().length > 0 ? [["own", `all but ${what.join(" and ")}`]] : [];
  fill($("root"), [...own, [0, "all roots"], ...roots]);
  fill($("method"), data.methods.map(r => [r.frame, r.name]).sort((a, b) => a[1] < b[1] ? -1 : 1));
  if (data.methods.length > 0) $("method").value = data.methods[0].frame;
  $("axis").addEventListener("change", redraw);
  $("state").addEventListener("change", redraw);
  $("root").addEventListener("change", () => {
    const wanted = $("root").value;
    redraw();
    if (+wanted > 0) flame.zoom(Math.max(0, drawing.nodes.findIndex(n => n.ref === +wanted)));
  });
  $("method").addEventListener("change", sandwich);
  $("search").addEventListener("input", search);
  $("search").addEventListener("keydown", e => { if (e.key === "Escape") { $("search").value = ""; search(); flame.canvas.focus(); } });
  $("reset").addEventListener("click", () => { $("search").value = ""; search(); flame.zoom(0); flame.select(0); });
  $("theme").addEventListener("click", () => theme($("theme").getAttribute("aria-pressed") !== "true"));
  $("theme").setAttribute("aria-pressed", matchMedia("(prefers-color-scheme: dark)").matches);
  views.forEach((view, at) => {
    $(`tab-${view}`).addEventListener("click", () => show(view));
    $(`tab-${view}`).addEventListener("keydown", e => {
      const to = { ArrowRight: at + 1, ArrowLeft: at + views.length - 1, Home: 0, End: views.length - 1 }[e.key];
      if (to === undefined) return;
      show(views[to % views.length]);
      $(`tab-${views[to % views.length]}`).focus();
      e.preventDefault();
    });
  });
  document.addEventListener("keydown", e => {
    if (e.key !== "/" || e.target.closest("input, select, textarea")) return;
    $("search").focus();
    e.preventDefault();
  });
  redraw();
}

start();
