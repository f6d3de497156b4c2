// “8 more pros” without a page load: lines come from the page that the link leads to, and stand
// below those that are there.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  try {
    const answer = await fetch(`${link.href}&bare=y`);
    if (!answer.ok) throw new Error(answer.status);
    const part = document.createRange().createContextualFragment(await answer.text());
    // A vote may have moved a line meanwhile: none stands twice.
    const lines = [...part.querySelectorAll("li")].filter((line) => !document.getElementById(line.id));
    const here = link.closest(".rest");
    here.previousElementSibling.append(...lines);
    const first = lines[0] ?? here.previousElementSibling.lastElementChild;
    here.replaceWith(...part.querySelectorAll(".rest"));
    first.tabIndex = -1; // who reads on by keyboard goes on from here
    first.focus({ preventScroll: true });
  } catch {
    location.assign(link.href);
  }
});
