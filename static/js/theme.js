// Runs before the page is painted, so a chosen colour scheme never flashes.
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;
