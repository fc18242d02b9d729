// data-shrink on a file field: large photos are made small before they leave, which is quicker, and
// the place they were taken at stays here. What this browser cannot open goes as it is.
const SHRINKING = "input[type=file][data-shrink]";
const LONGEST = 1600; // pixels; the server keeps no more
const SMALL_ENOUGH = 500 * 1024;
const looked = new WeakSet();
const busy = new Set();
const waiting = new Map();

// Old browsers draw a photo that was held upright lying on its side; careful ones draw noise.
const draws = (() => {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen || !CSS.supports("image-orientation", "from-image")) return false;
  pen.fillStyle = "#369";
  pen.fillRect(0, 0, 8, 8);
  const pixels = pen.getImageData(0, 0, 8, 8).data;
  return pixels.every((value, at) => value === [0x33, 0x66, 0x99, 0xff][at % 4]);
})();

const opened = (url) => new Promise((resolve, reject) => {
  const image = new Image();
  image.onload = () => resolve(image);
  image.onerror = reject;
  image.src = url;
});

async function redrawn(url) {
  const image = await opened(url);
  const share = Math.min(LONGEST / Math.max(image.naturalWidth, image.naturalHeight), 1);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(Math.round(image.naturalWidth * share), 1);
  canvas.height = Math.max(Math.round(image.naturalHeight * share), 1);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
}

async function smaller(file) {
  if (looked.has(file) || file.size <= SMALL_ENOUGH) return file;
  const url = URL.createObjectURL(file);
  try {
    const blob = await redrawn(url);
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch (error) {
    return file;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function put(field, files) {
  const carrier = new DataTransfer();
  files.forEach((file) => carrier.items.add(file));
  field.files = carrier.files;
  field.dispatchEvent(new Event("change", { bubbles: true })); // for the preview
}

async function shrink(field) {
  const chosen = Array.from(field.files);
  if (!draws || busy.has(field) || chosen.every((file) => looked.has(file))) return;
  const note = field.closest("[data-upload]").querySelector("[data-shrinking]");
  busy.add(field);
  note.textContent = chosen.some((file) => file.size > SMALL_ENOUGH) ? note.dataset.shrinking : "";
  const small = [];
  for (const file of chosen) small.push(await smaller(file)); // one after the other: a phone is small
  [...chosen, ...small].forEach((file) => looked.add(file));
  busy.delete(field);
  note.textContent = "";
  const same = chosen.length === field.files.length && chosen.every((file, at) => file === field.files[at]);
  if (!same) return shrink(field); // others were chosen meanwhile
  try {
    if (small.some((file, at) => file !== chosen[at])) put(field, small);
  } finally {
    goOn(field.form);
  }
}

function goOn(form) {
  const button = waiting.get(form);
  if (!button) return;
  waiting.delete(form);
  button.removeAttribute("aria-busy");
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!event.submitter || !form.requestSubmit) return;
  if (!Array.from(busy).some((field) => field.form === form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting.set(form, event.submitter);
  event.submitter.setAttribute("aria-busy", "true");
}, true);

document.addEventListener("change", ({ target }) => target.matches(SHRINKING) && shrink(target));
addEventListener("pageshow", () => document.querySelectorAll(SHRINKING).forEach(shrink));
