// What every page has around its drawings: choices, the way to a frame, what a search matched, views, light and dark.
// A page names its views, the drawings that are painted, what is searched, and how it says what matched.
const $ = id => document.getElementById(id);
const data = JSON.parse($("data").textContent);
let match = null;

function list(id, items) { $(id).replaceChildren(...items.map(text => Object.assign(document.createElement("li"), { textContent: printable(text) }))); }

function fill(select, options) { select.replaceChildren(...options.map(([value, text]) => Object.assign(document.createElement("option"), { value, textContent: printable(text) }))); }

// The roots to choose from; first, where that makes a difference, all but those that are nobody's question.
function fillRoots(model) {
  const roots = model.children[0].map(i => [i, model.name(i)]), aside = roots.filter(([i]) => model.isAside(i));
  const what = [aside.some(([i]) => model.frames[model.frame[i]].framework) ? "the frameworks' own" : "", aside.some(([i]) => model.frames[model.frame[i]].before) ? "what began before" : ""].filter(text => text);
  const own = aside.length > 0 && model.ownRoots().length > 0 ? [["own", `all but ${what.join(" and ")}`]] : [];
  fill($("root"), [...own, [0, "all roots"], ...roots]);
}

function breadcrumb(i) {
  const crumbs = [], nodes = flame.drawing.nodes;
  for (let at = i; at >= 0; at = nodes[at].parent) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: printable(nodes[at].name) });
    button.addEventListener("click", () => flame.zoom(at));
    crumbs.unshift(button);
  }
  if (crumbs.length > 12) crumbs.splice(2, crumbs.length - 10, Object.assign(document.createElement("span"), { textContent: "…" }));
  $("breadcrumb").replaceChildren(...crumbs);
  matched();
}

// How many frames match below what is zoomed into, and the outermost of them: their times add up, each counts once.
function matched() {
  if (!match) { $("matched").textContent = ""; return; }
  const nodes = flame.drawing.nodes, inside = new Uint8Array(nodes.length), hit = new Uint8Array(nodes.length), outermost = [];
  let count = 0;
  for (let i = flame.zoomed; i < nodes.length; i++) {
    const n = nodes[i];
    inside[i] = i === flame.zoomed || (n.parent >= 0 && inside[n.parent]) ? 1 : 0;
    if (!inside[i]) continue;
    const above = n.parent >= 0 && hit[n.parent], is = match(n.name);
    if (is) count++;
    if (is && !above) outermost.push(n);
    hit[i] = above || is ? 1 : 0;
  }
  $("matched").textContent = `${count} ${count === 1 ? "frame" : "frames"}, ${sumOf(outermost)}`;
}

function search() {
  match = matcher($("search").value);
  for (const each of searched) each.search(match);
  matched();
}

function show(name) {
  for (const view of views) {
    const is = view === name, tab = $(`tab-${view}`);
    $(`view-${view}`).hidden = !is;
    tab.setAttribute("aria-selected", is);
    tab.tabIndex = is ? 0 : -1;
  }
  for (const each of painted) each.draw();
}

function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", dark);
  for (const each of painted) each.draw();
}

function startShell() {
  $("root").addEventListener("change", () => {
    const wanted = $("root").value;
    redraw();
    if (+wanted > 0) flame.zoom(Math.max(0, flame.drawing.nodes.findIndex(n => n.ref === +wanted)));
  });
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
}
