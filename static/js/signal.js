// Without signal: nothing is sent, nothing that was typed goes, and a calm line says so.
// The service worker (templates/service_worker.js) keeps the page standing when a request fails.
const say = () => document.dispatchEvent(new Event("no-signal"));

document.addEventListener("submit", (event) => {
  if (navigator.onLine !== false) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say();
}, true);

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data === "no-signal") say();
  });
  navigator.serviceWorker.startMessages();
  window.addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
