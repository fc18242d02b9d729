// The field under the keyboard: one cell takes part in Tab, the arrow keys walk to its neighbours.
// Without this file every cell is a link like any other.

const middle = (cell) => {
  const box = cell.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

// How far a cell lies in the direction of an arrow; sideways counts double, behind not at all.
const WAYS = {
  ArrowLeft: (x, y) => [-x, Math.abs(y)],
  ArrowRight: (x, y) => [x, Math.abs(y)],
  ArrowUp: (x, y) => [-y, Math.abs(x)],
  ArrowDown: (x, y) => [y, Math.abs(x)],
};

const next = (cells, from, way) => {
  const here = middle(from);
  let best, least = Infinity;
  for (const cell of cells) {
    const there = middle(cell);
    const [ahead, aside] = way(there.x - here.x, there.y - here.y);
    if (ahead > 4 && ahead + 2 * aside < least) [best, least] = [cell, ahead + 2 * aside];
  }
  return best;
};

const takePart = (root) => {
  for (const field of root.querySelectorAll("[data-field]")) {
    field.querySelectorAll("a").forEach((cell, order) => cell.setAttribute("tabindex", order ? -1 : 0));
  }
};

takePart(document);
document.addEventListener("htmx:load", (event) => takePart(event.target));

document.addEventListener("keydown", (event) => {
  const from = event.target.closest && event.target.closest("[data-field] a");
  if (!from || !WAYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
  const to = next(document.querySelectorAll("[data-field] a"), from, WAYS[event.key]);
  if (!to) return;
  event.preventDefault();
  const field = to.closest("[data-field]");
  field.querySelectorAll("[tabindex='0']").forEach((cell) => cell.setAttribute("tabindex", -1));
  to.setAttribute("tabindex", 0);
  to.focus();
});
