// Keys for lists and case pages: j and k walk, Enter does the first thing, ? explains; other letters
// open what the row or the page says they open.
// data-keys on a list; data-a, data-d… on its rows; data-key on a link of the page.
const help = document.querySelector("[data-keys-help]");
const rows = () => Array.from(document.querySelectorAll("[data-keys] > .row"));
const here = () => rows().findIndex((row) => row.contains(document.activeElement));

function walk(by) {
  const list = rows();
  const next = list[Math.min(Math.max(here() + by, 0), list.length - 1)];
  if (next) next.querySelector("a, button").focus();
}

function act(key) {
  const row = rows()[here()];
  const link = document.querySelector(`a[data-key="${key}"]`);
  const url = (row && row.dataset[key]) || (link && link.href);
  if (url) window.location.assign(url);
  return Boolean(url);
}

function explain() {
  if (help) help.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (help && help.open)) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "?") explain();
  else if (!/^[a-z]$/.test(event.key) || !act(event.key)) return;
  event.preventDefault();
});

// The button that explains the keys shows itself only where there likely is a keyboard.
for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = !window.matchMedia("(hover: hover)").matches;
  button.addEventListener("click", explain);
}
