// `event.submitter` in browsers before 2020, which do not say which button sent a form: the one that
// was pressed last. A browser presses the first one itself when somebody sends with Enter.
if (!("SubmitEvent" in window)) {
  let pressed = null;
  document.addEventListener("click", ({ target }) => {
    pressed = target.closest("button, input[type=submit], input[type=image]") || pressed;
  }, true);
  document.addEventListener("submit", (event) => {
    const sent = pressed && pressed.form === event.target ? pressed : null;
    if (!event.submitter) Object.defineProperty(event, "submitter", { value: sent });
  }, true);
}
