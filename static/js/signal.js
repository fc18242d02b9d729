// Without signal: nothing is sent, nothing that was typed goes, and a calm line says so.
// The service worker (templates/service_worker.js) keeps the page standing when a request fails. Where
// there is none, a form somebody was long at first asks for the mark of the house: whatever answers,
// somebody is there. A page that has only just come is answer enough, and spares a slow network a journey.
const PATIENCE = 15000; // milliseconds, as long as htmx waits for an answer
const JUST_NOW = 20000; // milliseconds: what was typed in so short a time is soon typed again
const shownAt = Date.now();
const asking = new Set();
const answered = new Set();
const say = () => document.dispatchEvent(new Event("no-signal"));
const worker = navigator.serviceWorker;

function mustAsk(form) {
  if (navigator.onLine === false) return true; // a hint: some phones say so and are wrong
  if ((worker && worker.controller) || !form.matches("[method=post]")) return false;
  if (Date.now() - shownAt < JUST_NOW) return false;
  const byHtmx = window.htmx && form.matches("[hx-post]"); // which says it itself
  return !byHtmx && form.querySelector("input:not([type=hidden]), select, textarea") !== null;
}

function answers() {
  const mark = document.querySelector("link[rel=icon]").href;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
  const answer = fetch(mark, { method: "HEAD", cache: "no-store", redirect: "error" });
  return Promise.race([late, answer.then(() => true, () => false)]);
}

async function ask(form, button) {
  asking.add(form);
  if (button) button.setAttribute("aria-busy", "true");
  const heard = await answers();
  if (button) button.removeAttribute("aria-busy");
  asking.delete(form);
  if (!heard) return say();
  answered.add(form);
  if (button) button.click(); // its name, and what it says about the form, go along
  else form.submit();
  answered.delete(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (answered.has(form) || !mustAsk(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!asking.has(form)) ask(form, event.submitter);
}, true);

if (worker) {
  worker.addEventListener("message", (event) => {
    if (event.data === "no-signal") say();
  });
  if (worker.startMessages) worker.startMessages();
  window.addEventListener("load", () => worker.register("/sw.js").catch(() => {}));
}
