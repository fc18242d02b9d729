"""What a file leaves open is asked, and goes as it is answered."""

import pytest

from foundation.workbooks.refusals import Refused
from grids.models import Building
from residents.models import Person
from residents.roster import workflow
from tests import builders
from tests.conftest import TODAY
from tests.residents.pages import url
from tests.residents.sheets import HEADERS, odd, workbook


def answer(client, roster, code):
    page = client.get(url("roster", roster) + "?part=asked").content.decode()
    key = page.split('name="answer-')[1].split('"')[0]
    there = url("roster-questions", roster)
    return client.post(there, {f"answer-{key}": code}, follow=True).content.decode()


@pytest.mark.usefixtures("midday")
def test_a_struck_out_row_is_asked_about_and_the_other_is_taken(client, uploaded):
    roster, page = uploaded(odd("struck-out-row"))
    assert "这一行画了删除线。还要它吗？" in page and "有几处要问" in page

    client.post(url("take-in-roster", roster))

    assert [person.name for person in Person.objects.all()] == ["李乙"]
    page = client.get(url("roster", roster) + "?part=asked").content.decode()
    assert "没有答，没有导入。" in page


@pytest.mark.usefixtures("midday")
@pytest.mark.parametrize(("code", "people"), [("take", 2), ("leave", 1)])
def test_a_struck_out_row_goes_as_it_is_answered(client, uploaded, code, people):
    roster, _page = uploaded(odd("struck-out-row"))

    page = answer(client, roster, code)
    assert "这一行画了删除线" not in page
    assert ("第 2 行按您答的没有读。" in page) == (code == "leave")
    client.post(url("take-in-roster", roster))

    assert Person.objects.count() == people


@pytest.mark.usefixtures("midday")
def test_a_lost_zero_is_asked_and_the_answer_is_the_number(client, uploaded):
    line = ["槐荫里", "1", "1", "101", "林一", None, None, "4725551234"]
    roster, page = uploaded(workbook(line))
    assert "像是座机号，开头少了一个 0。" in page and "4725551234" not in page

    answer(client, roster, "meant")
    client.post(url("take-in-roster", roster))

    assert Person.objects.get().phone == "0472-5551234"


@pytest.mark.usefixtures("midday")
def test_an_answer_that_is_none_changes_nothing(client, uploaded):
    roster, _page = uploaded(odd("struck-out-row"))

    answer(client, roster, "perhaps")

    roster.refresh_from_db()
    assert (roster.findings["asked"], roster.findings["answers"]) == (1, {})


LINE = ["槐荫里", "1", "1", "101", "郑甲丁"]


def two_sheets(*second, hidden=False):
    def change(book):
        page = book.create_sheet("老名单")
        for cells in second:
            page.append(cells)
        page.sheet_state = "hidden" if hidden else "visible"

    return workbook(LINE, change=change)


@pytest.mark.usefixtures("midday")
def test_a_sheet_that_looks_like_data_is_named_with_its_rows_and_asked_about(client, uploaded):
    roster, page = uploaded(two_sheets(["何人", "何处", "如何找到"], ["郑乙丁", "1-1-102", "无"]))
    assert "“老名单”这张表" in page and "这张表有 2 行" in page
    assert "没有读的表：老名单（2 行）" in page

    page = answer(client, roster, "roster")
    assert "认一认列" in page and "何人" in page
    said = {"column-0": "姓名", "column-1": "门牌", "column-2": "", "line": "1"}
    client.post(url("roster-columns", roster), said)
    client.post(url("take-in-roster", roster))

    assert sorted(person.name for person in Person.objects.all()) == ["郑乙丁", "郑甲丁"]


@pytest.mark.usefixtures("midday")
def test_a_sheet_that_is_no_roster_stays_named_and_is_asked_about_no_more(client, uploaded):
    roster, _page = uploaded(two_sheets(["甲", "乙", "丙"], hidden=True))

    page = answer(client, roster, "skip")

    assert "检查过了，可以导入" in page and "没有读的表：老名单（1 行）" in page


def test_a_hidden_sheet_is_read_when_that_is_the_answer(north, huaiyinli):
    file = two_sheets(HEADERS, [*LINE[:3], "102", "郑乙丁"], hidden=True)
    before = workflow.dry_run(file, community=north, by=None, on=TODAY)
    (question,) = before.reading.questions

    answers = {question.key: "roster"}
    after = workflow.dry_run(file, community=north, by=None, on=TODAY, answers=answers)

    assert [row.number for row in after.reading.rows] == ["Sheet!2", "老名单!2"]
    assert [row.name for row in before.reading.rows] == ["郑甲丁"]


def test_an_explanation_beside_the_roster_is_no_data(north, huaiyinli):
    file = two_sheets(["列", "怎么填"], ["姓名", "身份证上的名字"])

    found = workflow.dry_run(file, community=north, by=None, on=TODAY)

    assert found.reading.questions == []
    assert found.findings()["unread"] == [("老名单", 2)]


@pytest.mark.parametrize(
    "lines",
    [
        [*[["说明"]] * 20, ["郑乙丁", "1-1-102", "无"]],
        [["郑乙丁", "1-1-102"]],
        [["郑乙丁", 13800000002]],
    ],
)
def test_data_is_noticed_however_far_down_and_however_narrow(lines, north, huaiyinli):
    found = workflow.dry_run(two_sheets(*lines), community=north, by=None, on=TODAY)

    assert [question.sheet for question in found.reading.questions] == ["老名单"]


def test_a_file_whose_people_are_hidden_is_no_file_without_people(north, huaiyinli):
    def hide(book):
        book.create_sheet("说明")
        book.worksheets[0].sheet_state, book.active = "hidden", 1

    with pytest.raises(Refused) as refused:
        workflow.dry_run(workbook(LINE, change=hide), community=north, by=None, on=TODAY)

    assert "隐藏的表没有读：Sheet。" in refused.value.sentence


def test_a_second_table_whose_columns_stand_otherwise_is_refused(north, huaiyinli):
    swapped = [HEADERS[0], HEADERS[2], HEADERS[1], *HEADERS[3:]]
    again = [*LINE[:3], "102", "郑乙丁"]

    same = workflow.dry_run(workbook(LINE, HEADERS, again), community=north, by=None, on=TODAY)
    with pytest.raises(Refused) as refused:
        workflow.dry_run(workbook(LINE, swapped, again), community=north, by=None, on=TODAY)

    assert [row.line for row in same.reading.rows] == [2, 4]
    assert refused.value.sentence.startswith("第 3 行又有表头")


def test_what_stands_in_a_column_without_a_head_is_named(north, huaiyinli):
    def write(book):
        book.active["N2"] = "已搬走"

    found = workflow.dry_run(workbook(LINE, change=write), community=north, by=None, on=TODAY)

    assert found.findings()["unused"] == ["N"]


def test_faults_and_questions_name_their_sheet(north, huaiyinli):
    file = two_sheets(HEADERS, [*LINE[:3], "102", "郑乙丁", None, 195011], [*LINE])

    found = workflow.dry_run(file, community=north, by=None, on=TODAY)

    told = [(fault.sheet, fault.spot, fault.sentence) for fault in found.faults]
    assert told == [
        ("老名单", "G2", "六位或七位数字分不清哪是月、哪是日。请写成 1950-01-02。"),
        (
            "老名单",
            "E3",
            "和第 Sheet!2 行同门同名。如果是两个人，请都填上身份证号；如果是一个人，请删掉一行。",
        ),
    ]


def test_who_waits_for_an_answer_is_not_asked_about_as_gone(north, huaiyinli, east):
    door = builders.make_door(east, "101", building=Building.objects.get(number=1))
    people = [builders.make_person(door, f"李{name}") for name in "甲乙丙丁戊己庚辛壬癸" * 3]
    lines = [[*LINE[:4], person.name] for person in people[1:10]]
    assert lines and len(people) == 30

    found = workflow.dry_run(odd("struck-out-row"), community=north, by=None, on=TODAY)

    assert found.plan.absent == []


def test_the_command_asks_too_and_takes_the_rest(take_in_odd):
    said = take_in_odd(odd("struck-out-row"))

    assert "第 2 行 李甲 这一行画了删除线。还要它吗？" in said
    assert [person.name for person in Person.objects.all()] == ["李乙"]
