// Messages one can put away, and a sentence when an answer did not come.
const toasts = document.querySelector("[data-toasts]");

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".alert")?.remove();
});

function tell(sentence) {
  const alert = document.querySelector("#toast-pattern").content.firstElementChild.cloneNode(true);
  alert.querySelector("[data-sentence]").textContent = sentence;
  toasts.replaceChildren(alert);
}

document.addEventListener("htmx:sendError", () => tell(toasts.dataset.unreached));
document.addEventListener("htmx:timeout", () => tell(toasts.dataset.unreached));
document.addEventListener("htmx:responseError", () => tell(toasts.dataset.failed));
