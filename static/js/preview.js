// Markdown as it will look, below the form's buttons. Without this it opens in a tab of its own.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-preview]");
  if (!button) return;
  event.preventDefault();
  const form = button.form;
  try {
    const answer = await fetch(button.formAction, {
      method: "POST",
      headers: { "X-Fragment": "1" },
      body: new FormData(form, button),
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const part = document.createRange().createContextualFragment(await answer.text());
    form.querySelector(".preview")?.remove();
    button.parentElement.after(part);
  } catch {
    button.removeAttribute("data-preview"); // the plain way says what is wrong
    button.click();
  }
});
