// Votes and follows without a page load: the button is sent, the same button comes back changed.
const form = document.getElementById("act");

form?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (button?.name !== "wanted" || "leaves" in button.dataset) return; // it leads to another page
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  button.ariaBusy = "true";
  try {
    const answer = await fetch(button.formAction, {
      method: "POST",
      headers: { "X-Fragment": "1" },
      body: new FormData(form, button),
    }).catch(() => null);
    if (!answer) {
      button.ariaBusy = "false"; // all stays as it is, to be tried again
      return say(button, "Not sent: there is no connection.");
    }
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    if ("lens" in button.dataset) await renew(button.getAttribute("formaction"));
    else {
      const part = document.createRange().createContextualFragment(await answer.text());
      const same = () => [...document.querySelectorAll(`button[formaction="${button.getAttribute("formaction")}"]`)];
      const pressed = same().indexOf(button);
      for (const it of same()) {
        (it.closest(".votes") ?? it).replaceWith(part.firstElementChild.cloneNode(true)); // one may unpress another
      }
      same()[pressed].focus();
    }
    if (button.dataset.tool) count(button.dataset.tool);
  } catch {
    button.ariaBusy = "false";
    form.action = button.formAction; // the plain way says what is wrong
    const wanted = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "wanted",
      value: button.value,
    });
    form.append(wanted);
    form.submit();
  }
});

function say(button, words) {
  const said = Object.assign(document.createElement("span"), { className: "error", textContent: words });
  said.role = "status";
  button.after(said);
  setTimeout(() => said.remove(), 5000);
}

// Through a lens fewer votes count than the button comes back with: the section is read again.
async function renew(action) {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [here, there] = [document, page].map((where) => where.getElementById("points"));
  here.replaceChildren(...there.childNodes);
  here.querySelector(`[formaction="${action}"]`)?.focus({ preventScroll: true });
}

// The counts of that tool elsewhere on the page follow.
const short = new Intl.NumberFormat("en", { notation: "compact", minimumFractionDigits: 1, maximumFractionDigits: 1 });

async function count(tool) {
  const answer = await fetch(`/tools/${tool}.json`);
  if (!answer.ok) return;
  for (const [kind, n] of Object.entries(await answer.json())) {
    for (const data of document.querySelectorAll(`data[data-of="${tool} ${kind}"]`)) {
      data.value = n;
      data.textContent = n < 1000 ? n : short.format(n);
      data.title = `${n.toLocaleString("en")} ${n === 1 ? kind.slice(0, -1) : kind}`;
    }
  }
}
