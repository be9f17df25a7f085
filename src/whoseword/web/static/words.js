// Which words of the text a statement is made of, chosen with keys or by selecting. Without it a form has fields with the words.
// Offsets are code points, as in the ledger: the text is cut into its code points first, and a step is a whole character as one
// sees it, so that no emoji and no accent is cut in two.
(function () {
  "use strict";

  const place = document.getElementById("words");
  const form = place && document.getElementById(place.dataset.form);
  if (!form) return;

  const given = JSON.parse(place.dataset.place);
  const points = Array.from(given.text);
  const first = given.start;
  const last = first + points.length;
  const codes = new Map(given.codes);
  const titles = { content: "what was said", cue: "cue", source: "source" };
  const roles = Object.keys(titles);
  const spans = Object.fromEntries(roles.map((role) => [role, given[role].map((pair) => [...pair])]));
  let role = "content";
  let chosen = spans.content.length ? 0 : -1; // -1: a place for another passage, at the caret
  let caret = given.at;

  // Steps through the text

  const pieces = (granularity) => typeof Intl.Segmenter === "function" ? new Intl.Segmenter("en", { granularity }) : null;
  const byCharacter = pieces("grapheme");
  const byWord = pieces("word");
  const REACH = 240; // code points looked at on either side

  function cuts(segmenter, at, wanted) {
    const from = Math.max(first, at - REACH);
    const text = points.slice(from - first, Math.min(last, at + REACH) - first);
    if (!segmenter) return text.map((_, index) => [from + index, from + index + 1]);
    const found = [];
    let reached = from;
    for (const piece of segmenter.segment(text.join(""))) {
      const next = reached + Array.from(piece.segment).length;
      if (wanted(piece)) found.push([reached, next]);
      reached = next;
    }
    return found;
  }

  function step(at, by, words, edge) {
    const found = words ? cuts(byWord, at, (piece) => piece.isWordLike !== false && /\S/u.test(piece.segment)) : cuts(byCharacter, at, () => true);
    const stops = found.map((pair) => pair[edge]);
    const rest = by > 0 ? stops.filter((one) => one > at) : stops.filter((one) => one < at);
    if (rest.length) return by > 0 ? Math.min(...rest) : Math.max(...rest);
    return by > 0 ? Math.min(last, at + (words ? REACH : 1)) : Math.max(first, at - (words ? REACH : 1));
  }

  // In a line that is read from right to left, the arrow to the left goes on in the text.
  function turned(at) {
    const line = points.slice(Math.max(0, at - first - REACH), at - first + REACH).join("");
    const mine = points.slice(Math.max(0, at - first - REACH), at - first).join("").lastIndexOf("\n") + 1;
    const letter = /\p{L}/u.exec(line.slice(mine));
    return letter !== null && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(letter[0]);
  }

  // What is shown

  const make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  place.classList.add("choosing");
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", "The words of the statement in the text");
  place.setAttribute("aria-describedby", "words-keys");
  place.removeAttribute("data-place");

  const choice = make("div", { class: "choice", role: "radiogroup", "aria-label": "Which part" });
  for (const [number, one] of roles.entries()) {
    const radio = make("input", { type: "radio", name: "part", value: one, form: "" });
    radio.checked = one === role;
    radio.addEventListener("change", () => turnTo(one));
    choice.append(make("label", { class: "radio" }, radio, ` ${titles[one]} `, make("kbd", {}, String(number + 1))));
  }
  const chosenWords = make("div", { class: "chosen-words", "aria-live": "polite" });
  const button = (label, act) => {
    const made = make("button", { type: "button" }, label);
    made.addEventListener("click", () => { act(); place.focus({ preventScroll: true }); });
    return made;
  };
  const tools = make("div", { class: "tools-row" },
    button("Take selection", take), button("Add a passage", more), button("Remove the passage", drop));
  const keys = make("details", { class: "words-keys" }, make("summary", {}, "Keys in the text"), make("p", { id: "words-keys", class: "quiet" },
    "Shift with the left and right arrows moves the end of the passage, with the up and down arrows its start; Control or Alt as well, by a word. " +
    "1, 2, 3 choose what was said, the cue, the source. [ and ] go to another passage, plus adds one at the caret, which the arrows move, " +
    "minus takes the passage away. t takes what is selected. Enter saves, Escape leaves."));
  place.before(choice);
  place.after(chosenWords, tools, keys);

  const fields = form.querySelector(".passages");
  fields.disabled = true;
  fields.hidden = true;
  const sent = Object.fromEntries(roles.map((one) => [one, make("input", { type: "hidden", name: `${one}_at` })]));
  form.append(...Object.values(sent));

  function shownText(start, end) {
    return points.slice(start - first, end - first).map((sign, index) => codes.get(start + index) ?? sign).join("");
  }

  function runs(start, end) {
    // Each code that stands for a character is a run of its own, so that a place in the page is a place in the text.
    const found = [];
    let from = start;
    for (const at of codes.keys()) {
      if (at < start || at >= end) continue;
      if (at > from) found.push([from, at]);
      found.push([at, at + 1]);
      from = at + 1;
    }
    if (from < end) found.push([from, end]);
    return found.map(([a, b]) => make("span", { "data-i": a }, shownText(a, b)));
  }

  function draw() {
    const edges = new Set([first, last]);
    for (const one of roles) for (const pair of spans[one]) pair.forEach((edge) => edges.add(edge));
    if (chosen < 0) edges.add(caret);
    const borders = [...edges].filter((one) => one >= first && one <= last).sort((a, b) => a - b);
    const parts = [];
    const caretMark = make("span", { class: "caret", id: "caret" });
    borders.forEach((start, index) => {
      if (chosen < 0 && start === caret) parts.push(caretMark);
      const end = borders[index + 1];
      if (end === undefined) return;
      const inside = (one) => spans[one].findIndex(([a, b]) => a <= start && end <= b);
      let content = runs(start, end);
      const now = inside(role) === chosen && chosen >= 0;
      for (const one of ["source", "cue"]) if (inside(one) >= 0) content = [make("span", { class: one }, ...content)];
      if (inside("content") >= 0) content = [make("mark", { class: `k-${given.kind} d1` }, ...content)];
      if (now) content = [make("span", { class: "chosen" }, ...content)];
      parts.push(...content);
    });
    place.replaceChildren(...parts);
    chosenWords.replaceChildren(...roles.flatMap((one) => (spans[one].length || one === role ? [make("p", { class: one === role ? "now" : "" },
      make("span", { class: "quiet" }, `${titles[one]}: `), ...said(one))] : [])));
    for (const one of roles) sent[one].value = spans[one].map(trimmed).filter(([a, b]) => a < b).map((pair) => pair.join(":")).join(",");
    const mark = place.querySelector(".chosen, .caret");
    if (mark && place.matches(":focus")) mark.scrollIntoView({ block: "nearest" });
  }

  // A step by a word from the caret takes the blank before it along: no passage begins or ends with one.
  function trimmed([start, end]) {
    const blank = (at) => /\s/u.test(points[at - first]);
    while (start < end && blank(start)) start += 1;
    while (start < end && blank(end - 1)) end -= 1;
    return [start, end];
  }

  function said(one) {
    const words = spans[one].map(trimmed).map(([a, b]) => make("q", {}, shownText(a, b)));
    return words.length ? words.flatMap((word, index) => (index ? [" … ", word] : [word])) : [make("em", {}, "nothing chosen yet")];
  }

  // What one does

  function turnTo(one) {
    role = one;
    chosen = spans[role].length ? 0 : -1;
    if (chosen < 0) caret = spans.content.length ? spans.content[0][0] : caret;
    choice.querySelector(`[value=${one}]`).checked = true;
    draw();
  }

  function put(span) {
    // The passage that one changes, cut off where its neighbours begin.
    const others = spans[role].filter((_, index) => index !== chosen);
    const least = Math.max(first, ...others.filter(([, end]) => end <= (chosen < 0 ? span[0] : spans[role][chosen][0])).map(([, end]) => end));
    const most = Math.min(last, ...others.filter(([start]) => start >= (chosen < 0 ? span[0] : spans[role][chosen][0])).map(([start]) => start));
    const kept = [Math.max(least, Math.min(span[0], most)), Math.min(most, Math.max(span[1], least))];
    if (kept[0] >= kept[1] || others.some(([start, end]) => kept[0] < end && start < kept[1])) return;
    spans[role] = [...others, kept].sort((a, b) => a[0] - b[0]);
    chosen = spans[role].indexOf(kept);
    draw();
  }

  function moveEnd(by, words) {
    if (chosen < 0) {
      const to = step(caret, by, words, 1);
      return put(to > caret ? [caret, to] : [to, caret]);
    }
    const [start, end] = spans[role][chosen];
    put([start, Math.max(step(end, by, words, 1), step(start, 1, false, 1))]);
  }

  function moveStart(by, words) {
    if (chosen < 0) return moveEnd(by, words);
    const [start, end] = spans[role][chosen];
    put([Math.min(step(start, by, words, 0), step(end, -1, false, 0)), end]);
  }

  function moveCaret(by, words) {
    if (chosen >= 0) return;
    caret = step(caret, by, words, by > 0 ? 1 : 0);
    draw();
  }

  function more() {
    const taken = spans[role];
    caret = taken.length ? taken[chosen < 0 ? taken.length - 1 : chosen][1] : caret;
    chosen = -1;
    draw();
  }

  function drop() {
    if (chosen < 0) return;
    caret = spans[role][chosen][0];
    spans[role].splice(chosen, 1);
    chosen = spans[role].length ? Math.min(chosen, spans[role].length - 1) : -1;
    draw();
  }

  function another(by) {
    if (!spans[role].length) return;
    chosen = chosen < 0 ? (by > 0 ? 0 : spans[role].length - 1) : (chosen + by + spans[role].length) % spans[role].length;
    draw();
  }

  // What is selected with the mouse

  let selected = null;

  function offsetAt(node, offset) {
    const run = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-i]") : null;
    if (run) {
      const at = Number(run.dataset.i);
      if (codes.has(at)) return offset > 0 ? at + 1 : at;
      return at + Array.from(node.data.slice(0, offset)).length;
    }
    const after = Array.from(place.querySelectorAll("[data-i]")).find((one) => {
      const range = document.createRange();
      range.setStart(node, offset);
      return range.comparePoint(one, 0) >= 0;
    });
    return after ? Number(after.dataset.i) : last;
  }

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!place.contains(range.startContainer) || !place.contains(range.endContainer)) return;
    selected = [offsetAt(range.startContainer, range.startOffset), offsetAt(range.endContainer, range.endOffset)];
  });

  function take() {
    if (!selected || selected[0] >= selected[1]) return;
    put(selected);
    selected = null;
    getSelection().removeAllRanges();
  }

  // Keys

  const plain = {
    1: () => turnTo("content"), 2: () => turnTo("cue"), 3: () => turnTo("source"), "[": () => another(-1), "]": () => another(1),
    "+": more, a: more, "-": drop, Delete: drop, Backspace: drop, t: take, Enter: () => form.requestSubmit(), Escape: leave,
    ArrowLeft: () => moveCaret(turned(caret) ? 1 : -1, false), ArrowRight: () => moveCaret(turned(caret) ? -1 : 1, false),
    ArrowUp: () => moveCaret(-1, true), ArrowDown: () => moveCaret(1, true),
  };

  function leave() { location.assign(place.dataset.leave); }

  function extended(event) {
    const words = event.ctrlKey || event.altKey;
    const at = chosen < 0 ? caret : spans[role][chosen][1];
    const on = turned(Math.max(first, at - 1)) ? -1 : 1;
    switch (event.key) {
      case "ArrowRight": return moveEnd(on, words);
      case "ArrowLeft": return moveEnd(-on, words);
      case "ArrowUp": return moveStart(-1, words);
      default: return moveStart(1, words);
    }
  }

  place.addEventListener("keydown", (event) => {
    const arrow = event.key.startsWith("Arrow");
    if (event.metaKey || ((event.ctrlKey || event.altKey) && !arrow)) return;
    if (arrow && event.shiftKey) {
      event.preventDefault();
      return extended(event);
    }
    if (arrow && (event.ctrlKey || event.altKey)) {
      if (chosen >= 0) return;
      event.preventDefault();
      return moveCaret(event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1, true);
    }
    const act = plain[event.key];
    if (!act || (arrow && chosen >= 0)) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    place.focus();
    draw();
  });

  // A list of statements, narrowed by typing

  for (const list of form.querySelectorAll("select[data-narrow]")) {
    const every = Array.from(list.options);
    if (every.length < 8) continue;
    const field = make("input", { type: "search", placeholder: "narrow the list", "aria-label": `narrow: ${list.dataset.narrow}`, autocomplete: "off" });
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/u).filter(Boolean);
      const now = list.value;
      const fitting = every.filter((one) => !one.value || one.value === now || words.every((word) => one.text.toLowerCase().includes(word)));
      list.replaceChildren(...fitting);
      list.value = now;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { // the first that fits
        event.preventDefault();
        const fitting = Array.from(list.options).filter((one) => one.value && one.text.toLowerCase().includes(field.value.trim().toLowerCase()));
        if (field.value.trim() && fitting.length) list.value = fitting[0].value;
        list.focus();
      }
    });
    list.closest("label").after(make("div", { class: "narrow" }, field));
  }

  draw();
  if (location.hash === "#words" || "new" in place.dataset) {
    place.focus();
    draw();
  } else { // the passage is in sight, and the page stays where it is
    const mark = place.querySelector(".chosen");
    if (mark) place.scrollTop += mark.getBoundingClientRect().top - place.getBoundingClientRect().top - place.clientHeight / 3;
  }
})();
