"""空挂户: registered here, living nowhere here; taken as people without a door, never guessed."""

import pytest

from residents.models import Person, Residency, Roster
from residents.roster import workflow
from residents.roster.writing import undoing
from tests.conftest import NOON, TODAY
from tests.residents.pages import post, url
from tests.residents.sheets import row, workbook
from tests.residents.test_odd_questions import answer

NOWHERE = {"小区": None, "楼号": None, "单元": None}
ABSENT = row("林一", "空挂户", 与户主关系="户主", **NOWHERE)
pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def sent(client, chen, north, building):
    """The page after these lines were uploaded, and their roster."""

    def send(*rows):
        page = post(client, chen, north, file=workbook(*rows))
        return Roster.objects.latest("pk"), page.content.decode()

    return send


def home_of(name):
    person = Person.objects.get(name=name)
    return str(person.home or ""), person.grid.name, person.remarks


def test_the_grid_is_asked_once_and_they_are_registered_without_a_door(
    client, sent, chen, west, dry_run
):
    more = row("林二", None, 居住类型="空挂户", 备注="在北京", **NOWHERE)
    roster, page = sent(ABSENT, more, row("赵一"))
    assert "有的人是空挂户，没有门。归哪个网格联系？" in page
    assert (roster.findings["new"], roster.findings["asked"]) == (1, 2)

    answer(client, roster, str(west.pk))
    client.post(url("take-in-roster", roster))

    assert home_of("林一") == ("", west.name, "空挂户")
    assert home_of("林二") == ("", west.name, "空挂户；在北京")
    assert Residency.objects.count() == 1
    roster.refresh_from_db()
    again = dry_run(ABSENT, more, row("赵一"))
    answered = workflow.dry_run(
        workbook(ABSENT, more, row("赵一")),
        community=roster.community,
        by=None,
        on=TODAY,
        answers=roster.findings["answers"],
    )
    assert (again.plan.unchanged, answered.plan.unchanged) == (1, 3)
    undoing.agree(roster=roster, by=chen, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("here", ("和平里 3号楼 2单元 501", "空挂户")),
        ("away", ("", "空挂户，户口在和平里 3-2-501")),
    ],
)
def test_a_door_beside_the_word_is_asked_about(client, sent, chen, east, west, take_in, code, ends):
    take_in(row("林一"))
    roster, page = sent(row("林一", 备注="空挂户"))
    assert "写了门牌，又写了“空挂户”。人住在这里吗？" in page

    page = answer(client, roster, code)
    if code == "away":
        answer(client, roster, str(west.pk))
    client.post(url("take-in-roster", roster))

    home, _grid, remarks = home_of("林一")
    assert (home, remarks) == ends
    assert Residency.objects.filter(until_on=None).count() == (code == "here")
    found = client.post("/search/", {"words": "林一"}).content.decode()
    assert "林一" in found and ("3-2-501" in found or code == "away")
    roster.refresh_from_db()
    undoing.agree(roster=roster, by=chen, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert home_of("林一") == ("和平里 3号楼 2单元 501", east.name, "")


def test_who_is_said_to_be_none_is_none(dry_run):
    found = dry_run(row("林一", 备注="不是空挂户"), row("林二", door="502", 备注="非空挂户"))

    assert (found.reading.questions, found.plan.unchanged + len(found.plan.new)) == ([], 2)


def test_two_of_one_name_are_two_only_with_numbers(dry_run):
    found = dry_run(ABSENT, ABSENT)

    assert [fault.sentence for fault in found.faults] == [
        "和第 2 行同名，都没有门。如果是两个人，请都填上身份证号；如果是一个人，请删掉一行。"
    ]
