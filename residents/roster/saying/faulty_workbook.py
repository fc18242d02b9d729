"""What is not taken in, as a workbook to hand back: its own columns, and what is wrong with each line."""

import io
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.workbooks import hand_back as workbooks
from foundation.workbooks.faults import Fault
from foundation.workbooks.hand_back import FaultyRow, FaultySheet
from foundation.workbooks.heads import plain_head
from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.columns import Column
from residents.roster.saying.asked import question_of

Part = RosterPage.Part
HANDED_BACK = "名册里有错的行"
WHY = "交回上传人改正"
MARK = 8  # of the roster's id; by it the mended file is known as its rest


@dataclass
class Reasons:
    """What is wrong with one line, in sentences, and in which columns."""

    sentences: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


@leaves_record("roster-faults-handed-back")
@transaction.atomic
def hand_back(*, roster: Roster, by: User | None, at: datetime) -> tuple[io.BytesIO, int]:
    """`build`, on record like every table that leaves the house; there is none where no line is left."""
    content, rows = build(roster)
    if rows:
        scope = roster.community.code
        trail.exported(scope=scope, what=HANDED_BACK, rows=rows, why=WHY, by=by, at=at)
    return content, rows


def build(roster: Roster) -> tuple[io.BytesIO, int]:
    """The workbook, and how many lines it holds: those with a fault, those tied to one, those asked about."""
    reasons = _reasons(roster)
    mark = roster.uid.hex[:MARK]
    sheets: dict[str, _Sheet] = {}
    for line, cells, *more in pages.read_all(roster, Part.ORIGINAL):
        name = more[0] if more else ""
        if line == 0:
            sheets[name] = _Sheet(mark, cells, *more)
        else:
            sheets[name].add(line, cells, reasons.pop((name, line), Reasons()))
    for (name, line), why in sorted(reasons.items()):
        sheets.setdefault(name, _Sheet(mark, [], name)).add(line, [], why)
    count = sum(len(each.rows) for each in sheets.values())
    return workbooks.build(each.faulty for each in sheets.values()), count


class _Sheet:
    """One sheet under its own heads.

    `title`: what it was called, where that says something; `places`: which column stands where.
    What we added ourselves when the sheet was handed back before is not handed back twice.
    """

    def __init__(self, mark, heads, name="", title="", places=None):
        ours = workbooks.ours()
        self.own = [n for n, head in enumerate(heads) if plain_head(head) not in ours]
        here = {index: column for column, index in (places or {}).items()}
        self.places = {here[n]: place for place, n in enumerate(self.own) if n in here}
        self.rows: list[FaultyRow] = []
        own = [heads[n] for n in self.own]
        self.faulty = FaultySheet(name or title or _("有错的行"), own, self.rows, mark)

    def add(self, line, cells, why):
        marked = {self.places[column] for column in why.columns if column in self.places}
        own = [cells[n] for n in self.own if n < len(cells)]
        self.rows.append(FaultyRow(line, own, " ".join(why.sentences), marked))


def _reasons(roster) -> dict[tuple, Reasons]:
    """(sheet, line): what is wrong there."""
    reasons: dict[tuple, Reasons] = defaultdict(Reasons)
    faults = chain(pages.read_all(roster, Part.FAULTY), pages.read_all(roster, Part.WAITING))
    for kept in faults:
        fault = Fault(**kept)
        why = reasons[fault.at]
        why.sentences.append(f"{_(Column(fault.column).value)}：{fault.sentence}")
        why.columns.append(fault.column)
    for kept in pages.read_all(roster, Part.ASKED):
        question = question_of(kept)
        if question.line:
            why = reasons[question.sheet, question.line]
            why.sentences.append(question.sentence)
            why.columns += [question.column] if question.column else []
    for kept in pages.read_all(roster, Part.TIED):
        text = _("这一行没有错：同一个门的第 %(line)s 行有错，一家人一起留下。改好以后一起上传。")
        reasons[kept["sheet"], kept["line"]].sentences.append(text % {"line": kept["because"]})
    return reasons
