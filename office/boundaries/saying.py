"""A preview, or what became of it, as its page shows it: numbers before and after, names, sentences."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from foundation.charts.drawing import INKS
from foundation.charts.figures import Figure, Series
from grids.boundaries import parts


class Cell(NamedTuple):
    label: str
    before: int
    after: int

    @property
    def differs(self) -> bool:
        return self.before != self.after


class Shown:
    """Of what a preview holds as JSON (`Preview.shown`), today's or that of a change made long ago."""

    def __init__(self, seen: dict[str, Any]):
        self.seen = seen
        known = [(each.key, str(each.label)) for each in parts.counted()]
        used = {key for line in seen["lines"] for key, both in line["numbers"].items() if any(both)}
        self.counted = [(key, label) for key, label in known if key in used]

    @property
    def labels(self) -> list[str]:
        return [label for _key, label in self.counted]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [line | {"cells": self._cells(line["numbers"])} for line in self.seen["lines"]]

    def _cells(self, numbers) -> list[Cell]:
        return [Cell(label, *numbers.get(key, (0, 0))) for key, label in self.counted]

    @property
    def sentences(self) -> list[str]:
        return [_(text) % values for text, values in self.seen["sentences"]]

    @property
    def figure(self) -> Figure | None:
        """Residents before and after, grid by grid; more grids than there are inks only stand in the table."""
        lines = self.seen["lines"]
        if not 2 <= len(lines) <= len(INKS):
            return None
        numbers = [line["numbers"].get("people", (0, 0)) for line in lines]
        series = [
            Series(line["name"], both, ink)
            for line, both, ink in zip(lines, numbers, INKS, strict=False)
        ]
        title, sentence = _("居民归到哪里"), _("上面是调整以前，下面是调整以后。")
        labels = [_("调整以前"), _("调整以后")]
        figure = Figure(title, sentence, labels, series)
        return None if figure.is_empty else figure
