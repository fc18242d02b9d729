"""Single digits in the column of relations: codes of one digit, or codes that lost their 0.

Nothing in one cell tells 2 = 子 from 02 = 户主; the other cells of the column do, or somebody is asked
once for all of them.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from foundation.workbooks.cells import MISSING
from foundation.workbooks.faults import Fault, Wrong
from residents.models import Person
from residents.roster.columns import Column
from residents.roster.questions import BLANK, Question
from residents.roster.reading.found import Reading
from residents.roster.reading.relations import UNKNOWN_CODE, clean_relation, of_one_digit

ONE, TWO = "one", "two"
ONLY_OF_ONE = set("345678")  # 03 was taken out of the list in 2008
ONE_OR_TWO = _("这一列有一位数的家庭关系代码。1 和 2 是什么意思？")
CHOICES = (
    (TWO, _("1 是本人，2 是户主（01、02 开头的 0 丢了）"), {}),
    (ONE, _("1 是配偶，2 是子，0 是户主"), {}),
    (BLANK, _("这些格子不填，这些行照样读"), {}),
)


def settle(reading: Reading, answers: Mapping[str, str]) -> None:
    """Each digit becomes a relation, a fault, or waits for the one answer about its sheet."""
    by_sheet: dict[str, list] = {}
    for row in reading.seen:
        if row.relation.isdecimal():
            by_sheet.setdefault(row.sheet, []).append(row)
    for sheet, rows in by_sheet.items():
        which = _which(reading.codes[sheet])
        if not which:
            question = Question(0, str(Column.RELATION), "", ONE_OR_TWO, {}, sheet, choices=CHOICES)
            which = answers.get(question.key, "")
            if not which:
                reading.questions.append(question)
        _settle(reading, rows, which)


def _which(codes: set[str]) -> str:
    """Of which list the digits are, if the column tells."""
    digits = {code for code in codes if len(code) == 1}
    of_one, of_two = digits & ONLY_OF_ONE, codes - digits
    if not digits - {"0"} or of_two and not of_one:
        return TWO
    return ONE if of_one and not of_two else ""


def _settle(reading, rows, which):
    out = set()
    for row in rows:
        digit, row.relation = row.relation, ""
        try:
            if which == ONE:
                row.relation = of_one_digit(digit)
            elif which == TWO and digit == "0":  # as it stands where nothing was filled in
                reading.blank += 1
            elif which == TWO:
                row.relation = _with_its_zero(digit)
                if digit == "1":
                    reading.selves.add(row.at)
        except Wrong as wrong:
            out.add(row.at)
            reading.faults.append(_fault(reading, row, Column.RELATION, digit, wrong))
        if row.relation == Person.Relation.HEAD and row.at in reading.carried:
            out.add(row.at)  # a head does not live behind the door of the line above
            reading.faults.append(_fault(reading, row, Column.DOOR, "", Wrong(MISSING)))
        if not which:
            out.add(row.at)
            reading.waiting.add(row.at)
    reading.leave_out(out)


def _fault(reading, row, column, value, wrong):
    spot = reading.headers[row.sheet].spot(column, row.line)
    return Fault(row.line, str(column), value, wrong.text, wrong.values, row.sheet, spot)


def _with_its_zero(digit):
    if digit not in "12":
        raise Wrong(UNKNOWN_CODE, code=digit)
    return clean_relation(f"0{digit}")
