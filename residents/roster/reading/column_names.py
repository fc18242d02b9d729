"""What the columns of a sheet hold, as its clerk says it: guessed, asked, and remembered."""

import re
from dataclasses import dataclass, field

from django.db import transaction

from foundation.workbooks.heads import HEADER_WITHIN, head_names, plain, plain_head
from grids.models import Area
from residents.models import ColumnName, Roster, RosterPage
from residents.roster import pages
from residents.roster.columns import KNOWN, Column
from residents.roster.reading.cells import shown
from residents.roster.reading.header import Header

EXAMPLES = 3
LOOKS = {
    Column.ID_NUMBER: re.compile(r"\d{17}[\dXx]|\d{15}"),
    Column.PHONE: re.compile(r"1[3-9]\d{9}(\.0)?"),
    Column.DOOR: re.compile(r".*\d+(-\d+){1,2}|.*(栋|号楼|单元).*\d+(室|号)?"),
    Column.RELATION: re.compile(
        "户主|配偶|妻|夫|妻子|丈夫|子|女|儿子|女儿|长子|长女|父亲|母亲|父母"
    ),
    Column.NAME: re.compile(r"[㐀-\u9fff\U00020000-\U0003ffff]{2,4}"),
}


@dataclass
class SheetColumn:
    """One column of the sheet: what its head says, what stands below, and what we think it is."""

    index: int
    name: str  # as it is remembered
    head: str
    examples: list[str] = field(default_factory=list)
    guess: str = ""


@dataclass
class Top:
    """The first lines of a sheet, read with one of them as the header."""

    line: int
    lines: list[int]  # which lines might be the header
    columns: list[SheetColumn]


def top_of(roster: Roster, line: int | None = None) -> Top | None:
    """None when the first lines are not kept any more."""
    kept = pages.read(roster, RosterPage.Part.TOP, 1)
    meanings = meanings_of(roster.community)
    candidates = {number: cells for number, cells in kept if _has_words(cells)}
    candidates = {n: cells for n, cells in candidates.items() if n <= HEADER_WITHIN}
    if not candidates:
        return None
    if line not in candidates:
        line = max(candidates, key=lambda n: (Header.count(candidates[n], meanings), -n))
    below = [cells for number, cells in kept if number > line]
    return Top(line, list(candidates), _columns(Header(line, candidates[line], meanings), below))


def _columns(header, below):
    columns = []
    guessed = {index: column for column, index in header.places.items()}
    for index, name in enumerate(head_names(header.cells)):
        examples = [shown("", row[index]) for row in below if index < len(row)]
        examples = [text for text in examples if text][:EXAMPLES]
        if name.startswith("#") and not examples:
            continue
        head = "" if name.startswith("#") else str(header.cells[index]).strip()[:30]
        if index not in guessed and name not in header.meanings:
            by_values = _guess([row[index] for row in below if index < len(row)])
            if by_values and by_values not in guessed.values():
                guessed[index] = by_values
        columns.append(SheetColumn(index, name, head, examples, str(guessed.get(index, ""))))
    return columns


def _guess(cells) -> Column | None:
    """What the values look like, if all of them look alike."""
    texts = [plain(str(cell)) for cell in cells if cell not in (None, "")]
    for column, looks in LOOKS.items():
        if len(texts) > 1 and all(looks.fullmatch(text) for text in texts):
            return column
    return None


def _has_words(cells):
    return sum(bool(plain_head(cell)) for cell in cells) >= 2


def meanings_of(community: Area) -> dict[str, str]:
    """What the clerk said that each head holds; an empty column is not to be used."""
    return dict(ColumnName.objects.filter(community=community).values_list("head", "holds"))


@transaction.atomic
def remember(community: Area, columns: dict[str, str]) -> None:
    """What these heads hold from now on; where we would have known it anyway, nothing is kept."""
    ColumnName.objects.filter(community=community, head__in=columns).delete()
    ColumnName.objects.bulk_create(
        ColumnName(community=community, head=head, holds=column)
        for head, column in columns.items()
        if column != str(KNOWN.get(head.partition("#")[0], ""))
    )
