// The same tree as text: a WAI-ARIA tree whose branches are made when they are opened.
class TreeView {
  constructor(host, open) {
    this.host = host;
    this.openFrame = open;
    host.addEventListener("keydown", e => this.key(e));
    host.addEventListener("click", e => {
      const item = e.target.closest("[role=treeitem]");
      if (!item) return;
      this.focus(item);
      this.toggle(item);
    });
  }

  set(drawing) {
    this.drawing = drawing;
    this.host.replaceChildren(this.item(0, 1));
    const root = this.host.firstElementChild;
    root.tabIndex = 0;
    this.expand(root);
    for (let item = root.querySelector("[role=treeitem]"), depth = 0; item && depth < 3; item = item.querySelector("[role=treeitem]"), depth++) this.expand(item);
  }

  search(match) {
    this.match = match;
    for (const item of this.host.querySelectorAll("[role=treeitem]")) item.classList.toggle("found", !!match && match(this.drawing.nodes[item.node].name));
  }

  item(i, level) {
    const n = this.drawing.nodes[i], item = document.createElement("li"), row = document.createElement("div");
    item.node = i;
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", level);
    item.tabIndex = -1;
    if (this.drawing.children[i].length > 0) item.setAttribute("aria-expanded", "false");
    if (this.match && this.match(n.name)) item.classList.add("found");
    row.className = "row";
    for (const text of this.columns(i)) row.append(Object.assign(document.createElement("span"), { textContent: text }));
    const name = Object.assign(document.createElement("span"), { className: "name", textContent: (this.drawing.children[i].length > 0 ? "▸ " : "  ") + printable(n.name) });
    name.style.setProperty("--indent", `${Math.min(level - 1, 40) * 0.9}rem`);
    row.append(name);
    item.append(row);
    return item;
  }

  // What stands before a frame's name.
  columns(i) {
    const n = this.drawing.nodes[i], own = n.length - this.drawing.children[i].reduce((sum, c) => sum + this.drawing.nodes[c].length, 0);
    return [duration(n.length), duration(own), n.calls ?? ""];
  }

  expand(item) {
    if (item.getAttribute("aria-expanded") !== "false") return;
    item.setAttribute("aria-expanded", "true");
    this.mark(item, "▾ ");
    const group = document.createElement("ul");
    group.setAttribute("role", "group");
    const level = +item.getAttribute("aria-level") + 1;
    for (const child of this.drawing.children[item.node]) group.append(this.item(child, level));
    item.append(group);
  }

  collapse(item) {
    if (item.getAttribute("aria-expanded") !== "true") return;
    item.setAttribute("aria-expanded", "false");
    this.mark(item, "▸ ");
    item.querySelector("[role=group]").remove();
  }

  mark(item, sign) {
    const name = item.querySelector(".name");
    name.textContent = sign + name.textContent.slice(2);
  }

  toggle(item) { if (item.getAttribute("aria-expanded") === "true") this.collapse(item); else this.expand(item); }

  focus(item) {
    for (const other of this.host.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  key(e) {
    const item = e.target.closest("[role=treeitem]");
    if (!item) return;
    const all = [...this.host.querySelectorAll("[role=treeitem]")], at = all.indexOf(item), expanded = item.getAttribute("aria-expanded");
    let to = null;
    switch (e.key) {
      case "ArrowDown": to = all[at + 1]; break;
      case "ArrowUp": to = all[at - 1]; break;
      case "Home": to = all[0]; break;
      case "End": to = all[all.length - 1]; break;
      case "ArrowRight": if (expanded === "false") this.expand(item); else if (expanded === "true") to = all[at + 1]; break;
      case "ArrowLeft": if (expanded === "true") this.collapse(item); else to = item.parentElement.closest("[role=treeitem]"); break;
      case "Enter": this.openFrame(item.node); break;
      case " ": this.toggle(item); break;
      case "Escape": this.focus(all[0]); break;
      default: return;
    }
    e.preventDefault();
    if (to) this.focus(to);
  }
}
