// The desk's keys, marks and stars, and the way to a form. The pages are whole without it.
(function () {
  "use strict";

  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));
  const lines = () => all(".item, .note");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let at = null; // the line that j and k have reached

  const kept = {
    read(name, otherwise) {
      try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
    },
    write(name, value) {
      try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* nothing is kept then */ }
    },
  };

  // Where one is

  function show(element, block) {
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  function light(number) {
    all(".lit, .part").forEach((one) => one.classList.remove("lit", "part"));
    if (!number) return;
    const name = CSS.escape(number);
    all(`[data-s~="${name}"], [data-p~="${name}"], #m-${name}`).forEach((one) => one.classList.add(one.matches(`[data-p~="${name}"]`) ? "part" : "lit"));
  }

  function reach(line, { focus = true, scroll = "nearest" } = {}) {
    if (at) at.classList.remove("at");
    if (at !== line) closeEvidence();
    at = line;
    if (!line) return light(null);
    line.classList.add("at");
    if (focus) line.focus({ preventScroll: true });
    if (line.dataset.n) {
      light(line.dataset.n);
      history.replaceState(history.state, "", `#${line.id}`);
    }
    show(line, scroll);
    if (line.dataset.n && scroll === "nearest") toWords(line.dataset.n);
  }

  function toWords(number) {
    const mark = find(`mark[data-s~="${CSS.escape(number)}"]`);
    if (mark) show(mark, "nearest");
  }

  function step(by) {
    const shown = lines();
    if (!shown.length) return;
    const index = at && at.isConnected ? shown.indexOf(at) : -1;
    const next = index < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(index + by, 0), shown.length - 1);
    reach(shown[next]);
  }

  function open(line) {
    const how = find("details.how", line);
    if (how) how.open = !how.open;
    else if (line.dataset.open) location.assign(line.dataset.open);
  }

  // Words and notes, both ways

  function noteOf(number) { return document.getElementById(`s-${number}`); }

  function closeEvidence(but = null) {
    all("details.how[open]").forEach((how) => { if (how !== but) how.open = false; });
  }

  document.addEventListener("click", (event) => {
    closeEvidence(event.target.closest("details.how"));
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a");
    const number = link && /^#[sm]-(\d+)$/.exec(link.getAttribute("href"));
    if (number) {
      const note = noteOf(number[1]);
      if (!note) return;
      event.preventDefault();
      const toText = link.getAttribute("href")[1] === "m";
      reach(note, { focus: !toText });
      if (toText) {
        const badge = document.getElementById(`m-${number[1]}`);
        toWords(number[1]);
        if (badge) badge.focus({ preventScroll: true });
      }
      return;
    }
    if (link || event.target.closest("button, summary, input, select, label")) return;
    if (String(getSelection())) return;
    const mark = event.target.closest("[data-s], [data-p]");
    if (mark) return reach(noteOf((mark.dataset.s || mark.dataset.p).split(" ")[0]));
    const line = event.target.closest(".note");
    if (line) reach(line, { focus: true });
  });

  // Stars

  const STARS = "whoseword-stars";

  function drawStars() {
    const stars = kept.read(STARS, []);
    all("[data-id]").forEach((one) => one.classList.toggle("starred", stars.includes(one.dataset.id)));
    const link = document.getElementById("go-starred");
    if (link) link.href = stars.length ? `/starred?ids=${stars.map(encodeURIComponent).join(",")}` : "/starred";
  }

  function star() {
    const line = at && at.dataset.id ? at : find(".statement[data-id]");
    if (!line) return;
    const stars = kept.read(STARS, []);
    const others = stars.filter((id) => id !== line.dataset.id);
    const now = others.length === stars.length;
    kept.write(STARS, now ? [line.dataset.id, ...others].slice(0, 500) : others);
    drawStars();
    say(now ? "starred" : "star taken away");
  }

  // Theme

  const THEMES = ["system", "light", "dark"];

  function theme(next) {
    const root = document.documentElement;
    const now = root.dataset.theme || "system";
    const chosen = next ? THEMES[(THEMES.indexOf(now) + 1) % THEMES.length] : now;
    if (chosen === "system") delete root.dataset.theme;
    else root.dataset.theme = chosen;
    try { localStorage.setItem("whoseword-theme", chosen); } catch { /* until the page is left, then */ }
    const button = document.getElementById("theme");
    button.textContent = chosen;
    button.setAttribute("aria-label", `theme: ${chosen}`);
  }

  // Keys

  const voice = document.createElement("p");
  voice.className = "voice";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  let silence = 0;
  function say(words) {
    voice.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => { voice.textContent = ""; }, 1600);
  }

  const keysDialog = document.getElementById("keys");
  const places = { t: "/", w: "/watching", a: "/articles", p: "/speakers", d: "/disputes", i: "/issues", q: "/quotations", r: "/relations", s: "/search", n: "/add", f: "/feeds" };
  let going = 0;

  function follow(selector) {
    const link = find(selector);
    if (link) link.click();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => at && open(at),
    v: () => at && at.dataset.open && location.assign(at.dataset.open),
    s: star,
    e: () => edit(),
    c: () => edit("#words"),
    u: undo,
    w: watch,
    l: looked,
    n: () => (find("#add") ? addMissed() : follow(".pager [rel=next]")),
    p: () => follow(".pager [rel=prev]"),
    d: () => theme(true),
    "/": () => { const field = find("#q") || find("#find"); field.focus(); field.select(); },
    "?": () => keysDialog.showModal(),
    g: () => { going = Date.now(); },
    Escape: () => { closeEvidence(); reach(null); },
  };

  // The forms and links stand on the page: the keys only use them.
  function here() { return at || find(".statement[data-id]"); }

  function edit(part = "") {
    const line = here();
    const link = line && find("a.edit", line);
    if (link) return location.assign(link.href + part);
    if (at && at.dataset.id && "writable" in document.body.dataset) return location.assign(`/statements/${encodeURIComponent(at.dataset.id)}/edit${part}`);
    say(line ? "nothing can be corrected here" : "go to a statement first: j, k");
  }

  // A statement that was missed: its words are those that are selected, else one chooses them from where one is.
  function addMissed() {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const ends = range && [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
    let chosen = "";
    if (ends && ends[0] !== null && ends[1] !== null && ends[0] < ends[1]) chosen = ends.join(":");
    else if (at && at.dataset.n) {
      const text = find(`mark[data-s~="${CSS.escape(at.dataset.n)}"]`);
      const from = text && offsetOf(text, 0);
      if (from !== null) chosen = String(from);
    }
    location.assign(find("#add").href + (chosen ? `?at=${encodeURIComponent(chosen)}` : ""));
  }

  // The code point of the text at a place in the page: numbers of statements are no part of it, a code (<202E>) is one character.
  function offsetOf(node, offset) {
    const text = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-from]");
    if (!text) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(node, offset);
    const copied = before.cloneContents();
    all("a.num", copied).forEach((one) => one.remove());
    let shown = Array.from(copied.textContent).length;
    const codes = (text.dataset.codes || "").split(" ").filter(Boolean).map((one) => one.split(":").map(Number));
    for (const [place, size] of codes) if (shown > place) shown -= Math.min(size - 1, shown - place - 1);
    return Number(text.dataset.from) + shown;
  }

  function undo() {
    const line = here();
    const form = line && find("form.undo", line);
    if (form) form.requestSubmit();
    else say(line ? "nothing to take back" : "go to a statement first: j, k");
  }

  function watch() {
    const form = find("form.watch");
    const watched = find("a.watched");
    if (form) form.requestSubmit();
    else if (watched) watched.click();
    else say("nothing to watch here");
  }

  function looked() {
    const form = (at && find("form.looked", at)) || find("form.looked");
    if (form) form.requestSubmit();
    else say("nothing new to mark as looked at");
  }

  function goTo(key) {
    if (key === "b") return follow("#go-starred");
    if (places[key]) return location.assign(places[key]);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || keysDialog.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (going && Date.now() - going < 1500) {
      going = 0;
      event.preventDefault();
      return goTo(event.key);
    }
    if (event.key === "Enter") {
      if (at && event.target === at) { event.preventDefault(); open(at); }
      return;
    }
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Beginning

  function copy(button) {
    const words = document.getElementById(button.dataset.copy);
    button.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(words.textContent); say("copied"); } catch {
        getSelection().selectAllChildren(words);
        say("selected: copy it now");
      }
    });
    button.hidden = false;
  }

  function begin() {
    const themed = document.getElementById("theme");
    themed.addEventListener("click", () => theme(true));
    themed.hidden = false;
    theme(false);
    const help = document.getElementById("help");
    help.addEventListener("click", () => keysDialog.showModal());
    help.hidden = false;
    all("button.copy").forEach(copy);
    drawStars();
    const named = /^#[sm]-(\d+)$/.exec(location.hash);
    if (named && noteOf(named[1])) reach(noteOf(named[1]), { scroll: "center" });
  }

  // One note's evidence is open at a time: it lies over the notes below.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.how") && event.target.open) closeEvidence(event.target);
  }, true);
  document.addEventListener("htmx:afterSwap", drawStars);
  begin();
})();
