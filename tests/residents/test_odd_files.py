"""Seventeen files as offices hand them in, each with the end a careful clerk would come to.

The people are invented. Every day they go through the reading and the plan; in the trial
"odd-files" each is also uploaded on the page and given to the command.
"""

import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from foundation.workbooks import reading as workbooks
from grids.models import Building, Compound
from residents.models import Person, Roster
from residents.roster import workflow
from tests import builders
from tests.conftest import TODAY
from tests.residents.sheets import HEADERS, workbook
from tests.residents.test_roster_pages import post, url

FILES = Path(__file__).with_name("odd_files")
ID, BIRTH = "身份证号", "出生日期"


@dataclass
class End:
    """`taken`: what is told of each line that is taken; `faults`: (line, column), `asked`: lines."""

    taken: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    asked: list = field(default_factory=list)


LANDLINE = {"phone": "0472-5551234"}
ENDS = {
    "apostrophes-and-point-zero": End(
        taken={
            4: {"phone": "13800000001"},
            5: {"phone": "13800000001"},
            6: {"door": "501"},
        },
        faults=[(2, ID), (3, ID)],
    ),
    "birth-six-and-seven-digits": End(faults=[(line, BIRTH) for line in (2, 3, 4, 5)]),
    "carriage-return-in-head": End(taken={2: {"name": "李甲"}}),
    "carriage-return-in-name": End(taken={2: {"name": "李甲"}}),
    "door-with-floor-word": End(
        taken={
            2: {"whole": "槐荫里 3-2-501"},
            3: {"whole": "槐荫里 3-2-502"},
            4: {"whole": "槐荫里 3-2-501"},
        }
    ),
    "export-with-empty-fill": End(taken={2: {"name": "李甲"}}),
    "export-with-font-family-34": End(taken={2: {"name": "李甲"}}),
    "landline-spellings": End(taken={line: LANDLINE for line in range(2, 7)}),
    "names-copied-from-a-pdf": End(
        taken={
            line: {"name": name}
            for line, name in enumerate(["马建国", "黄小明", "龙飞", "齐青"], start=2)
        }
    ),
    "names-of-extension-H-and-I": End(
        taken={
            line: {"name": name}
            for line, name in enumerate(["李\U0002ebf0", "王\U00031350", "赵\U000323af"], start=2)
        }
    ),
    "one-sheet-per-building": End(
        taken={
            ("1号楼", 2): {"name": "郑甲丁"},
            ("2号楼", 2): {"name": "郑乙丁"},
            ("3号楼", 2): {"name": "郑丙丁"},
        }
    ),
    "phone-column-numbered": End(taken={2: {"phone": "13800000001"}}),
    "relations-of-the-national-list": End(
        taken={
            line: {"relation": relation}
            for line, relation in enumerate(
                ["head", "child", "child", *["other"] * 3, "grandchild", "parent", "parent"]
                + ["other"] * 14,
                start=2,
            )
        }
    ),
    "remarks-none": End(
        taken={
            2: {"remarks": ""},
            3: {"remarks": ""},
            4: {"remarks": ""},
            5: {"remarks": "2024.5"},
            6: {"remarks": "2024-05-01"},
        }
    ),
    "strict-open-xml": End(taken={2: {"name": "李甲"}}),
    "struck-out-row": End(taken={3: {"name": "李乙"}}, asked=[2]),
}


@pytest.fixture
def huaiyinli(east):
    """槐荫里 with three buildings, in the community of the east."""
    compound = Compound.objects.create(community=east.parent, name="槐荫里")
    for number in (1, 2, 3):
        Building.objects.create(compound=compound, number=number, **east.columns())
    return compound


def odd(name):
    file = io.BytesIO((FILES / f"{name}.xlsx").read_bytes())
    file.name = f"{name}.xlsx"
    return file


def at(row):
    return row.at if row.sheet else row.line


@pytest.mark.parametrize("name", ENDS)
def test_each_ends_as_a_careful_clerk_would_end_it(name, north, huaiyinli):
    end = ENDS[name]

    found = workflow.dry_run(odd(name), community=north, by=None, on=TODAY)

    rows = {at(row): row for row in found.reading.rows}
    assert rows.keys() == end.taken.keys()
    for line, told in end.taken.items():
        assert {name: getattr(rows[line], name) for name in told} == told
    assert [(fault.line, fault.column) for fault in found.faults] == end.faults
    assert sorted(line for _sheet, line in found.reading.asked) == end.asked
    assert all(fault.spot for fault in found.faults)


def test_two_people_with_one_number_are_named_with_both_cells(north, huaiyinli):
    found = workflow.dry_run(odd("apostrophes-and-point-zero"), community=north, by=None, on=TODAY)

    told = [(fault.spot, fault.values["cell"]) for fault in found.faults]
    assert told == [("F2", "F3"), ("F3", "F2")]


@pytest.fixture
def uploaded(client, chen, north, huaiyinli):
    """The page after an odd file was sent to it."""

    def send(file):
        page = post(client, chen, north, file=file)
        return Roster.objects.get(), page.content.decode()

    return send


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
    assert ("第 2 行画了删除线，按您答的没有读。" in page) == (code == "leave")
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


def test_an_earlier_remark_stays_where_the_file_says_none(take_in_odd, north):
    take_in_odd(workbook(["槐荫里", "1", "1", "101", "林一", *[None] * 6, "养了一只狗"]))
    take_in_odd(odd("remarks-none"))

    assert Person.objects.get(name="林一").remarks == "养了一只狗"


@pytest.fixture
def take_in_odd(tmp_path, north, huaiyinli):
    """The command, with --commit; what it prints."""

    def run(file, *, commit=True):
        path = tmp_path / file.name
        path.write_bytes(file.getvalue())
        out = io.StringIO()
        call_command("import_roster", str(path), community=north.code, commit=commit, stdout=out)
        return out.getvalue()

    return run


def test_the_command_asks_too_and_takes_the_rest(take_in_odd):
    said = take_in_odd(odd("struck-out-row"))

    assert "第 2 行 李甲 这一行画了删除线。还要它吗？" in said
    assert [person.name for person in Person.objects.all()] == ["李乙"]


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", ENDS)
@pytest.mark.usefixtures("midday")
def test_each_ends_so_on_the_page(name, client, uploaded):
    end = ENDS[name]
    roster, page = uploaded(odd(name))

    assert roster.findings["faulty"] == len(end.faults)
    assert roster.findings["asked"] == len(end.asked)
    if end.faults:
        assert "名册里有错，还不能导入" in page
        return
    client.post(url("take-in-roster", roster))
    assert Person.objects.count() == len(end.taken)


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", ENDS)
def test_each_ends_so_with_the_command(name, take_in_odd):
    end = ENDS[name]
    if end.faults:
        with pytest.raises(CommandError, match="什么都没有写"):
            take_in_odd(odd(name))
        assert not Person.objects.exists()
    else:
        take_in_odd(odd(name))
        assert Person.objects.count() == len(end.taken)


# Files from other programs.

TABLE = "姓名,楼号,单元,门牌,手机,备注\r\n郑甲丁,1,1,101,13800000001,住校\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("gb18030"),
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        b"\xff\xfe" + TABLE.replace(",", "\t").encode("utf-16-le"),
        ("sep=;\r\n" + TABLE.replace(",", ";")).encode("gb18030"),
        TABLE.replace("13800000001", '="13800000001"').replace("住校", '"住\n校"').encode(),
    ],
)
def test_a_table_of_text_is_read_in_every_coding(content, north, huaiyinli):
    file = io.BytesIO(content)

    (row,) = workflow.dry_run(file, community=north, by=None, on=TODAY).reading.rows

    assert (row.name, row.door, row.phone) == ("郑甲丁", "101", "13800000001")
    assert row.remarks.replace(" ", "") == "住校"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('姓名,门牌\r\n"郑甲丁,101\r\n'.encode(), "引号不成对"),
        ("姓名,门牌\r\n".encode() + b"\xff\xff,101\r\n", "文字编码认不出来"),
        (b"<html><table><tr><td>1,2</td></tr></table></html>", "这其实是一张网页"),
        (b"x" * 100, "也不是 CSV"),
    ],
)
def test_text_that_cannot_be_read_for_sure_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.survey(io.BytesIO(content))

    assert sentence in refused.value.sentence


@pytest.mark.parametrize(
    ("heads", "above"),
    [
        (["1.姓名", "2、门牌", "③联系电话"], ()),
        (["姓名", "一、门牌", "联系电话1"], ()),
        (["姓 名\r\n", "门牌_x000D_", "联系\n电话"], ()),
        ([None, None, "手机"], [["姓名", "门牌", "联系方式"]]),
    ],
)
def test_heads_are_known_however_they_are_numbered_broken_or_stacked(
    heads, above, north, huaiyinli
):
    file = workbook(["郑甲丁", "1-1-101", 13800000001], headers=heads, above=above)

    (row,) = workflow.dry_run(file, community=north, by=None, on=TODAY).reading.rows

    assert (row.name, row.door, row.phone) == ("郑甲丁", "101", "13800000001")
