#include "authoring/handbook/assets.h"

namespace scrubline {

std::string_view HandbookCss() {
  return R"css(:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --ink: #1b1b1f;
  --quiet: #55565c;
  --link: #0b4fb3;
  --panel: #f2f3f7;
  --mark: #fff0b8;
  --line: #c4c6cf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17181c;
    --ink: #e7e7ec;
    --quiet: #b4b6be;
    --link: #9cc2ff;
    --panel: #23252b;
    --mark: #4a3f12;
    --line: #4b4e57;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
header, main, footer { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1.25rem; }
header { border-bottom: 1px solid var(--line); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.875rem; }
a { color: var(--link); }
a:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[aria-current] { font-weight: bold; text-decoration: none; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 0.5rem; top: 0.5rem; background: var(--paper); padding: 0.25rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
code { font: 0.9em ui-monospace, monospace; background: var(--panel); padding: 0.05em 0.3em; border-radius: 3px; }
.quiet { color: var(--quiet); }
.says ul { margin: 0.25rem 0; padding-left: 1.4rem; }
.message { border-left: 4px solid var(--line); margin: 0.5rem 0; padding: 0.25rem 0.75rem; background: var(--panel); }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5rem 0 1rem; width: 100%; }
caption { text-align: left; color: var(--quiet); padding-bottom: 0.25rem; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
thead th { background: var(--panel); }
tbody th { font-weight: normal; }
tr.marked th, tr.marked td { background: var(--mark); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0.5rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
section.case { border: 1px solid var(--line); border-radius: 6px; padding: 0 1rem; margin: 1rem 0; }
.codes { display: flex; flex-wrap: wrap; gap: 0.35rem; list-style: none; padding: 0; }
input[type="search"] { font: inherit; width: 100%; max-width: 30rem; padding: 0.4rem; color: var(--ink);
  background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; }
@media print {
  nav, .skip, .search { display: none; }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding: 0; border: 0; }
  section.case, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  main a[href^="http"]::after { content: " (" attr(href) ")"; }
}
)css";
}

std::string_view HandbookSearchJs() {
  return R"js("use strict";
// Every word of the question must be found: in a rule's id, title, message or lists, or, for a
// code, among its codes and ranges.
(function () {
  const form = document.getElementById("search");
  const input = document.getElementById("question");
  const answer = document.getElementById("answer");
  const most = 50;

  function inRange(code, item) {
    if (item.endsWith("*")) return code.startsWith(item.slice(0, -1));
    const ends = item.split("-");
    if (ends.length === 1) return code === item;
    return code.length === ends[0].length && ends[0] <= code && code <= ends[1];
  }

  function hasCode(rule, code) {
    if (rule.codes.some((item) => inRange(code, item))) return true;
    return rule.lists.some((list) => handbookIndex.lists[list].some((item) => inRange(code, item)));
  }

  function find(question) {
    const words = question.toLowerCase().split(/\s+/).filter(Boolean);
    return handbookIndex.rules.filter((rule) =>
      words.every((word) => rule.text.includes(word) || hasCode(rule, word.toUpperCase())));
  }

  function show() {
    answer.replaceChildren();
    const question = input.value.trim();
    if (question === "") return;
    const found = find(question);
    const count = document.createElement("p");
    count.textContent = found.length + (found.length === 1 ? " rule" : " rules") +
      (found.length > most ? ", the first " + most : "");
    const list = document.createElement("ul");
    for (const rule of found.slice(0, most)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "rules/" + encodeURIComponent(rule.id) + ".html";
      link.textContent = rule.id;
      item.append(link, " " + rule.title);
      list.append(item);
    }
    answer.append(count, list);
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  show();
})();
)js";
}

}  // namespace scrubline
