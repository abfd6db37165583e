// Single requests: the timeline, the list of the slowest, and the one that is open, which stands in the view that opened it.
class Requests {
  constructor(times) {
    this.times = times;
    this.opened = -1;
    this.waterfall = new Waterfall($("operations"), times, (i, e) => this.tell(this.waterfall.textOf(i, e), e));
    this.timeline = new TimelineView(times, { hover: (r, e) => this.tell(r < 0 ? "" : times.text(r), e), open: r => this.open(r, "timeline"), range: () => this.rememberSoon() });
    this.slowest = new SlowestTable($("slowest-table"), times, r => this.open(r, "slowest"));
    this.painted = [this.timeline, this.waterfall];
    this.searched = [this.timeline, this.slowest, { search: match => { if (this.opened >= 0) this.waterfall.search(match); } }];
    for (const id of ["lanes", "operations"]) $(id).addEventListener("pointerleave", () => this.tell(""));
    $("close").addEventListener("click", () => this.close());
    $("request").addEventListener("keydown", e => { if (e.key === "Escape" && e.target === $("close")) this.close(); });
    $("find").addEventListener("click", () => { show("timeline"); $("view-timeline").append($("request")); this.timeline.reveal(this.opened); remember(); });
  }

  // At the bottom of the page, and beside the pointer, where there is one.
  tell(text, e) {
    const tip = $("tip");
    tip.hidden = !e || !text;
    if (text) $("detail").textContent = tip.textContent = text;
    if (tip.hidden) return;
    tip.style.left = `${Math.max(4, Math.min(e.clientX + 12, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${e.clientY + 18 + tip.offsetHeight > innerHeight ? e.clientY - tip.offsetHeight - 8 : e.clientY + 18}px`;
  }

  // Once a drag is over: a browser refuses to be told an address a hundred times a second.
  rememberSoon() {
    if (!this.isReady) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(remember, 200);
  }

  // The roots that are chosen on the page: a frame, "own", or a negative number for all.
  set() {
    const root = $("root").value, chosen = root === "own" ? root : +root > 0 ? model.frame[+root] : -1;
    this.timeline.set(chosen);
    this.slowest.set(chosen);
  }

  open(r, view) {
    const t = this.times, hidden = t.roots.hidden[r];
    this.opened = r;
    this.timeline.current = r;
    if (view === "slowest") $("view-slowest").prepend($("request")); else $("view-timeline").append($("request"));
    $("request").hidden = false;
    $("request-head").textContent = printable(t.name(r));
    $("request-facts").textContent = `${duration(t.roots.length[r])}${t.ended(r) ? `, ${t.ended(r)}` : ""}, at ${duration(t.roots.start[r])}; ${t.states(r)}${hidden > 0 ? `; ${hidden} short operations more` : ""}`;
    $("find").hidden = view === "timeline";
    this.waterfall.show(r);
    if (match) this.waterfall.search(match);
    $("request").scrollIntoView({ block: "nearest" });
    if (this.isReady) { $("close").focus({ preventScroll: true }); remember(); }
  }

  close() {
    $("request").hidden = true;
    this.opened = -1;
    remember();
    if (!$("view-timeline").hidden) this.timeline.canvas.focus(); else $("slowest-table").querySelector("button")?.focus();
  }

  remember(chosen) {
    const [from, to] = this.timeline.range;
    if (to - from < this.times.duration) chosen.set("time", `${Math.round(from)}-${Math.round(to)}`);
    if (this.opened >= 0) chosen.set("request", this.opened);
  }

  recall(chosen) {
    const range = /^(\d+)-(\d+)$/.exec(chosen.get("time") ?? ""), request = chosen.get("request");
    if (range) this.timeline.look(+range[1], +range[2]);
    const r = request === "slowest" ? this.slowest.first() : request !== null && /^\d+$/.test(request) ? +request : undefined;
    if (r < this.times.count) {
      this.open(r, chosen.get("view") === "slowest" ? "slowest" : "timeline");
      if (!range) this.timeline.reveal(r);
    }
    this.isReady = true;
  }
}
