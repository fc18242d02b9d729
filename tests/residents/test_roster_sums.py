"""Of every file: the rows in it are those that are taken, changed, the same, asked about, refused,
or named as left out. Every file that the fixtures of this folder check, odd, hostile or messy, is
summed there."""

import pytest
from django.utils import timezone
from openpyxl.styles import Font

from residents.models import Roster
from residents.roster import workflow
from residents.roster.saying.sums import sum_of
from tests import builders
from tests.conftest import NOON
from tests.residents.conftest import upload
from tests.residents.pages import url
from tests.residents.sheets import HEADERS, row

NUMBER = builders.make_id_number("19500102", 1)


def strike(*lines):
    def change(book):
        for line in lines:
            for cell in book.active[line]:
                cell.font = Font(strike=True)

    return change


# A row of every kind there is: two of a family with a slip, one asked about, one struck out, one like
# somebody registered, one changed, one the same, heads again, an example, a total, an empty door.
MESSY = [
    row("张一", door="601", 与户主关系="户主"),
    row("李一", door="601", 与户主关系="配偶", 手机="1380000"),
    row("赵二", door="602", 手机="4725551234"),
    row("钱三", door="603"),
    row("张四丰", door="501", 身份证号=NUMBER),
    row("王五", door="502", 备注="养狗"),
    row("王六", door="502"),
    HEADERS,
    row("孙七", door="604", 备注="示例"),
    [None] * 12,
    ["合计 8 人", *[None] * 11],
    ["和平里", "3", "2", "605", *[None] * 8],
    row("周八", door="606"),
]


def labelled(found):
    return {each.label: each.number for each in sum_of(found).summands}


@pytest.fixture
def known(building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_person(door, "张三丰", id_number=NUMBER)
    beside = builders.make_door(building.grid, "502", building=building, stairwell=2)
    for name in ("王五", "王六"):
        builders.make_person(beside, name)


@pytest.mark.usefixtures("midday", "known")
def test_every_row_of_a_messy_file_is_told_before_and_after(client, chen, north):
    roster = upload(north, *MESSY, by=chen, at=timezone.now(), change=strike(5))
    workflow.check(roster=roster, at=NOON)

    told = labelled(roster.findings)

    assert told == {
        "新增": 1,
        "有改动": 1,
        "没有变化": 1,
        "要问的": 2,
        "有错": 1,
        "一起留下": 1,
        "待定": 1,
        "没有写人": 2,
        "示例": 1,
        "重复的表头": 1,
    }
    assert sum_of(roster.findings).rows == 12 and sum_of(roster.findings).adds_up
    client.force_login(chen)
    page = client.get(url("roster", roster)).content.decode()
    assert "表里一共 <strong>12</strong> 行" in page
    assert "第 12、13 行没有写人，跳过了。" in page
    answers = {each["key"]: "leave" for each in workflow.pages.read_all(roster, "asked")[1:]}
    workflow.look_again(roster=roster, read_anew=True, answers=answers)
    workflow.check(roster=roster, at=NOON)
    assert labelled(roster.findings) == told | {"要问的": 1, "答了不要": 1}
    assert sum_of(roster.findings).adds_up
    workflow.agree(roster=roster, by=chen, at=NOON, only_the_right=True)
    workflow.take_in(roster=roster, at=NOON)
    assert labelled(roster.findings) == told | {"要问的": 1, "答了不要": 1}
    assert "每一行都在下面" in client.get(url("roster", roster)).content.decode()


def test_a_row_that_is_dropped_is_noticed():
    """The control: one row fewer than there are in the file, and the sum does not hold."""
    found = {"people": 3, "lines": 3, "new": 1, "changed": 0, "unchanged": 1, "faulty": 0}

    assert not sum_of(found).adds_up
    assert sum_of(found | {"asked": 1}).adds_up


def test_a_roster_without_a_file_is_summed_by_its_people():
    """What was left of a roster, and what was decided later, has rows and no lines."""
    found = {"people": 2, "new": 1, "changed": 0, "unchanged": 0, "faulty": 0, "held": 1}

    assert sum_of(found).rows == 2 and sum_of(found).adds_up
    assert sum_of(Roster(findings={"refusal": "x"}).findings) is None
