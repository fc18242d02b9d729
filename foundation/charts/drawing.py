"""Drawing figures as SVG: pure functions from numbers to a picture.

Across a chart is measured in per cent of whatever room there is, upwards in em, so the words in it
are as large as the words around it on any screen and at any type size. Every ink is a colour and
a texture; the numbers that matter stand beside, and all of them in the table below.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from foundation.charts.figures import Figure

INKS = ("good", "rest", "warn", "bad")
PLAIN = ("good", "rest")  # the others are striped, and nothing is read on stripes
TOP, HEIGHT, FOOT = 1.5, 7.0, 1.7
"""Room above for a number, the drawing itself, room below for the labels; in em."""


def bars(figure: Figure) -> SafeString:
    """Columns, the series of one label on top of each other; the highest and the last say how much."""
    sums = [sum(values) for values in zip(*(row.values for row in figure.series), strict=True)]
    most, count = max([*sums, 1]), len(sums)
    room, body = 100 / max(count, 1), ""
    for n in range(count):
        below = 0.0
        for row in figure.series:
            height = HEIGHT * row.values[n] / most
            if height:
                y = TOP + HEIGHT - below - height
                x = n * room + room * 0.14
                body += _box(row.ink, x, y, room * 0.72, height, part=_runs(figure, n))
            below += height
    for n in _numbered(sums):
        y = TOP + HEIGHT * (1 - sums[n] / most) - 0.35
        body += _text((n + 0.5) * room, y, f"{sums[n]:,}", "chart-value")
    return _plot(figure, body + _floor() + _labels(figure.labels))


def up_and_down(figure: Figure) -> SafeString:
    """Two series, one upwards and one downwards from the same line: what came in and went out."""
    above, below = figure.series
    most_up, most_down = max(above.values, default=0), max(below.values, default=0)
    scale = HEIGHT / max(most_up + most_down, 1)
    line, room, body = TOP + most_up * scale, 100 / max(len(figure.labels), 1), ""
    for n in range(len(figure.labels)):
        x, width = n * room + room * 0.14, room * 0.72
        if above.values[n]:
            height = above.values[n] * scale
            body += _box(above.ink, x, line - height, width, height)
        if below.values[n]:
            body += _box(below.ink, x, line, width, below.values[n] * scale)
    for n in _numbered(above.values):
        y = line - above.values[n] * scale - 0.35
        body += _text((n + 0.5) * room, y, f"{above.values[n]:,}", "chart-value")
    return _plot(figure, body + _rule(line) + _labels(figure.labels))


def line(figure: Figure) -> SafeString:
    """Lines through the same weeks: the first whole with full dots, the second dashed, hollow."""
    most, count = max([1, *(v for row in figure.series for v in row.values)]), len(figure.labels)
    room, body = 100 / max(count, 1), ""
    for row in figure.series:
        points = [
            ((n + 0.5) * room, TOP + HEIGHT * (1 - v / most)) for n, v in enumerate(row.values)
        ]
        strokes = list(map(partial(_stroke, row.ink), points, points[1:]))
        if strokes and figure.extra.get("running"):
            strokes[-1] = f'<g class="chart-running">{strokes[-1]}</g>'
        body += "".join(strokes)
        body += "".join(_dot(row.ink, x, y) for x, y in points)
        if most in row.values:
            x, y = points[row.values.index(most)]
            body += _text(x, y - 0.5, f"{most:,}", "chart-value")
    return _plot(figure, body + _floor() + _labels(figure.labels))


def share(figure: Figure) -> SafeString:
    """One bar for each label, its parts side by side, each with its number.

    It stands in the part where that is plain and wide, and beneath it where it is narrow or striped.
    """
    body, top = "", 0.0
    for n, label in enumerate(figure.labels):
        values = [row.values[n] for row in figure.series]
        whole, left, beneath = sum(values), 0.0, []
        body += _text(0, top + 1.15, label, "chart-label", "start")
        body += _text(100, top + 1.15, f"{whole:,}", "chart-value", "end")
        for row, value in zip(figure.series, values, strict=True):
            width = 100 * value / whole if whole else 0
            if width:
                body += _box(row.ink, left, top + 1.6, width, 1.8)
            if width >= 14 and row.ink in PLAIN:
                number = f"{value:,}"
                body += _text(left + width / 2, top + 2.9, number, f"on-{row.ink}")
            elif width:
                beneath.append((left + width / 2, f"{value:,}"))
            left += width
        for x, number in _spread(beneath):
            body += _text(x, top + 4.6, number, "chart-value")
        top += (5.5 if beneath else 4.2) if whole else 2.2
    return _picture(figure, body, top - 0.4)


def _spread(labels: Sequence[tuple[float, str]], room: int = 9) -> Iterator[tuple[float, str]]:
    """Labels as near their places as they can stand without touching; `room` for each, in %."""
    placed, right = list[tuple[float, str]](), 100.0
    for x, label in reversed(labels):
        x = max(min(x, right - room / 2), room * (len(labels) - len(placed) - 0.5))
        placed.append((x, label))
        right = x - room / 2
    return reversed(placed)


def calendar(figure: Figure) -> SafeString:
    """Weeks as rows, days as columns; every day carries its number, and a tint that repeats it.

    `extra["weeks"]` names the rows, `extra["today"]` is the place of today.
    """
    (row,) = figure.series
    today, first = figure.extra.get("today"), 18
    most = max([1, *(value for n, value in enumerate(row.values) if n != today)])
    room = (100 - first) / 7
    body = "".join(
        _text(first + (n + 0.5) * room, 1, name, "chart-label")
        for n, name in enumerate(figure.extra["days"])
    )
    for n, value in enumerate(row.values):
        week, day = divmod(n, 7)
        x, y = first + day * room, 1.6 + week * 2.4
        if not day:
            body += _text(0, y + 1.4, figure.extra["weeks"][week], "chart-week", "start")
        level = 0 if not value else 1 + min(2, 3 * value // (most + 1))
        look = f"heat-{level} chart-today" if n == today else f"heat-{level}"
        body += (
            f'<rect class="{look}" x="{x + 0.4:.1f}%" y="{y:.2f}em"'
            f' width="{room - 0.8:.1f}%" height="2.1em" rx="4"/>'
        )
        if value:
            body += _text(x + room / 2, y + 1.45, f"{value:,}", f"on-heat-{level}")
    return _picture(figure, body, 1.6 + 2.4 * (len(row.values) // 7))


def swatch(ink: str, *, lines: bool = False) -> SafeString:
    """The ink of a series by itself, for the legend; for lines with a dot on it."""
    body = _box(ink, 5, 0.1, 90, 1)
    if lines:
        body = _stroke(ink, (0, 0.6), (100, 0.6)) + _dot(ink, 50, 0.6)
    return mark_safe(
        f'<svg class="swatch" width="1.6em" height="1.2em" aria-hidden="true">{body}</svg>'
    )


def _numbered(values: Sequence[int]) -> list[int]:
    """The places whose number is written: the last one that has any, and the highest."""
    last = max((n for n, value in enumerate(values) if value), default=None)
    if last is None:
        return []
    highest = max(range(len(values)), key=lambda n: values[n])
    return sorted({last, highest} if abs(last - highest) > 1 else {highest})


def _runs(figure: Figure, n: int) -> bool:
    """Whether a column is the one that is not over yet."""
    return bool(figure.extra.get("running")) and n == len(figure.labels) - 1


def _box(ink: str, x: float, y: float, width: float, height: float, *, part: bool = False) -> str:
    """A rectangle in an ink; inks with a texture, and what is not over, get a second layer."""
    place = f'x="{x:.2f}%" y="{y:.2f}em" width="{width:.2f}%" height="{height:.2f}em"'
    texture = "" if ink in PLAIN else f'<rect fill="url(#ink-{ink})" {place}/>'
    texture += f'<rect fill="url(#ink-part)" {place}/>' if part else ""
    return f'<rect class="ink-{ink}" {place}/>{texture}'


def _stroke(ink: str, one: tuple[float, float], other: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = one, other
    ends = f'x1="{x1:.1f}%" y1="{y1:.2f}em" x2="{x2:.1f}%" y2="{y2:.2f}em"'
    return f'<line class="ink-{ink}" {ends}/>'


def _dot(ink: str, x: float, y: float) -> str:
    return f'<circle class="ink-{ink}" cx="{x:.1f}%" cy="{y:.2f}em" r="0.24em"/>'


def _text(x: float, y: float, text: str, look: str, anchor: str = "middle") -> str:
    return (
        f'<text class="{look}" x="{x:.1f}%" y="{y:.2f}em" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _labels(labels: Sequence[str]) -> str:
    """Three of the labels under the columns, so that large type has room as well."""
    count = len(labels)
    places = sorted({0, (count - 1) // 2, count - 1}) if count else []
    anchors = {0: "start", count - 1: "end"}
    return "".join(
        _text(
            {0: 0, count - 1: 100}.get(n, (n + 0.5) * 100 / count),
            TOP + HEIGHT + 1.3,
            labels[n],
            "chart-label",
            anchors.get(n, "middle"),
        )
        for n in places
    )


def _floor() -> str:
    return _rule(TOP + HEIGHT)


def _rule(y: float) -> str:
    return f'<line class="chart-rule" x1="0" x2="100%" y1="{y:.2f}em" y2="{y:.2f}em"/>'


def _plot(figure: Figure, body: str) -> SafeString:
    return _picture(figure, body, TOP + HEIGHT + FOOT)


def _picture(figure: Figure, body: str, height: float) -> SafeString:
    return mark_safe(
        f'<svg class="chart-plot" role="img" aria-label="{escape(figure.title)}"'
        f' width="100%" height="{height:.1f}em"><title>{escape(figure.title)}</title>'
        f"<desc>{escape(figure.sentence)}</desc>{body}</svg>"
    )


def textures() -> SafeString:
    """The textures of the inks, once for a page that shows charts."""
    slanted = "M0 8 8 0M-2 2 2-2M6 10l4-4"
    stripes = {"warn": slanted, "bad": "M2 0v8M6 0v8", "part": slanted}
    patterns = "".join(
        f'<pattern id="ink-{ink}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path class="stripe-{ink}" d="{path}"/></pattern>'
        for ink, path in stripes.items()
    )
    return mark_safe(
        '<svg class="field-marks" width="0" height="0" aria-hidden="true">'
        f"<defs>{patterns}</defs></svg>"
    )
