// What is chosen stands in the address, so that it survives a reload and goes with a link. A page that asyncprof serves follows its file.
const Chosen = ["axis", "state", "width", "root", "search", "by"].filter($);

function remember() {
  const chosen = new URLSearchParams(Chosen.filter(id => $(id).value !== "").map(id => [id, $(id).value]));
  const view = views.find(name => !$(`view-${name}`).hidden);
  if (view !== "flame") chosen.set("view", view);
  if (document.documentElement.dataset.theme) chosen.set("theme", document.documentElement.dataset.theme);
  if (extras) extras.remember(chosen);
  history.replaceState(null, "", `#${chosen}`);
}

function recall() {
  const chosen = new URLSearchParams(location.hash.slice(1));
  for (const id of Chosen) {
    const value = chosen.get(id);
    if (value === null || ($(id).options && ![...$(id).options].some(option => option.value === value))) continue;
    $(id).value = value;
    $(id).dispatchEvent(new Event(id === "search" ? "input" : "change"));
  }
  if (extras) extras.recall(chosen);
  if (views.includes(chosen.get("view"))) show(chosen.get("view"));
  if (chosen.has("theme")) theme(chosen.get("theme") === "dark");
}

function follow() {
  const own = data.links;
  fill($("files"), own.files.map((name, i) => [i, name]));
  $("files").value = own.own;
  $("files-label").hidden = own.files.length < 2;
  $("files").addEventListener("change", () => { remember(); location.href = `../${$("files").value}/${location.hash}`; });
  setInterval(async () => {
    try {
      const answer = await fetch("version");
      if (answer.ok && await answer.text() !== own.version) { remember(); location.reload(); }
    } catch { /* the server has ended; the page stays */ }
  }, 2000);
}

const extras = typeof single === "undefined" ? null : single; // what only one kind of page has to remember
recall();
for (const id of Chosen) $(id).addEventListener(id === "search" ? "input" : "change", remember);
for (const id of ["theme", ...views.map(view => `tab-${view}`)]) $(id).addEventListener("click", remember);
if (data.links) follow();
