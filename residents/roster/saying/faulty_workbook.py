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


def build(roster: Roster) -> tuple[io.BytesIO, int]:
    """The workbook, and how many lines it holds."""
    reasons = _reasons(roster)
    (_first, heads), *lines = pages.read_all(roster, RosterPage.Part.ORIGINAL) or [[0, []]]
    kept = {line for line, _cells in lines}
    lines += [[line, []] for line in sorted(reasons.keys() - kept)]
    rows = [(line, cells, reasons.get(line, "")) for line, cells in lines]
    return hand_back.build([FaultySheet(_("有错的行"), heads, rows)]), len(rows)


def _reasons(roster):
    reasons = defaultdict(list)
    for kept in pages.read_all(roster, RosterPage.Part.FAULTY):
        reasons[kept["line"]].append(f"{_(Column(kept['column']).value)}：{Fault(**kept).sentence}")
    return {line: " ".join(each) for line, each in reasons.items()}
