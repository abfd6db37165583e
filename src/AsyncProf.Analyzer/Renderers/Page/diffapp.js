// What the parts of the page of a comparison do together.
const model = new DiffModel(data);
const views = ["flame", "tree"];
let drawing = null;

const flame = new DiffFlame($("flame"), "Differential icicle of logical async stacks", { hover: i => detail(drawing, i), zoom: breadcrumb });
const tree = new DiffTreeView($("tree"), i => { show("flame"); flame.select(i); flame.zoom(i); flame.canvas.focus(); });
const painted = [flame, tree], searched = [flame, tree];

function sumOf(nodes) {
  const sum = side => nodes.reduce((sum, n) => sum + n[side], 0);
  return `${duration(sum("base"))} → ${duration(sum("head"))}, ${changeText(sum("base"), sum("head"))}`;
}

const Nothing = { removed: "Nothing that the base has is gone.", head: "The head has no such time.", base: "The base has no such time.", both: "Neither side has such time." };

function redraw() {
  const width = $("width").value;
  drawing = model.draw(width, $("axis").value, $("state").value, $("root").value === "own");
  const isEmpty = drawing.nodes[0].length <= 0;
  $("empty").textContent = isEmpty ? Nothing[width] : "";
  $("empty").hidden = !isEmpty;
  $("flame").hidden = isEmpty;
  flame.set(drawing);
  tree.set(drawing);
  breadcrumb(0);
  detail(drawing, 0);
}

// Shows a frame. Where what is chosen hides it, one choice is given up, or all of them.
function reveal(node) {
  const place = () => drawing.nodes.findIndex(n => n.ref === node && n.length > 0);
  const choose = (id, value) => { const before = $(id).value; $(id).value = value; return before; };
  const wider = [["width", "both"], ["state", "all"], ["root", "0"], ["axis", $("axis").value === "task" ? "elapsed" : "task"]];
  const helps = ([id, value]) => {
    const before = choose(id, value);
    redraw();
    if (place() < 0) choose(id, before);
    return place() >= 0;
  };
  if (place() < 0 && !wider.some(helps)) {
    for (const [id, value] of wider) choose(id, value);
    redraw();
  }
  if (place() < 0) return;
  show("flame");
  flame.select(place());
  flame.zoom(place());
  flame.canvas.focus();
  flame.host.scrollIntoView({ block: "nearest" });
  remember();
}

function start() {
  decisions();
  $("legend").replaceChildren(...[["less", "− less than the base"], ["same", "about the same: by less than 2 %"], ["more", "+ more than the base"], ["new", "NEW: only the head has it"], ["removed", "REMOVED: only the base had it"]].map(([kind, text]) => {
    const item = document.createElement("li"), swatch = document.createElement("span");
    swatch.className = kind;
    swatch.style.background = mix(kind, kind === "same" ? 0 : 1);
    item.append(swatch, text);
    return item;
  }));
  fillRoots(model.head);
  for (const id of ["axis", "state", "width"]) $(id).addEventListener("change", redraw);
  startShell();
  redraw();
}

start();
