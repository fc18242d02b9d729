"""The faulty lines as a workbook to hand back: their own columns, and what is wrong with them."""

import io
from collections import defaultdict

from django.utils.translation import gettext as _

from foundation.workbooks import hand_back
from foundation.workbooks.faults import Fault
from foundation.workbooks.hand_back import FaultySheet
from residents.models import Roster, RosterPage
from residents.roster import pages
from residents.roster.columns import Column
from residents.roster.saying.asked import question_of


def build(roster: Roster) -> tuple[io.BytesIO, int]:
    """The workbook, and how many lines it holds: those with a fault, and those asked about."""
    reasons = _reasons(roster)
    sheets: dict[str, FaultySheet] = {}
    for line, cells, *more in pages.read_all(roster, RosterPage.Part.ORIGINAL):
        name = more[0] if more else ""
        if line == 0:
            sheets[name] = FaultySheet(name or _("有错的行"), cells, [])
        else:
            sheets[name].rows.append((line, cells, reasons.pop((name, line), "")))
    for (name, line), reason in sorted(reasons.items()):
        sheet = sheets.setdefault(name, FaultySheet(name or _("有错的行"), [], []))
        sheet.rows.append((line, [], reason))
    return hand_back.build(sheets.values()), sum(len(each.rows) for each in sheets.values())


def _reasons(roster):
    """(sheet, line): what is wrong there."""
    reasons = defaultdict(list)
    for kept in pages.read_all(roster, RosterPage.Part.FAULTY):
        fault = Fault(**kept)
        reasons[fault.sheet, fault.line].append(
            f"{_(Column(fault.column).value)}：{fault.sentence}"
        )
    for kept in pages.read_all(roster, RosterPage.Part.ASKED):
        question = question_of(kept)
        if question.line:
            reasons[question.sheet, question.line].append(question.sentence)
    return {at: " ".join(each) for at, each in reasons.items()}
