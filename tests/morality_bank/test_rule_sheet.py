"""积分事项 of the organisation workbook: as the register of what earns points would have it."""

import json
from datetime import timedelta

import pytest

from morality_bank.models import Account, Bank, Rule
from office.opening import saying, template, workflow
from tests import builders
from tests.conftest import NOON
from tests.office.organisation import NORTH, checked, taken_in, workbook

LATER = NOON + timedelta(hours=1)
LINES = [
    [NORTH, "楼道清扫", "10", "4", "楼栋长在场", "居民会议", ""],
    [NORTH, "陪老人看病", "30", "", "", "", "停用"],
]


def found(row):
    return json.loads(row.found)


def test_rules_come_in_with_their_bank_and_go_back(street, north, bai):
    row = taken_in(street, bai, workbook(**{"积分事项": LINES}))

    bank = Bank.objects.get(community=north)
    assert (bank.name, Account.objects.filter(bank=bank, kind="issuer").count()) == (
        "北苑道德银行",
        1,
    )
    cleaning, company = Rule.objects.order_by("points")
    assert (cleaning.points, cleaning.most_a_month, cleaning.active) == (10, 4, True)
    assert (company.most_a_month, company.active) == (None, False)
    assert found(row)["counts"]["积分事项"] == {"new": 3}
    again = template.build(street)
    again.name = "x.xlsx"
    again = found(checked(street, bai, again, at=LATER))
    assert (again["faults"], again["steps"], again["questions"]) == ([], [], [])

    workflow.ask_undo(row=row, by=bai, at=LATER)
    workflow.undo(row=row, at=LATER)
    assert row.state == "undone", saying.Found(row).verdict
    assert not Bank.objects.exists() and not Rule.objects.exists()


def test_what_was_corrected_by_hand_or_left_out_is_asked(street, north, bai):
    """And a bank that is open stays as it is called."""
    bank = builders.make_bank(north, "北苑爱心银行")
    other = builders.make_rule(bank, "换灯泡", 5)
    taken_in(street, bai, workbook(**{"积分事项": LINES}))
    Rule.objects.filter(name="楼道清扫").update(points=12)
    newer = [[*LINES[0][:2], "20", "2", *LINES[0][4:]], LINES[1]]

    row = checked(street, bai, workbook(**{"积分事项": newer}), at=LATER)

    assert [step["field"] for step in found(row)["steps"]] == ["每人每月最多几次"]
    by_hand, left_out = found(row)["questions"]
    assert (by_hand["ours"], by_hand["theirs"]) == ("12", "20")
    assert other.name in left_out["name"]
    assert Bank.objects.get().name == "北苑爱心银行"


L = LINES[0]
BROKEN = {
    "no points": ([*L[:2], "", *L[3:]], "C2 积分 这里要填"),
    "too many points": ([*L[:2], "10001", *L[3:]], "C2 积分 这里要填 1 到 10000"),
    "half a point": ([*L[:2], "1.5", *L[3:]], "C2 积分 这里要填 1 到 10000"),
    "less than once": ([*L[:3], "-1", *L[4:]], "D2 每人每月最多几次"),
    "a long name": ([NORTH, "扫" * 41, *L[2:]], "B2 事项"),
    "neither in use nor not": ([*L[:6], "暂停"], "G2 在用 这里写“在用”或“停用”"),
    "another street": (["远方社区", *L[1:]], "A2 社区 这个街道里没有"),
}


@pytest.mark.parametrize(("line", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_said_by_its_cell(street, north, bai, line, sentence):
    row = checked(street, bai, workbook(**{"积分事项": [line]}))

    said = "\n".join(f"{where} {text}" for where, text in saying.Found(row).faults)
    assert sentence in said
