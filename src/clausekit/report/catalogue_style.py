"""The look and the only script of the catalogue: one style sheet, filters that read attributes of the rows."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --deep: #1f3864; --pale: #f0f3f7; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.25rem 1rem 3rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 Arial, Helvetica, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 2px solid var(--deep); }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; color: var(--deep); }
p { margin: .35rem 0; }
a { color: var(--deep); }
.soft { color: var(--soft); }
form { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .6rem .8rem; margin: 1rem 0; }
form .wide { grid-column: 1 / -1; }
label { display: block; font-size: .85rem; color: var(--soft); }
input, select, button { width: 100%; font: inherit; padding: .35rem .45rem; border: 1px solid #8b949e;
  border-radius: 3px; background: #fff; color: var(--ink); }
:focus-visible { outline: 3px solid #9db7d5; outline-offset: 1px; }
button { align-self: end; background: var(--pale); cursor: pointer; }
ol.cards { list-style: none; margin: 0; padding: 0; }
ol.cards li { border-top: 1px solid var(--line); padding: .55rem 0; }
ol.cards a { font-weight: bold; text-decoration: none; }
ol.cards a:hover { text-decoration: underline; }
ol.cards small { display: block; color: var(--soft); }
.id { font-family: Consolas, "Courier New", monospace; font-size: .9em; color: var(--soft); margin-right: .5em; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1rem; font-size: .92rem; }
th, td { border: 1px solid var(--line); padding: .3rem .45rem; text-align: left; vertical-align: top; }
thead th { background: var(--pale); }
.scroll { overflow-x: auto; }
.text { border-left: 3px solid var(--line); padding-left: .9rem; margin: .4rem 0 1rem; }
.text.added { border-left-color: var(--deep); }
.levels { display: flex; gap: .5rem; flex-wrap: wrap; margin: .6rem 0; }
.levels button { width: auto; }
.levels button[aria-pressed="true"] { background: var(--deep); color: #fff; }
ul, ol { margin: .3rem 0 .6rem; padding-left: 1.3rem; }
[hidden] { display: none !important; }
footer { margin-top: 3rem; padding-top: .6rem; border-top: 1px solid var(--line); font-size: .85rem;
  color: var(--soft); }
@page { size: A4; margin: 16mm 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  form, .levels, nav { display: none; }
  section[data-level][hidden] { display: block !important; }
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
"""

# Filters live in the address (« #famille=travaux&q=eau »): a link to a search can be sent.
FILTER: Final = """
(function () {
  var form = document.getElementById("filtres");
  var rows = Array.prototype.slice.call(document.querySelectorAll("ol.cards li"));
  var count = document.getElementById("compte");
  function bare(text) {
    text = text.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "");
    return " " + text.toLowerCase().replace(/[^a-z0-9\\u0153]+/g, " ");
  }
  var texts = rows.map(function (row) { return bare(row.getAttribute("data-mots") + " " + row.textContent); });
  function wanted() {
    var found = {};
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.value) { found[field.name] = field.value; }
    });
    return found;
  }
  function keeps(row, text, asked) {
    return Object.keys(asked).every(function (name) {
      if (name === "q") {
        // Each word asked for begins a word of the entry: « eau » is not in « tableau ».
        return bare(asked.q).trim().split(" ").every(function (word) { return text.indexOf(" " + word) >= 0; });
      }
      var held = row.getAttribute("data-" + name);
      if (held === "*") { return true; }
      return (" " + held + " ").indexOf(" " + asked[name] + " ") >= 0;
    });
  }
  function show() {
    var asked = wanted(), kept = 0;
    rows.forEach(function (row, rank) {
      var stays = keeps(row, texts[rank], asked);
      row.hidden = !stays;
      kept += stays ? 1 : 0;
    });
    count.textContent = kept === 0 ? "Aucune entr\\u00e9e ne convient : \\u00f4ter un filtre."
      : kept + (kept > 1 ? " entr\\u00e9es sur " : " entr\\u00e9e sur ") + rows.length + ".";
    var parts = Object.keys(asked).map(function (name) { return name + "=" + encodeURIComponent(asked[name]); });
    history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
  }
  function read() {
    location.hash.slice(1).split("&").forEach(function (part) {
      var cut = part.indexOf("="), field = form.elements[part.slice(0, cut)];
      if (cut > 0 && field) { field.value = decodeURIComponent(part.slice(cut + 1)); }
    });
  }
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(show, 0); });
  read();
  show();
})();
"""

LEVELS: Final = """
(function () {
  var buttons = Array.prototype.slice.call(document.querySelectorAll(".levels button"));
  var sections = Array.prototype.slice.call(document.querySelectorAll("section[data-level]"));
  function show(name) {
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", button.value === name ? "true" : "false");
    });
    sections.forEach(function (section) { section.hidden = section.getAttribute("data-level") !== name; });
  }
  buttons.forEach(function (button) {
    button.addEventListener("click", function () { show(button.value); });
  });
  if (buttons.length) {
    var asked = location.hash.slice(1);
    show(buttons.some(function (button) { return button.value === asked; }) ? asked : buttons[0].value);
  }
})();
"""
