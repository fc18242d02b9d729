"""Who stays out of the register together with a faulty line."""

import pytest

from residents.roster.rows import Fault, Row
from residents.roster.tied import tied_to
from tests import builders
from tests.residents.sheets import row

pytestmark = pytest.mark.usefixtures("midday")

NUMBER = builders.make_id_number("19500102", 1)


def test_the_same_number_holds_back_both_doors_even_where_one_line_is_faulty_otherwise(dry_run):
    found = dry_run(
        row("甲", door="501", 身份证号=NUMBER, 手机="1"),
        row("乙", door="502", 身份证号=NUMBER),
        row("丙", door="502"),
        row("丁", door="503"),
    )

    assert sorted({(fault.line, fault.column) for fault in found.faults}) == [
        (2, "手机"),
        (2, "身份证号"),
        (3, "身份证号"),
    ]
    assert found.tied == {("", 4): ("", 3)}
    assert [entry.row.name for entry in found.plan.new] == ["丁"]


def test_one_entry_meant_by_two_lines_holds_back_both_doors(dry_run, building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_person(door, "张三丰", id_number=NUMBER)

    found = dry_run(row(door="502", 身份证号=NUMBER), row(door="501"), row("丁", door="503"))

    assert ([fault.line for fault in found.faults], found.tied) == ([3], {("", 2): ("", 3)})
    assert [entry.row.name for entry in found.plan.people] == ["丁"]


def test_below_a_head_whose_door_cannot_be_read_nobody_joins_another_family(dry_run, building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    builders.make_person(door, "老户主", relation="head")

    found = dry_run(
        row("张一", door="50l室甲", 与户主关系="户主"),
        row("李一", door="501", 与户主关系="配偶"),
        row("赵二", door="502", 与户主关系="户主"),
        row("钱二", door="502", 与户主关系="配偶"),
    )

    assert found.tied == {("", 3): ("", 2)}
    assert [entry.row.name for entry in found.plan.new] == ["赵二", "钱二"]


def test_without_the_tie_she_would_be_the_wife_of_whoever_is_registered():
    """The control: a head whose door is known holds back nobody below another door."""
    head = Row(2, building=1, door="401", relation="head", name="张一")
    wife = Row(3, building=1, door="501", relation="spouse", name="李一")
    fault = Fault(2, "手机", "1", "x")

    assert tied_to([wife], [head], [fault]) == {}
    assert tied_to([wife], [Row(2, relation="head")], [fault]) == {("", 3): ("", 2)}
