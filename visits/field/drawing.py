"""Drawing the field: pure functions from cells and counts to SVG; nothing is looked up here.

Everything is drawn in tiles of 20 units. One set of marks (`marks`) stands once on a page, and
every picture on it uses them as they are or as patterns, at any size. A mark tells its state by
its shape; colour only repeats it. Colours are classes, so dark mode and paper cost nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import isqrt

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TILE = 20
BOX = '<rect x="1.5" y="1.5" width="17" height="17" rx="3.5"/>'
# Shoots, an ear that forms, ripe wheat, stubble; a dashed box, a bar, fallow land.
MARKS = {
    "fresh": "M10 16v-6M10 13C7 13 5 11 5 7.5c3 0 5 2 5 5.5M10 11c0-3 2-5 5-5 0 3-2 5-5 5",
    "soon": "M10 16.5V10M10 10C7 8 8 4.5 10 3.5c2 1 3 4.5 0 6.5",
    "due": "M10 17V4.5M6 5l4 4 4-4M6 9.5l4 4 4-4",
    "overdue": "M5.5 16 9 4.5M11 16l3.5-11.5",
    "never": "",
    "closed": "M6 10h8",
    "vacant": "M10 10h.01",
}

SKETCH, CELL = 0.625, 2
"""How large a tile is on the screen, in em: to look at, and to tap."""
DOOR_W, DOOR_H = 52, 50
"""The tile of a door with its number, in px at ordinary type."""
SIDE, PATH = 6, 5
"""A plot is 6 by 6 cells, whatever the number of doors it stands for, with a path crosswise."""


HALF = SIDE // 2 * TILE + PATH


@dataclass(frozen=True)
class Cell:
    """One door: where it is, how it stands, where it leads and what it says."""

    stairwell: int
    floor: int
    name: str
    state: str
    closed: bool = False
    url: str = ""
    label: str = ""
    door: int = 0  # its key


def mark(state: str) -> SafeString:
    """One mark by itself, for legends and rows; words stand beside it."""
    return mark_safe(
        f'<svg class="cell is-{escape(state)}" viewBox="0 0 {TILE} {TILE}" aria-hidden="true">'
        f"{_shape(state)}</svg>"
    )


def marks(*, doors: bool = False, plots: bool = False) -> SafeString:
    """The marks a page's pictures use; `doors` are large cells that carry a number."""
    shapes = [
        f'<g id="f-{state}" class="is-{state}">{_shape(state)}</g>'
        + _pattern("p", state, TILE, _use(state, 0, 0))
        for state in MARKS
    ]
    shapes.append('<path id="f-bar" class="field-bar" d="M5 16.5h10"/>')
    if doors:
        shapes += [_door_shape(state) for state in MARKS]
    if plots:
        quarter = [(x * TILE, y * TILE) for y in range(SIDE // 2) for x in range(SIDE // 2)]
        shapes += [
            _pattern("q", state, HALF, "".join(_use(state, x, y) for x, y in quarter))
            for state in MARKS
        ]
    return mark_safe(
        '<svg class="field-marks" width="0" height="0" aria-hidden="true"><defs>'
        f"{''.join(shapes)}</defs></svg>"
    )


def _pattern(kind, state, size, tile):
    return (
        f'<pattern id="{kind}-{state}" width="{size}" height="{size}"'
        f' patternUnits="userSpaceOnUse">{tile}</pattern>'
    )


def _use(state, x, y):
    return f'<use href="#f-{state}"{_at(x, y)}/>'


def _shape(state):
    path = MARKS.get(state)
    return BOX + (f'<path d="{path}"/>' if path else "")


def _door_shape(state):
    """The box of a door; its mark stands small in a corner, beside the number."""
    box = f'<rect x="2" y="2" width="{DOOR_W - 4}" height="{DOOR_H - 4}" rx="6"/>'
    path = MARKS[state]
    sign = f'<path transform="translate(16 2)" d="{path}"/>' if path else ""
    return f'<g id="d-{state}" class="is-{state}">{box}{sign}</g>'


# A building.

MOST_SHOWN, WIDE = 5, 3
"""Characters of a door's name on its tile, and of Chinese ones that fit without being squeezed."""
ABREAST = 6
"""Houses and shops, which stand on no floor, are drawn so many in a row."""


def in_rows(cells: Sequence[Cell]) -> list[Cell]:
    """Those without a stairwell and a floor one row below the other, as they are walked."""
    number, placed = 0, []
    for cell in cells:
        if not (cell.stairwell or cell.floor):
            cell, number = replace(cell, floor=-(number // ABREAST)), number + 1
        placed.append(cell)
    return placed


def sketch(cells: Sequence[Cell]) -> SafeString:
    """A building to look at: every door a cell, runs of one state drawn in one stroke."""
    placed, columns, floors = _layout(cells, gap=1)
    strokes = defaultdict(list)
    for _row, group in groupby(placed, key=lambda place: place[1]):
        for state, x, y, length in _runs(list(group)):
            strokes[state].append(
                f"M{x * TILE} {y * TILE}h{length * TILE}v{TILE}h-{length * TILE}z"
            )
    body = "".join(
        f'<path fill="url(#p-{state})" d="{"".join(paths)}"/>' for state, paths in strokes.items()
    )
    return _building(body, columns, floors, scale=SKETCH, attributes='aria-hidden="true"')


def building(cells: Sequence[Cell], *, title: str, text: str) -> SafeString:
    """A building whose every door is a link that says how it stands."""
    placed, columns, floors = _layout(cells, gap=0.5)
    body = f"<title>{escape(title)}</title><desc>{escape(text)}</desc>" + "".join(
        f'<a href="{cell.url}"><title>{escape(cell.label)}</title>'
        f'<use href="#f-{cell.state}"{_at(x * TILE, y * TILE)}/>{_bar(cell, x, y)}</a>'
        for x, y, cell in placed
    )
    return _building(body, columns, floors, scale=CELL, attributes='role="group" data-field')


def stairwell(cells: Sequence[Cell], *, title: str, text: str) -> SafeString:
    """One stairwell, large enough for a thumb: each door with its number."""
    placed, columns, floors = _layout(cells, gap=0)
    width, height = columns * DOOR_W, floors * DOOR_H
    body = "".join(
        f'<a class="door is-{cell.state}" href="{cell.url}"><title>{escape(cell.label)}</title>'
        f'<use href="#d-{cell.state}"{_at(x * DOOR_W, y * DOOR_H)}/>'
        f'<text x="{x * DOOR_W + DOOR_W // 2:g}" y="{y * DOOR_H + 39}"{_squeezed(cell.name)}>'
        f"{escape(cell.name[:MOST_SHOWN])}</text>{_bar(cell, x, y, door=True)}</a>"
        for x, y, cell in placed
    )
    return mark_safe(
        f'<svg class="facade" role="group" data-field viewBox="0 0 {width:g} {height + 6}"'
        f' width="{width / 16:g}em" height="{(height + 6) / 16:g}em">'
        f"<title>{escape(title)}</title><desc>{escape(text)}</desc>{body}"
        f'<path class="ground" d="M0 {height + 3}h{width:g}"/></svg>'
    )


def _squeezed(name):
    """东头王家 on the tile of 501; what the door is called in full, its label says."""
    is_wide = len(name) > WIDE and not name.isascii()
    return f' textLength="{DOOR_W - 8}" lengthAdjust="spacingAndGlyphs"' if is_wide else ""


def _layout(cells, *, gap):
    """[(x, y, cell)] in reading order from the top floor, and the size, all in tiles.

    All stairwells stand on the same ground; a floor nobody lives on takes no room.
    """
    floors = sorted({cell.floor for cell in cells}, reverse=True)
    left, starts = 0, {}
    for number, doors in groupby(sorted(cells, key=_by_floor), key=lambda cell: cell.stairwell):
        starts[number] = left
        widest = max(len(list(row)) for _, row in groupby(doors, key=lambda cell: cell.floor))
        left += widest + gap
    placed = []
    for number, floor_cells in groupby(sorted(cells, key=_by_floor), key=_by_floor):
        for order, cell in enumerate(floor_cells):
            placed.append((starts[number[0]] + order, floors.index(number[1]), cell))
    placed.sort(key=lambda place: (place[1], place[0]))
    return placed, max(left - gap, 0), len(floors)


def _by_floor(cell):
    return cell.stairwell, cell.floor


def _runs(row):
    """(state, x, y, length) of neighbours in one row that stand alike."""
    start = 0
    for end in range(1, len(row) + 1):
        x, y, cell = row[start]
        goes_on = end < len(row) and row[end][0] == x + end - start
        if not goes_on or row[end][2].state != cell.state:
            yield cell.state, x, y, end - start
            start = end


def _building(body, columns, floors, *, scale, attributes):
    width, height = columns * TILE, floors * TILE + 3
    return mark_safe(
        f'<svg class="facade" {attributes} viewBox="0 0 {width:g} {height}"'
        f' width="{columns * scale:g}em" height="{height / TILE * scale:g}em">{body}'
        f'<path class="ground" d="M0 {height - 1.5}h{width:g}"/></svg>'
    )


def _bar(cell, x, y, *, door=False):
    """Please do not enter: said on top of any other state."""
    if not cell.closed or cell.state == "closed":
        return ""
    if door:
        return f'<use href="#f-bar"{_at(x * DOOR_W + 16, y * DOOR_H + 27)}/>'
    return f'<use href="#f-bar"{_at(x * TILE, y * TILE)}/>'


def _at(x, y):
    return (f' x="{x:g}"' if x else "") + (f' y="{y:g}"' if y else "")


# A plot.


def plot(counts: dict[str, int], order: Iterable[str]) -> SafeString:
    """An area as a field of 36 cells, in this order; each state grows with its doors."""
    body, start, size = "", 0, 2 * HALF - PATH
    for state, cells in (steps(counts, order) or {"vacant": SIDE * SIDE}).items():
        body += f'<path fill="url(#q-{state})" d="{_stretch(start, start + cells)}"/>'
        start += cells
    return mark_safe(
        f'<svg class="plot-field" viewBox="0 0 {size} {size}" aria-hidden="true">{body}</svg>'
    )


def steps(counts: dict[str, int], order: Iterable[str], cells: int = SIDE * SIDE) -> dict:
    """How many cells each state gets: 1 for one door, 2 up to four, 3 up to nine, 4 up to sixteen.

    In proportion, one late door of two hundred and eight of them would look alike. The state of
    most doors has what is left.
    """
    there = {state: counts[state] for state in order if counts.get(state)}
    if not there:
        return {}
    most = max(there, key=there.get)
    given = {state: isqrt(doors - 1) + 1 for state, doors in there.items()}
    given[most] = 0
    while sum(given.values()) >= cells:
        given[max(given, key=given.get)] -= 1
    given[most] = cells - sum(given.values())
    return given


def _stretch(start, end):
    """The outline of the cells from start to end of a plot, read row by row."""
    path = ""
    while start < end:
        row, column = divmod(start, SIDE)
        rows = (end - start) // SIDE if column == 0 else 0
        width, height = (SIDE, rows) if rows else (min(SIDE - column, end - start), 1)
        left, right, top, foot = map(_edge, (column, column + width, row, row + height))
        path += f"M{left} {top}H{right}V{foot}H{left}z"
        start += width * height
    return path


def _edge(cells):
    """Where so many cells end; beyond the middle comes the path."""
    return cells * TILE + (PATH if cells > SIDE // 2 else 0)
