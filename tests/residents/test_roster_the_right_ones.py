"""A fault never blocks honest rows for ever: the right ones go in, the faulty ones are handed back."""

import io
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from openpyxl import load_workbook

from foundation.audit.verify import Check
from residents import registry
from residents.models import Absence, Person, Roster
from residents.roster import cover, parts, workflow
from residents.roster.reading.header import Header
from residents.roster.saying.sums import sum_of
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON
from tests.residents.pages import post, url
from tests.residents.sheets import HEADERS, row, workbook
from tests.residents.test_roster_undo import dump

pytestmark = pytest.mark.usefixtures("midday")

NUMBER = builders.make_id_number("19500102", 1)
OTHER = builders.make_id_number("19600102", 2)
ONLY = "?only=right"


# Two families, the wife of the first with a slip in her phone; and somebody alone.
LINES = [
    row("张一", door="501", 与户主关系="户主"),
    row("李一", door="501", 与户主关系="配偶", 手机="1380000"),
    row("张二", door="502", 与户主关系="户主", 身份证号=NUMBER),
    row("李二", door="502", 与户主关系="配偶"),
    row("王三", door="601"),
]


def handed_back(client, roster):
    """The sheets of the workbook, each as its values."""
    answer = client.post(url("hand-back-roster", roster))
    return load_workbook(io.BytesIO(answer.getvalue()))


def mended(book, **cells):
    """The same workbook, with these cells (by head) put right in every line that is marked in them."""
    for sheet in book:
        heads = [cell.value for cell in sheet[1]]
        for line in sheet.iter_rows(min_row=2):
            for head, value in cells.items():
                cell = line[heads.index(head)]
                if cell.fill.fill_type:
                    cell.value = value
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    content.name = "改好的.xlsx"
    return content


def names():
    return sorted(Person.objects.values_list("name", flat=True))


def test_the_right_ones_go_in_and_the_mended_ones_follow_as_a_roster(client, chen, north, building):
    empty = dump()
    page = post(client, chen, north, *LINES).content.decode()
    first = Roster.objects.get()
    assert "名册里有错，还不能整份导入" in page and "先导入没有错的行" in page
    assert (first.findings["new"], first.findings["faulty"], first.findings["tied"]) == (3, 1, 1)
    assert "张一" in client.get(url("roster", first), {"part": "tied"}).content.decode()
    asked = client.get(url("take-in-roster", first) + ONLY).content.decode()
    assert "留下的行交回给您" in asked and "一家人要一起看" in asked
    assert not Person.objects.exists()

    page = client.post(url("take-in-roster", first) + ONLY, follow=True).content.decode()

    assert "没有错的行已经导入" in page and "下载没有导入的行" in page
    assert names() == ["张二", "李二", "王三"]
    assert Check().findings == []
    book = handed_back(client, first)
    heads, *lines = book.active.values
    assert heads == (f"原来的行（{first.uid.hex[:8]}）", *HEADERS, "哪里不对")
    assert [(line[0], line[5]) for line in lines] == [(2, "张一"), (3, "李一")]
    assert "同一个门的第 3 行有错" in lines[0][-1] and lines[1][-1].startswith("手机：")
    marked = [cell.coordinate for line in book.active for cell in line if cell.fill.fill_type]
    assert marked == ["I3"]

    page = post(client, chen, north, file=mended(book, 手机="13800000001")).content.decode()

    rest = Roster.objects.latest("pk")
    assert "没有用到的列" not in page and "和上次导入的合起来看" in page
    assert (rest.findings["new"], rest.findings["faulty"]) == (2, 0)
    client.post(url("take-in-roster", rest))
    assert names() == ["张一", "张二", "李一", "李二", "王三"]
    wife = Person.objects.get(name="李一")
    assert wife.household == Person.objects.get(name="张一").household
    for roster in (rest, first):
        roster.refresh_from_db()
        undoing.agree(roster=roster, by=chen, at=NOON)
        undoing.undo(roster=roster, at=NOON)
    assert dump() == empty


def test_saying_no_leaves_everything_as_it_was(client, chen, north, building):
    post(client, chen, north, *LINES)
    first = Roster.objects.get()

    page = client.get(url("take-in-roster", first) + ONLY).content.decode()
    assert f'href="{url("roster", first)}">先不导入' in page
    client.get(url("roster", first))
    first.refresh_from_db()

    assert (first.state, Person.objects.count()) == ("checked", 0)


def test_without_the_choice_a_faulty_file_is_not_taken_in(client, chen, north, building):
    post(client, chen, north, *LINES)
    first = Roster.objects.get()

    for there in (url("take-in-roster", first), url("take-in-roster", first) + "?only=x"):
        page = client.post(there, follow=True).content.decode()
        assert "没有再导入" in page
    with pytest.raises(workflow.NotReady):
        workflow.agree(roster=first, by=chen, at=NOON)

    assert not Person.objects.exists()


def test_the_choice_is_there_once_and_only_where_something_is_right(client, chen, north, building):
    page = post(client, chen, north, *LINES[:2]).content.decode()
    nothing_right = Roster.objects.get()
    assert "先导入没有错的行" not in page
    client.post(url("take-in-roster", nothing_right) + ONLY)
    page = post(client, chen, north, row("赵四", door="701")).content.decode()
    nothing_wrong = Roster.objects.latest("pk")
    assert "先导入没有错的行" not in page
    with pytest.raises(workflow.NotReady):
        workflow.agree(roster=nothing_wrong, by=chen, at=NOON, only_the_right=True)
    post(client, chen, north, *LINES)
    both = Roster.objects.latest("pk")
    client.post(url("take-in-roster", both) + ONLY)
    client.post(url("take-in-roster", both) + ONLY)

    assert names() == ["张二", "李二", "王三"]


def test_numbers_that_change_take_a_reason_and_the_password_here_too(client, chen, north, building):
    door = builders.make_door(building.grid, "502", building=building, stairwell=2)
    builders.make_person(door, "张二", id_number=NUMBER, phone="13800000009")
    lines = [*LINES[:2], row("张二", door="502", 身份证号=NUMBER, 手机="13900000008")]
    post(client, chen, north, *lines)
    first = Roster.objects.get()
    there = url("take-in-roster", first) + ONLY

    page = client.get(there).content.decode()
    assert "新号码先什么也打不开" in page and "139****0008" in page
    assert client.post(there, {"reason": ""}).status_code == 422
    assert Person.objects.get().phone == "13800000009"

    client.post(there, {"reason": "上门核对过", "password": "demo-2026"})

    assert Person.objects.get().phone == "13900000008"


def test_what_is_handed_back_says_the_same_when_it_comes_again(client, chen, north, building):
    """A door merged over a family, and a building that stands only in the name of the sheet."""

    def change(book):
        book.active.title = "3号楼"
        book.active.merge_cells("A2:A3")

    rows = [
        ["501", "张一", "户主", "1"],
        [None, "李一", "配偶", None],
        ["502", "王二", "户主", None],
    ]
    heads = ["门牌", "姓名", "与户主关系", "手机"]
    post(client, chen, north, file=workbook(*rows, headers=heads, change=change))
    first = Roster.objects.get()
    client.post(url("take-in-roster", first) + ONLY)
    assert names() == ["王二"]

    for number in (2, 3):
        post(client, chen, north, file=mended(handed_back(client, first)))
        again = Roster.objects.latest("pk")
        assert (again.findings["faulty"], again.findings["tied"]) == (1, 1)
        book = handed_back(client, again)
        assert book.sheetnames == ["3号楼"]
        told = [line[1:4] for line in book.active.values]
        assert told == [
            ("门牌", "姓名", "与户主关系"),
            ("501", "张一", "户主"),
            ("501", "李一", "配偶"),
        ]
        assert number == Roster.objects.count()

    post(client, chen, north, file=mended(book, 手机="13800000001"))
    client.post(url("take-in-roster", Roster.objects.latest("pk")))
    assert names() == ["张一", "李一", "王二"]


def test_a_column_without_a_head_is_handed_back_under_what_it_holds():
    header = Header(1, [None, "姓名", None], {"#1": "门牌", "#3": "手机"})

    assert header.as_kept() == ["门牌", "姓名", "手机"]


# Who moved away is asked when both halves are in.


@pytest.fixture
def halved(client, chen, north, building, monkeypatch):
    """Ten people registered behind ten doors, and a roster that names nine, two with a slip."""
    monkeypatch.setattr(cover, "ENOUGH", 10)
    for number, name in enumerate("甲乙丙丁戊己庚辛壬癸", start=1):
        door = builders.make_door(building.grid, f"{number}01", building=building, stairwell=2)
        builders.make_person(door, f"张{name}")
    lines = [
        row(f"张{name}", door=f"{n}01", 备注="在") for n, name in enumerate("甲乙丙丁戊己庚辛壬", 1)
    ]
    for n, name in enumerate("甲乙"):
        lines[n] = row(f"张{name}", door=f"{n + 1}01", 备注="在", 手机="1")
    post(client, chen, north, *lines, row("新来的", door="1101"))
    first = Roster.objects.get()
    page = client.get(url("roster", first)).content.decode()
    return SimpleNamespace(first=first, page=page)


def test_nobody_is_asked_about_as_gone_until_both_halves_are_there(client, chen, north, halved):
    assert "不问谁搬走了" in halved.page
    client.post(url("take-in-roster", halved.first) + ONLY)
    assert not Absence.objects.exists()
    book = handed_back(client, halved.first)

    post(client, chen, north, file=mended(book, 手机="13800000001"))

    assert [each.person.name for each in Absence.objects.all()] == ["张癸"]


def test_half_of_what_was_handed_back_asks_about_nobody(client, chen, north, halved):
    client.post(url("take-in-roster", halved.first) + ONLY)
    book = handed_back(client, halved.first)
    book.active.delete_rows(3)

    post(client, chen, north, file=mended(book, 手机="13800000001"))

    assert not Absence.objects.exists()


def test_rows_mended_before_the_right_ones_went_in_ask_about_nobody_and_say_so(
    client, chen, north, halved
):
    page = post(
        client, chen, north, file=mended(handed_back(client, halved.first), 手机="13800000001")
    ).content.decode()

    assert "别忘了回去导入其余的行" in page
    assert not Absence.objects.exists()


# Part by part, and by the command.


def test_stopped_half_way_the_rest_follows_and_the_sum_still_holds(
    client, chen, east, north, building, monkeypatch
):
    monkeypatch.setattr(parts, "size", lambda: 1)
    post(client, chen, north, *LINES[:2], *LINES[4:], *LINES[2:4])
    first = Roster.objects.get()
    workflow.agree(roster=first, by=chen, at=NOON, only_the_right=True)

    def meanwhile(behind, total):
        if not Person.objects.filter(name="张二").exists():
            about = {"id_number": NUMBER, "grid": east, "by": None, "at": NOON}
            registry.register(name="张二", **about)

    with pytest.raises(workflow.RegisterChanged):
        workflow.take_in(roster=first, at=NOON, signs=meanwhile)

    rest = Roster.objects.exclude(pk=first.pk).get()
    workflow.check(roster=rest, at=NOON)
    assert names() == ["张二", "王三"]
    assert [each.number for each in sum_of(first.findings).summands] == [1, 0, 0, 0, 1, 1, 2]
    assert sum_of(first.findings).adds_up and sum_of(rest.findings).adds_up
    client.force_login(chen)
    assert [line[5] for line in handed_back(client, first).active.values][1:] == ["张一", "李一"]
    workflow.agree(roster=rest, by=chen, at=NOON, reason="上门核对过")
    workflow.take_in(roster=rest, at=NOON)
    assert names() == ["张二", "李二", "王三"]


def test_what_is_wrong_only_since_is_handed_back_with_its_cells(client, chen, north, building):
    door = builders.make_door(building.grid, "502", building=building, stairwell=2)
    zhang = builders.make_person(door, "张二", id_number=NUMBER)
    post(client, chen, north, *LINES)
    first = Roster.objects.get()
    workflow.agree(roster=first, by=chen, at=NOON, only_the_right=True)
    Person.objects.filter(pk=zhang.pk).update(status="died")

    with pytest.raises(workflow.RegisterChanged):
        workflow.take_in(roster=first, at=NOON)

    assert (first.state, first.findings["faulty"], first.findings["tied"]) == ("checked", 2, 2)
    client.force_login(chen)
    lines = list(handed_back(client, first).active.values)[1:]
    assert [(line[0], line[5]) for line in lines] == [
        (2, "张一"),
        (3, "李一"),
        (4, "张二"),
        (5, "李二"),
    ]


def test_the_command_does_the_same_by_an_option(tmp_path, take_in_odd, north):
    lines = [
        ["槐荫里", "1", "1", "101", "林一", None, None, "1"],
        ["槐荫里", "1", "1", "102", "林二"],
    ]
    with pytest.raises(CommandError, match="什么都没有写"):
        take_in_odd(workbook(*lines))
    there = tmp_path / "交回.xlsx"

    said = take_in_odd(workbook(*lines), hand_back=there)

    assert "一共 2 = 新增 1" in said and "有错 1" in said and "写好了" in said
    assert names() == ["林二"]
    assert [line[5] for line in load_workbook(there).active.values] == ["姓名", "林一"]
    with pytest.raises(CommandError, match="已经有这个文件"):
        take_in_odd(workbook(*lines), hand_back=there)
    assert sum_of(Roster.objects.get().findings).adds_up
