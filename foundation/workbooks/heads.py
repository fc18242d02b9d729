"""The line of heads in a sheet: what each column is called, and where it stands."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Generic, Self, TypeVar

from foundation.workbooks.survey import letters_of

HEADER_WITHIN = 10  # rows: a title, a date and a note often stand above

NUMBERING = re.compile(r"^\d{1,2}[.、)]?|^[一二三四五六七八九十]{1,2}[.、)]|\d{1,2}$")
BESIDE = re.compile(r"\(.*?\)|[*★☆※●:：]")
OTHERWISE = re.compile(
    "农历|阴历|虚岁|曾用|别名|小名|绰号|拼音|英文|^\\(原|老家|[老旧](?:门牌|房|址|号)|前任|子女|儿子|女儿|父|母|家属|家人|亲属|亲友|"
    "配偶|爱人|监护|紧急|备用|单位(?!:)|办公|房东|[前后末]\\d+位|户籍|籍贯"
)
C = TypeVar("C")
"""How a kind of workbook names its columns."""


def plain(text: str) -> str:
    """Full-width becomes half-width; blanks, line breaks and invisible characters go."""
    if _is_plain(text):  # as almost every cell is, a quarter of a million in a large sheet
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def _is_plain(text: str) -> bool:
    if text.isascii():
        return text.isprintable() and " " not in text
    return text.isalnum() and unicodedata.is_normalized("NFKC", text)


def plain_head(cell: object) -> str:
    """The words of a head without blanks, stars and what stands in brackets; how it is remembered.

    Brackets that make it another thing stay: 出生日期（农历）, 联系电话（子女）.
    """
    return BESIDE.sub(_beside, plain(cell))[:60] if isinstance(cell, str) else ""


def _beside(found: re.Match[str]) -> str:
    return found[0] if OTHERWISE.search(found[0]) else ""


def head_names(cells: Iterable[object]) -> list[str]:
    """What each column of a header is called, each once: a second 电话 is 电话#2, no head is #7."""
    names = []
    seen: Counter[str] = Counter()
    for number, cell in enumerate(cells, start=1):
        name = plain_head(cell)
        seen[name] += 1
        names.append(
            f"#{number}" if not name else f"{name}#{seen[name]}" if seen[name] > 1 else name
        )
    return names


def says(cell: object) -> bool:
    """Whether anything stands in a cell."""
    return bool(plain(cell)) if isinstance(cell, str) else cell is not None


class Heads(Generic[C]):
    """Where each column stands, and what else the sheet holds that is not taken.

    `known`: the names of columns as `plain_head` reads them, each with its column. `meanings` is
    what whoever keeps the sheet said that heads hold: it wins over what is known, and an empty
    column means that one is not to be used.
    """

    known: Mapping[str, C]

    def __init__(self, line: int, cells: Iterable[Any], meanings: Mapping[str, str] | None = None):
        self.line = line
        self.meanings = meanings or {}
        self.cells = list(cells)
        self.places: dict[C, int] = {}
        self.twice: list[C] = []
        self.unused: list[str] = []
        self.remembered: list[str] = []  # heads that only somebody's word explains
        for index, name in enumerate(head_names(self.cells)):
            self._place(index, name)

    def column_called(self, name: str) -> C:
        """The column that a kept meaning names."""
        raise NotImplementedError

    def _place(self, index: int, name: str) -> None:
        column = self._column(name)
        if column is None:
            if not name.startswith("#"):
                self.unused.append(name[:20])
        elif column in self.places:
            self.twice.append(column)
        else:
            self.places[column] = index

    def _column(self, name: str) -> C | None:
        known = self.knows(name.partition("#")[0])
        if name not in self.meanings:
            return known
        theirs = self.column_called(self.meanings[name]) if self.meanings[name] else None
        if theirs != known:
            self.remembered.append(name)
        return theirs

    @classmethod
    def knows(cls, name: str) -> C | None:
        """The column of that name: 1.姓名 and 联系电话1 are only numbered."""
        return cls.known.get(name) or cls.known.get(NUMBERING.sub("", name))

    def spot(self, column: C, line: int) -> str:
        """The cell of a line as a spreadsheet calls it, F3; nothing if the sheet has no such column."""
        return f"{letters_of(self.places[column] + 1)}{line}" if column in self.places else ""

    def above(self, line: int, cells: Iterable[Any]) -> Self:
        """This header with a second line of heads, which says more exactly what a column holds."""
        lower = [cell if plain_head(cell) else None for cell in cells]
        upper = self.cells + [None] * (len(lower) - len(self.cells))
        lower += [None] * (len(upper) - len(lower))
        both = [low or up for low, up in zip(lower, upper, strict=True)]
        return type(self)(line, both, self.meanings)

    @property
    def width(self) -> int:
        """Up to the last head; what stands farther right belongs to nobody."""
        return max((i for i, cell in enumerate(self.cells, 1) if says(cell)), default=0)

    @classmethod
    def count(cls, cells: Iterable[object], meanings: Mapping[str, str] | None = None) -> int:
        """How many of these cells are heads we know."""
        names = [name for cell in cells if (name := plain_head(cell))]
        return sum(
            cls.knows(name) is not None or bool(meanings and meanings.get(name)) for name in names
        )
