// data-hide-after on an element: after so many seconds, or when the page is left, what it shows
// is taken out of the page and the words of its <template> stand there instead.
for (const shown of document.querySelectorAll("[data-hide-after]")) {
  const until = Date.now() + shown.dataset.hideAfter * 1000;
  const seconds = shown.querySelector("[data-seconds]");
  const hide = () => {
    clearInterval(ticking);
    const words = shown.querySelector("template");
    if (!words) return;
    shown.textContent = "";
    shown.append(words.content);
  };
  const ticking = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) hide();
    else seconds.textContent = left;
  }, 250);
  window.addEventListener("pagehide", hide);
}
