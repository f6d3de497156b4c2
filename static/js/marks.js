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
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const part = document.createRange().createContextualFragment(await answer.text());
    const changed = part.querySelector("button");
    button.replaceWith(changed);
    changed.focus();
  } catch {
    form.action = button.formAction; // the plain way says what is wrong
    button.ariaBusy = "false";
    const wanted = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: "wanted",
      value: button.value,
    });
    form.append(wanted);
    form.submit();
  }
});
