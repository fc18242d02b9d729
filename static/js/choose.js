// Several doors of a building at once: a press chooses a door, sliding on chooses its neighbours.
// The boxes of the form hold what is chosen; without this file they are ticked by hand.

const form = document.querySelector("[data-choose]");
const field = document.querySelector("[data-choosable]");
const LONG_PRESS = 450;

const doorOf = (node) => node && node.closest && node.closest("[data-choosable] a.door");
const boxOf = (door) => {
  const found = /\/(\d+)\/$/.exec(door.getAttribute("href"));
  return found && form.querySelector(`[name=door][value="${found[1]}"]`);
};

if (form && field) {
  const on = form.querySelector("[data-choose-on]");
  const bar = form.querySelector("[data-choose-bar]");
  const count = form.querySelector("[data-choose-count]");
  const doors = Array.from(field.querySelectorAll("a.door"));
  let choosing = false, painting = null, waits = 0;

  const show = () => {
    let chosen = 0;
    for (const door of doors) {
      const box = boxOf(door), is = choosing && box && box.checked;
      if (is) chosen += 1;
      door.classList.toggle("chosen", Boolean(is));
      if (choosing) door.setAttribute("aria-checked", is ? "true" : "false");
      else door.removeAttribute("aria-checked");
    }
    count.textContent = chosen ? count.dataset.words.replace("{n}", chosen) : "";
    bar.hidden = !chosen;
  };

  const set = (door, yes) => {
    const box = boxOf(door);
    if (box) box.checked = yes;
    show();
  };

  const turn = (to) => {
    choosing = to;
    on.setAttribute("aria-pressed", String(to));
    field.classList.toggle("choosing", to);
    form.querySelector("[data-choose-how]").hidden = !to;
    for (const button of field.querySelectorAll("[data-choose-all]")) button.hidden = !to;
    for (const door of doors) {
      if (to) door.setAttribute("role", "checkbox");
      else door.removeAttribute("role");
      if (!to && boxOf(door)) boxOf(door).checked = false;
    }
    show();
  };

  on.hidden = false;
  on.addEventListener("click", () => turn(!choosing));
  form.querySelector("[data-choose-list]").hidden = true;
  turn(false);
  window.addEventListener("pageshow", () => turn(false));

  for (const button of field.querySelectorAll("[data-choose-all]")) {
    button.addEventListener("click", () => {
      const own = Array.from(button.closest("section").querySelectorAll("a.door"));
      const all = own.every((door) => boxOf(door) && boxOf(door).checked);
      own.forEach((door) => set(door, !all));
    });
  }

  const begin = (door) => {
    painting = !(boxOf(door) && boxOf(door).checked);
    set(door, painting);
  };

  field.addEventListener("pointerdown", (event) => {
    const door = doorOf(event.target);
    if (!door || event.button) return;
    if (choosing) return begin(door);
    waits = window.setTimeout(() => { turn(true); begin(door); }, LONG_PRESS);
  });
  field.addEventListener("pointermove", (event) => {
    if (painting === null) return;
    const door = doorOf(document.elementFromPoint(event.clientX, event.clientY));
    if (door) set(door, painting);
  });
  // A finger that slides on from a long press chooses, and does not move the page.
  field.addEventListener("touchmove", (event) => {
    if (painting === null) window.clearTimeout(waits);
    else event.preventDefault();
  }, { passive: false });
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => { window.clearTimeout(waits); painting = null; });
  }
  const held = (event) => choosing && doorOf(event.target) && event.preventDefault();
  for (const name of ["click", "contextmenu", "dragstart"]) field.addEventListener(name, held);

  field.addEventListener("keydown", (event) => {
    const door = doorOf(event.target);
    if (!choosing || !door) return;
    if (event.key === "Escape") return turn(false);
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    set(door, !(boxOf(door) && boxOf(door).checked));
  });
  // Shift and an arrow: field.js has walked on, and the neighbour is chosen with this door.
  document.addEventListener("keydown", (event) => {
    const door = doorOf(document.activeElement);
    if (choosing && door && event.shiftKey && event.key.startsWith("Arrow")) set(door, true);
  });
}
