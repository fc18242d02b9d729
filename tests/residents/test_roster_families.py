"""Two families behind one door: told apart by number or order, asked where neither is sure."""

import pytest

from residents.models import Household, Person
from residents.roster import parts
from residents.roster.reading.found import Unclear
from residents.roster.writing import undoing
from tests.conftest import NOON
from tests.residents.pages import url
from tests.residents.sheets import HEADERS, odd, row, workbook
from tests.residents.test_odd_questions import answer

A, B = row("张三", 与户主关系="户主"), row("李四", 与户主关系="户主")
A_SPOUSE, B_SPOUSE = row("张丽", 与户主关系="配偶"), row("李丽", 与户主关系="配偶")
B_CHILD, NURSE = row("李小", 与户主关系="子女"), row("白云", 与户主关系="保姆")
ASKED = "这个门里有几家，看不出这一行是哪一家的。是哪一家？"


def families():
    """Each household by the names of its members."""
    return sorted(
        sorted(person.name for person in household.members.all())
        for household in Household.objects.all()
    )


def told(found):
    """Which family each row belongs to, and which lines are asked about."""
    families = {row.name: row.family for row in found.reading.rows}
    return families, [question.line for question in found.reading.questions]


def test_a_head_begins_a_family_and_who_stands_below_belongs_to_it(take_in, north):
    roster = take_in(A, A_SPOUSE, B, B_SPOUSE, B_CHILD, NURSE, row("赵一", door="502"))

    assert families() == [["张三", "张丽"], ["李丽", "李四", "李小", "白云"]]
    undoing.agree(roster=roster, by=None, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert not Household.objects.exists() and not Person.objects.exists()


@pytest.mark.parametrize(
    ("rows", "unsure"),
    [
        ([A, B], []),  # each alone
        ([A, A_SPOUSE, B, B_CHILD], []),
        ([A, A_SPOUSE, row("孙五", door="502"), B, B_SPOUSE], []),
        ([A, B, A_SPOUSE, B_SPOUSE], [4, 5]),  # sorted by relation
        ([A, B, B_CHILD], [4]),
        ([A_SPOUSE, A, B, B_SPOUSE], [2, 5]),  # nothing says that spouses stand below
        ([A, A_SPOUSE, B_SPOUSE, B], [3, 4]),  # two spouses
        ([A, A_SPOUSE, B, row("孙五", door="502"), B_CHILD], [6]),  # not right below
        ([A, A_SPOUSE, B, row("孙五", 与户主关系="朋友"), B_CHILD], [6]),
        ([A, B, row("孙五")], []),  # of whom the file says nothing
    ],
)
def test_where_the_order_is_not_sure_it_is_asked(dry_run, rows, unsure):
    families, asked = told(dry_run(*rows))

    assert asked == unsure
    assert "张三" in families and "李四" in families


@pytest.mark.usefixtures("midday")
def test_the_page_asks_by_the_heads_and_the_answer_is_the_family(client, uploaded):
    lines = [("林一", "户主"), ("白二", "户主"), ("林丽", "配偶"), ("白小", "长子")]
    file = workbook(*(["槐荫里", "1", "1", "101", name, *[None] * 3, how] for name, how in lines))
    roster, page = uploaded(file)
    assert ASKED in page and "第 3 行 白二 这一家" in page
    assert (roster.findings["asked"], roster.findings["new"]) == (2, 2)

    answer(client, roster, "1")
    answer(client, roster, "2")
    client.post(url("take-in-roster", roster))

    assert families() == [["林一", "林丽"], ["白二", "白小"]]


def test_the_number_of_the_household_says_it_in_any_order(take_in):
    heads = [*HEADERS, "户主姓名", "户号"]
    lines = [
        [*cells, head, number]
        for cells, head, number in (
            (B_CHILD, "李四", "0002"),
            (A, "张三", "0001"),
            (B, "李四", "0002"),
            (A_SPOUSE, "张三", "0001"),
        )
    ]
    take_in(*lines, headers=heads)

    assert families() == [["张三", "张丽"], ["李四", "李小"]]


def test_beside_buildings_and_an_address_the_number_may_be_a_door_and_is_asked(dry_run):
    with pytest.raises(Unclear, match="出现了两次"):
        dry_run(["甲", "槐荫里", 3, 501], headers=["姓名", "住址", "楼号", "户号"])

    found = dry_run(["甲", 3, 2, 501], headers=["户主姓名", "楼号", "单元", "户号"])
    assert [(each.name, each.door) for each in found.reading.rows] == [("甲", "501")]


def test_parts_hold_both_families_of_a_door(take_in, monkeypatch):
    monkeypatch.setattr(parts, "size", lambda: 1)
    take_in(A, A_SPOUSE, row("赵一", door="502", 与户主关系="户主"), B, B_SPOUSE)

    assert families() == [["张三", "张丽"], ["李丽", "李四"], ["赵一"]]


def test_one_number_has_one_head_and_no_family_is_without(dry_run):
    heads = [*HEADERS, "户号"]

    found = dry_run([*A, 7], [*B, 7], [*A_SPOUSE, 8], headers=heads)

    assert [(fault.line, fault.spot, fault.sentence) for fault in found.faults] == [
        (3, "I3", "同一户里第 2 行已经是户主。一户只写一位户主，另一家的户号要不一样。"),
        (4, "I4", "这个门里有几家，这一家没有户主。请给其中一位写“户主”。"),
    ]


def test_where_several_wrote_themselves_nobody_guesses_heads(dry_run):
    found = dry_run(A, row("李四", 与户主关系="本人"), row("王五", door="502", 与户主关系="本人"))

    assert [(fault.line, fault.sentence) for fault in found.faults] == [
        (3, "这个门里第 2 行也是户主，看不出“本人”是不是户主。是另一家的户主，请写“户主”。")
    ]


def test_a_second_file_in_another_order_changes_nothing_and_members_come_to_theirs(
    take_in, dry_run
):
    take_in(A, A_SPOUSE, B, B_SPOUSE)
    before = families()

    assert dry_run(B, B_SPOUSE, A, A_SPOUSE).plan.unchanged == 4
    assert dry_run(A_SPOUSE).plan.unchanged == 1  # whose family the register knows
    assert [fault.sentence for fault in dry_run(B_CHILD).faults] == [
        "登记里这个门有几家，看不出这一行是哪一家的。请把这一家的户主也写进名册。"
    ]
    take_in(B, B_CHILD)
    assert families() == [before[0], sorted([*before[1], "李小"])]


def test_of_two_heads_in_one_household_the_registered_one_keeps_it(take_in):
    take_in(A, A_SPOUSE, row("李四", 与户主关系="其他"), row("李丽", 与户主关系="其他"))
    kept = Person.objects.get(name="张三").household_id

    roster = take_in(B, B_SPOUSE, A, A_SPOUSE)

    assert Person.objects.get(name="张三").household_id == kept
    assert families() == [["张三", "张丽"], ["李丽", "李四"]]
    undoing.agree(roster=roster, by=None, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert families() == [sorted(["张三", "张丽", "李四", "李丽"])]


def test_the_odd_file_ends_as_two_households(take_in_odd):
    take_in_odd(odd("relation-with-two-families"))

    assert families() == [["李乙", "李甲"], ["赵乙", "赵甲"]]
