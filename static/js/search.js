// "/" goes to the search box from every page. In the box what is found follows the typing; arrow
// keys walk the lines, Enter opens one.
const form = document.querySelector("form[data-search]");
const box = form && form.querySelector("input[type=search]");
const lines = () => Array.from(document.querySelectorAll("#found a"));
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
let asked = box && box.value.trim();
let waiting;

// Told where there likely is a keyboard.
for (const told of document.querySelectorAll("[data-with-keys]")) {
  told.hidden = !window.matchMedia("(hover: hover)").matches;
}

function look() {
  const words = box.value.trim();
  const enough = words.length > 1 || /[^\x00-\x7f]/.test(words);
  if (words === asked || (words && !enough)) return;
  asked = words;
  form.dispatchEvent(new Event("look"));
}

function walk(by) {
  const list = [box, ...lines()];
  const here = Math.max(list.indexOf(document.activeElement), 0);
  list[Math.min(Math.max(here + by, 0), list.length - 1)].focus();
}

function goToBox() {
  const link = document.querySelector("a[data-search]");
  if (box) {
    box.focus();
    box.select();
  } else if (link) link.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "/" && !typing(event.target)) {
    if (document.querySelector("dialog[open]")) return;
    goToBox();
  } else if (form && event.key === "ArrowDown") walk(1);
  else if (form && event.key === "ArrowUp") walk(-1);
  else return;
  event.preventDefault();
});

// While characters are being composed from pinyin the letters are not words yet.
function soon(event) {
  clearTimeout(waiting);
  if (!event.isComposing) waiting = setTimeout(look, 300);
}

// Enter on words that are already answered goes to the first line; Enter again opens it.
function send(event) {
  clearTimeout(waiting);
  if (box.value.trim() === asked && lines().length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    lines()[0].focus();
  }
  asked = box.value.trim();
}

if (form) {
  box.addEventListener("input", soon);
  box.addEventListener("compositionend", soon);
  form.addEventListener("submit", send, true);
}
