// The theme button, and the tab of the section in view.
const root = document.documentElement;
const button = document.querySelector("[data-theme-switch]");
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme !== "light" && system.matches);
const show = () => button.setAttribute("aria-pressed", isDark());

button.hidden = false;
show();
system.addEventListener("change", show);
button.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  show();
});

const tabs = [...document.querySelectorAll(".tabs a[href^='#']")];
const inView = new IntersectionObserver(
  (entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (!seen) return;
    for (const tab of tabs) {
      if (tab.hash === `#${seen.target.id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-20% 0px -70%" },
);
for (const tab of tabs) {
  const section = document.getElementById(tab.hash.slice(1));
  if (section) inView.observe(section);
}
