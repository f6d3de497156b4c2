// Search as you type. Fields say what a choice does: data-find="open" goes to the tool's page,
// "fill" writes its name into the field. Whatever fails, the field and its form still work.
const PAUSE = 120; // ms without a key before asking

let count = 0;

function upgrade(input) {
  const list = document.createElement("ul");
  list.id = `found-${++count}`;
  list.className = "found";
  list.role = "listbox";
  list.ariaLabel = "Tools";
  list.hidden = true;
  input.after(list);
  input.removeAttribute("list");
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer, asking;
  const options = () => [...list.children];
  const current = () => list.querySelector("[aria-selected=true]");

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) mark(null);
  }

  function mark(option) {
    current()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function stop() {
    clearTimeout(timer);
    asking?.abort();
  }

  async function ask() {
    stop();
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ q: input.value });
      const answer = await fetch(`/tools/find?${query}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      list.innerHTML = await answer.text();
      for (const option of options()) option.id = `${list.id}-${option.id}`;
      show(options().length > 0);
    } catch (error) {
      if (error.name !== "AbortError") show(false); // the next key asks again
    }
  }

  function choose(option) {
    stop();
    show(false);
    if (input.dataset.find === "open") location.assign(option.dataset.url);
    else input.value = option.dataset.name;
  }

  function step(by) {
    const all = options();
    const next = all.indexOf(current()) + by;
    if (current() && !all[next])
      mark(null); // past either end: back in the field
    else mark(current() ? all[next] : all.at(by > 0 ? 0 : -1));
  }

  input.addEventListener("input", () => {
    stop();
    mark(null);
    if (input.value.trim()) timer = setTimeout(ask, PAUSE);
    else show(false);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // once closes the list, twice clears the field
      stop();
      show(false);
    } else if (event.key === "Enter" && current()) {
      event.preventDefault();
      choose(current());
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!list.hidden) step(event.key === "ArrowDown" ? 1 : -1);
      else if (input.value.trim()) ask();
    }
  });
  input.addEventListener("blur", () => {
    stop();
    show(false);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

document.querySelectorAll("input[data-find]").forEach(upgrade);
