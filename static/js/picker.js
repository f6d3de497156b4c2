// The form of a stack: tools are found while typing, and the bar below tells how far one has come.
const find = document.querySelector("[data-finds]");
const list = document.querySelector(".picker");
const found = document.getElementById("found");
const tally = document.getElementById("tally");
const plural = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

function count() {
  const ticked = [...list.querySelectorAll("li:has([name=tool]:checked)")];
  const reasons = ticked.filter((tool) => tool.querySelector("[name^=reason-]").value.trim());
  tally.value = `${plural(ticked.length, "tool")}, ${plural(reasons.length, "reason")}`;
}
list.addEventListener("input", count);
count();

// Found tools come to the front, those found before and not ticked go. A tool that is there already
// is moved, with what was typed beside it; one that is ticked stays in its place.
function show(tools) {
  const wanted = new Set(tools.map((tool) => tool.querySelector("[name=tool]").value));
  for (const box of list.querySelectorAll("[name=tool]:not(:checked)")) {
    if (!wanted.has(box.value)) box.closest("li").remove();
  }
  const there = (tool) => list.querySelector(`[name=tool][value="${CSS.escape(tool)}"]`);
  for (const tool of [...tools].reverse()) {
    const box = there(tool.querySelector("[name=tool]").value);
    if (!box?.checked) list.prepend(box?.closest("li") ?? tool);
  }
}

// The logos of tools that the page did not show before come with them.
function draw(logos) {
  if (!logos) return;
  for (const logo of logos.querySelectorAll("symbol")) if (document.getElementById(logo.id)) logo.remove();
  document.body.append(logos);
}

let waiting, asking;
async function look() {
  const words = find.value.trim();
  asking?.abort();
  found.textContent = "";
  asking = new AbortController();
  try {
    const url = `${find.dataset.finds}?${new URLSearchParams({ find: words })}`;
    const answer = await fetch(url, { signal: asking.signal });
    if (!answer.ok) return [];
    const part = document.createRange().createContextualFragment(await answer.text());
    const tools = [...part.querySelectorAll("li")];
    if (!words) found.textContent = "";
    else
      found.textContent = tools.length
      ? `${plural(tools.length, "tool")} found.`
      : `No tool is called “${words}”. Try another spelling.`;
    draw(part.querySelector("svg[hidden]"));
    show(tools);
    return tools;
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return [];
  }
}

find.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 150);
});
// Enter and the arrow lead from the words to the tools. Without a script, Enter asks the server.
find.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  clearTimeout(waiting);
  if ((await look()).length) list.querySelector("[name=tool]:not(:checked)")?.focus();
});
