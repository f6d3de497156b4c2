// Questions like the one whose title is being typed. Without this a button looks for them.
const PAUSE = 300; // ms without a key before asking

const title = document.querySelector("input[data-similar]");
const place = document.getElementById("similar");

if (title && place) {
  document.querySelector("[data-similar-look]").hidden = true;
  let timer, asking;
  title.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(async () => {
      asking = new AbortController();
      try {
        const query = new URLSearchParams({ title: title.value });
        const answer = await fetch(`${title.dataset.similar}?${query}`, { signal: asking.signal });
        if (answer.ok) place.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") place.replaceChildren();
      }
    }, PAUSE);
  });
}
