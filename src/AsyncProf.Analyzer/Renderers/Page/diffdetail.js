// What both sides have of a frame: a line at the bottom, and a table below the drawing.
function count(n) { return n >= 100 ? Math.round(n).toString() : n.toFixed(2).replace(/\.?0+$/, ""); }

function detail(of, i) {
  if (!of || i < 0 || i === undefined) return;
  const n = of.nodes[i], calls = n.ref > 0 ? model.calls(n.ref) : null, isCalled = calls && (calls.base > 0 || calls.head > 0);
  const axis = $("state").value === "all" ? `${$("axis").value} time` : `${$("state").value}, ${$("axis").value} time`;
  const change = { new: "NEW", removed: "REMOVED" }[n.kind] ?? changeText(n.base, n.head);
  const called = isCalled ? `; ${count(calls.base)} → ${count(calls.head)} ${calls.what}` : "";
  $("detail").textContent = `${printable(n.name)}: ${duration(n.base)} → ${duration(n.head)}, ${change} of ${axis}${called}${n.ref > 0 ? printable(model.head.place(n.ref)) : ""}`;
  $("frame").textContent = printable(n.name);
  const total = times => times.reduce((a, b) => a + b, 0), own = side => model[side].value(model[side].self[$("axis").value], n.ref, "all");
  const rows = [[`${$("axis").value} time, with all below`, total(n.from), total(n.to)], ...States.map((state, s) => [`… ${state}`, n.from[s], n.to[s]])].map(([what, base, head]) => [what, duration(base), duration(head), changeText(base, head)]);
  if (n.ref > 0) rows.push(["its own", duration(own("base")), duration(own("head")), changeText(own("base"), own("head"))]);
  if (isCalled) rows.push([calls.what, count(calls.base), count(calls.head), percent(calls.base, calls.head) || (calls.base === calls.head ? "no change" : "")]);
  $("sides").tBodies[0].replaceChildren(...rows.map(cells => {
    const row = document.createElement("tr");
    row.append(...cells.map((text, at) => Object.assign(document.createElement(at === 0 ? "th" : "td"), { textContent: text })));
    row.firstElementChild.scope = "row";
    return row;
  }));
  const scale = model.scales.get(model.root[n.ref]);
  $("scale").textContent = `Times are for each run.${scale ? ` The head's are multiplied by ${scale < 0.995 || scale > 1.005 ? scale.toPrecision(3) : scale.toPrecision(5)}, so that it has as many calls of the root as the base; what had not ended is not.` : ""}`;
}

const Decisions = { regression: "+ regression", improvement: "− improvement", added: "NEW", removed: "REMOVED", none: "no proven change" };

function decisionRow(r) {
  const row = document.createElement("tr"), [decision, where, text] = [1, 2, 3].map(() => row.insertCell());
  decision.dataset.decision = r.decision;
  decision.textContent = Decisions[r.decision] ?? printable(r.decision);
  if (r.node >= 0) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: printable(r.name) });
    button.addEventListener("click", () => reveal(r.node));
    where.append(button);
  } else {
    where.append(printable(r.name));
  }
  if (r.kind === "method" && r.root) where.append(Object.assign(document.createElement("span"), { className: "below", textContent: ` in ${printable(r.root)}` }));
  text.textContent = printable(r.text);
  return row;
}

function decisions() {
  const others = data.rows.filter(r => r.decision === "none"), rows = data.rows.filter(r => r.decision !== "none");
  $("verdict").textContent = printable(data.verdict);
  list("notes", data.notes);
  $("scroll").hidden = rows.length === 0;
  $("rows").tBodies[0].replaceChildren(...rows.map(decisionRow));
  $("others").hidden = others.length === 0;
  $("others").firstElementChild.textContent = `${others.length} more without a proven change`;
  $("rest").tBodies[0].replaceChildren(...others.map(decisionRow));
}
