// Messages one can put away, and a sentence when an answer did not come.
const toasts = document.querySelector("[data-toasts]");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) button.closest(".alert").remove();
});

// What can be taken back for a while: the button goes when that is over.
for (const form of document.querySelectorAll("[data-for]")) {
  setTimeout(() => form.remove(), 1000 * Number(form.dataset.for));
}

function tell(pattern, sentence) {
  const alert = document.querySelector(pattern).content.firstElementChild.cloneNode(true);
  if (sentence) alert.querySelector("[data-sentence]").textContent = sentence;
  toasts.dataset.told = "";
  toasts.textContent = "";
  toasts.append(alert);
}

const noSignal = () => tell("#no-signal-pattern");

document.addEventListener("no-signal", noSignal);
document.addEventListener("htmx:sendError", noSignal);
document.addEventListener("htmx:timeout", noSignal);
document.addEventListener("htmx:responseError", () => tell("#toast-pattern", toasts.dataset.failed));
