"""空挂户: registered in the community and living nowhere in it, so that no door is theirs.

They are taken as people without a dwelling, whom a grid looks after all the same. Which one no file
says: where there are several, it is asked once for the whole sheet. A door beside the word may be
the one they are registered at, or where they live after all: that is asked of each line.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from foundation.workbooks.cells import TOO_LONG, is_nothing, spaced
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import says
from grids.models import Area
from residents.roster.columns import PLACE, Column
from residents.roster.questions import Question
from residents.roster.reading.cells import shown
from residents.roster.reading.found import Reading
from residents.roster.rows import Row

WORD = re.compile("(?<![非无])(?<!不是)(?:户口)?空挂(?:户口|户|人员|口)?|挂靠户")
SAYS_SO = (Column.DOOR, Column.TENURE, Column.TAGS, Column.REMARKS)
WITHOUT_IT = (Column.DOOR, Column.TENURE, Column.TAGS)
"""Among the remarks the word stays."""
REGISTERED_AT = "户口在"
MOST = 200  # of the remarks

HERE, AWAY = "here", "away"
LIVES_HERE = _("写了门牌，又写了“空挂户”。人住在这里吗？")
LIVES_HERE_CHOICES = (
    (HERE, _("住在这里，照门牌登记"), {}),
    (AWAY, _("不住在这里，登记成没有门的人"), {}),
)
WHICH_GRID = _("有的人是空挂户，没有门。归哪个网格联系？")
OF_GRID = _("归%(grid)s")
NO_GRIDS = _("这个社区还没有网格，没有门的人无处登记。请街道后台先登记网格。")

Cells = dict[Column, Any]


def word_in(cells: Cells) -> str:
    """The word by which the line says so, or nothing."""
    for column in SAYS_SO:
        cell = cells.get(column)
        if isinstance(cell, str) and "挂" in cell and (found := WORD.search(spaced(cell))):
            return found[0]
    return ""


def question_of(line: int, cells: Cells) -> Question | None:
    """What to ask where the line has a door as well."""
    door = cells.get(Column.DOOR)
    if not says(door) and not says(cells.get(Column.BUILDING)):
        return None
    value = shown(Column.DOOR, door)
    return Question(line, str(Column.DOOR), value, LIVES_HERE, choices=LIVES_HERE_CHOICES)


def without_word(cells: Cells) -> Cells:
    """Where it stands instead of what belongs there."""
    rest = dict(cells)
    for column in WITHOUT_IT:
        cell = rest.get(column)
        if isinstance(cell, str) and WORD.search(text := spaced(cell)):
            left = WORD.sub("", text).strip("()、,;。:- ")
            rest[column] = None if is_nothing(left) else left or None
    return rest


def without_place(cells: Cells) -> Cells:
    """Nor is there a right in which they live behind no door."""
    return {column: cell for column, cell in cells.items() if column not in (*PLACE, Column.TENURE)}


def remarked(remarks: str, word: str, registered_at: str, tenure: str) -> str:
    """The word is not lost with the cell it stood in, nor the door at which somebody is registered,
    nor the right in which they would live there. Raises Wrong where there is no room for it."""
    said = [word] if word and word not in remarks else []
    if registered_at:
        said = [word, f"{REGISTERED_AT}{registered_at}"]
    if tenure:
        said = [word, *said[1:], tenure]
    if not any(said):
        return remarks
    both = "，".join(said) + (f"；{remarks}" if remarks not in ("", word) else "")
    if len(both) > MOST:
        raise Wrong(TOO_LONG, most=MOST - len(both) + len(remarks))
    return both


def settle(reading: Reading, community: Area, answers: Mapping[str, str]) -> None:
    """Everybody without a door gets the grid, or waits for the answer."""
    by_sheet: dict[str, list[Row]] = {}
    for row in reading.no_home:
        by_sheet.setdefault(row.sheet, []).append(row)
    grids = {str(grid.pk): grid for grid in _grids(community)} if by_sheet else {}
    for sheet, rows in by_sheet.items():
        grid = _which(reading, sheet, grids, answers)
        for row in rows:
            if grid is None:
                reading.waiting.add(row.at)
            else:
                row.grid, row.whole = grid.pk, grid.name
    reading.leave_out(reading.waiting)


def _grids(community):
    return community.areas.valid().order_by("code")


def _which(reading, sheet, grids, answers):
    if len(grids) == 1:
        return next(iter(grids.values()))
    choices = tuple((key, OF_GRID, {"grid": grid.name}) for key, grid in grids.items())
    text = WHICH_GRID if grids else NO_GRIDS
    question = Question(0, str(Column.DOOR), "", text, {}, sheet, choices=choices)
    if grid := grids.get(answers.get(question.key, "")):
        return grid
    reading.questions.append(question)
    return None
