// data-once on a form: a double tap sends once, and the button says that it is at work.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  if (button.dataset.busy) {
    button.dataset.idle = button.innerHTML;
    button.textContent = button.dataset.busy;
  }
});

function sendAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      if (button.dataset.idle) button.innerHTML = button.dataset.idle;
    }
  }
}

// Coming back with the back button, or staying for lack of signal, finds a form that can be sent.
window.addEventListener("pageshow", (event) => event.persisted && sendAgain());
document.addEventListener("no-signal", sendAgain);
