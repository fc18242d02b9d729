"""Seventeen files as offices hand them in, each with the end a careful clerk would come to.

The people are invented. Every day they go through the reading and the plan; in the trial
"odd-files" each is also uploaded on the page and given to the command.
"""

from dataclasses import dataclass, field

import pytest
from django.core.management import CommandError

from residents.models import Person
from residents.roster import workflow
from residents.roster.saying.sums import sum_of
from tests.conftest import TODAY
from tests.residents.pages import url
from tests.residents.sheets import odd, workbook

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
    assert sum_of(found.findings()).adds_up


def test_two_people_with_one_number_are_named_with_both_cells(north, huaiyinli):
    found = workflow.dry_run(odd("apostrophes-and-point-zero"), community=north, by=None, on=TODAY)

    told = [(fault.spot, fault.values["cell"]) for fault in found.faults]
    assert told == [("F2", "F3"), ("F3", "F2")]


def test_an_earlier_remark_stays_where_the_file_says_none(take_in_odd, north):
    take_in_odd(workbook(["槐荫里", "1", "1", "101", "林一", *[None] * 6, "养了一只狗"]))
    take_in_odd(odd("remarks-none"))

    assert Person.objects.get(name="林一").remarks == "养了一只狗"


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", ENDS)
@pytest.mark.usefixtures("midday")
def test_each_ends_so_on_the_page(name, client, uploaded):
    end = ENDS[name]
    roster, page = uploaded(odd(name))

    assert roster.findings["faulty"] == len(end.faults)
    assert roster.findings["asked"] == len(end.asked)
    if end.faults:
        assert "名册里有错，还不能" in page
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
