"""What a roster would change: counted and named, nothing written."""

from dataclasses import asdict

import pytest

from residents.models import Dwelling, Household, Person
from residents.roster.saying.lines import changed_lines
from tests import builders
from tests.conftest import TODAY
from tests.residents.sheets import row

NUMBER = builders.make_id_number("19500102", 1)
OTHER = builders.make_id_number("19600102", 2)


def faults(found):
    return [(fault.line, fault.column) for fault in found.faults]


def reasons(found):
    return [fault.sentence for fault in found.faults]


@pytest.fixture
def zhang(building):
    """Registered behind 2单元 501 with number and phone."""
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    return builders.make_person(door, "张三丰", id_number=NUMBER, phone="13800000009")


def test_new_people_and_new_doors_are_counted_and_nothing_is_written(dry_run):
    found = dry_run(row("张三丰"), row("李四光"), row("王五", door="502"))

    counts = found.findings()
    assert (counts["people"], counts["new"], counts["new_doors"], counts["faulty"]) == (3, 3, 2, 0)
    assert not Person.objects.exists()
    assert not Dwelling.objects.exists()


def test_somebody_is_known_by_number_and_unchanged(dry_run, zhang):
    found = dry_run(row(身份证号=NUMBER, 手机="138 0000 0009", 居住类型="自有"))

    assert (found.plan.unchanged, found.plan.people) == (1, [])


def test_somebody_without_papers_is_known_by_name_and_door(dry_run, zhang):
    assert dry_run(row()).plan.unchanged == 1


def test_the_same_name_behind_another_door_is_somebody_else(dry_run, zhang):
    assert len(dry_run(row(door="502")).plan.new) == 1


def test_the_same_name_with_other_papers_is_somebody_else(dry_run, zhang):
    assert len(dry_run(row(身份证号=OTHER)).plan.new) == 1


def test_an_old_number_finds_the_same_person(dry_run, zhang):
    old = NUMBER[:6] + NUMBER[8:17]

    assert dry_run(row(身份证号=old)).plan.unchanged == 1


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"手机": "13900000000"}, "手机"),
        ({"与户主关系": "户主"}, "与户主关系"),
        ({"居住类型": "租住"}, "居住类型"),
        ({"关爱标签": "低保"}, "关爱标签"),
        ({"备注": "养了一只狗"}, "备注"),
        ({"door": "502"}, "门牌"),
    ],
)
def test_a_change_names_its_column(dry_run, zhang, cells, column):
    found = dry_run(row(身份证号=NUMBER, **cells))

    (line,) = changed_lines(found.plan)
    assert (line["line"], line["name"]) == (2, "张三丰")
    assert [change[0] for change in line["changes"]] == [column]


def test_an_empty_cell_changes_nothing(dry_run, zhang):
    assert dry_run(row(身份证号=NUMBER, 手机="", 备注=None)).plan.unchanged == 1


def test_a_number_registered_under_another_name_is_held_out_until_somebody_decides(dry_run, zhang):
    found = dry_run(row("张四丰", 身份证号=NUMBER))

    assert (found.faults, found.plan.people) == ([], [])
    assert [(like.row.line, like.person, like.reason) for like in found.plan.held] == [
        (2, zhang, "id_number")
    ]


def test_two_people_of_one_name_behind_a_door_need_numbers(dry_run, zhang):
    builders.make_person(zhang.home, "张三丰")

    found = dry_run(row())

    assert reasons(found) == ["登记里这个门有几位同名的人。请填身份证号。"]


def test_somebody_dead_is_not_brought_back(dry_run, zhang):
    Person.objects.update(status="died")

    assert "去世" in reasons(dry_run(row(身份证号=NUMBER)))[0]


def test_people_of_a_community_one_does_not_serve_are_not_moved(dry_run, far, chen, bai):
    there = builders.make_door(far, "101")
    builders.make_person(there, "张三丰", id_number=NUMBER)

    found = dry_run(row(身份证号=NUMBER), by=chen)

    assert (len(found.plan.new), found.faults) == (1, [])
    assert [e.changes for e in dry_run(row(身份证号=NUMBER), by=bai).plan.people] == [{"门牌"}]


def test_the_same_number_twice_names_both_lines(dry_run):
    found = dry_run(row("张三丰", 身份证号=NUMBER), row("李四光", 身份证号=NUMBER))

    assert faults(found) == [(2, "身份证号"), (3, "身份证号")]
    assert reasons(found) == [
        f"和 {cell} 是同一个身份证号。两个人不会同号，请核对是谁的写错了。" for cell in ("F3", "F2")
    ]


def test_the_same_person_twice_is_named_unless_both_show_numbers(dry_run):
    assert faults(dry_run(row(), row())) == [(3, "姓名")]
    assert faults(dry_run(row(身份证号=NUMBER), row())) == [(3, "姓名")]
    assert faults(dry_run(row(身份证号=NUMBER), row(身份证号=OTHER))) == []


def test_a_family_without_a_head_is_named_once_for_the_door(dry_run):
    found = dry_run(row("甲", 与户主关系="配偶"), row("乙", 与户主关系="子女"))

    assert faults(found) == [(2, "与户主关系")]


def test_two_heads_behind_one_door_are_two_families(dry_run):
    found = dry_run(row("甲", 与户主关系="户主"), row("乙", 与户主关系="户主"))

    assert faults(found) == []
    assert [entry.row.family for entry in found.plan.new] == ["1", "2"]


def test_a_head_the_register_knows_is_enough(dry_run, zhang):
    Person.objects.update(
        relation="head",
        household=Household.objects.create(dwelling=zhang.home, **zhang.home.grid.columns()),
    )

    assert dry_run(row("李四光", 与户主关系="配偶")).faults == []


def test_a_head_who_moves_out_in_the_same_roster_is_none(dry_run, zhang):
    Person.objects.update(relation="head")

    found = dry_run(
        row(身份证号=NUMBER, door="601", 与户主关系="户主"), row("李四光", 与户主关系="配偶")
    )

    assert faults(found) == [(3, "与户主关系")]


def test_flat_mates_need_no_head(dry_run):
    assert dry_run(row("甲"), row("乙"), row("丙", 与户主关系="其他")).faults == []


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"小区": "和平村"}, "这个社区没有这个小区。有：和平里。"),
        ({"楼号": "4"}, "和平里没有这栋楼，有：3 号楼。新楼请街道后台先登记。"),
        ({"楼号": ""}, "没有写楼号。"),
        ({"door": "9901"}, "没有这样的楼层，请核对门牌。"),
        ({"door": "一楼东户"}, "门牌读不懂，请写成 501，或者 3-2-501。"),
        ({"door": "4-2-501"}, "楼号和门牌里写的楼不一样。"),
        ({"door": None}, "这里要填。"),
        ({"单元": "东"}, "要填数字，比如 3。"),
        ({"name": ""}, "这里要填。"),
        ({"name": "张3"}, "姓名里有数字、符号或认不出的字。请只写姓名，别的写到备注里。"),
        (
            {"身份证号": "150299195001020019"},
            "身份证号的最后一位和前面的对不上，可能有一位写错了。",
        ),
        ({"身份证号": "15029919500102"}, "身份证号应当是 18 位（或老的 15 位）。"),
        ({"手机": "1380000000"}, "不是完整的手机号或座机号（座机请带区号）。"),
        ({"与户主关系": "朋友"}, "没有这种关系。可以填：户主、配偶、子女、父母、孙辈、其他。"),
        ({"居住类型": "酒店"}, "没有这种居住类型。可以填：自有、租住、寄居、临时。"),
        ({"备注": "长" * 201}, "太长了，最多 200 个字。"),
    ],
)
def test_a_fault_says_how_to_mend_it(dry_run, cells, sentence):
    facts = {"手机": "13800000001", **cells}

    assert reasons(dry_run(row(**facts))) == [sentence]


def test_an_unknown_tag_is_told_the_known_ones(dry_run):
    found = dry_run(row(关爱标签="低保、信访重点"))

    assert reasons(found)[0].startswith("没有“信访重点”这个标签。可以填：80 岁以上独居、空巢；")


def test_tags_are_read_with_any_separator(dry_run):
    found = dry_run(row(关爱标签="80 岁以上独居、空巢、低保户，退役军人；残疾"))

    assert found.plan.people[0].tags == ["disability", "living_alone_80", "low_income", "veteran"]


def test_every_faulty_line_is_named_and_numbers_are_masked(dry_run):
    bad = builders.make_id_number()[:-1] + "Z"

    found = dry_run(*[row(f"张{n}", 身份证号=bad) for n in "甲乙丙"], row("丁"))

    assert faults(found) == [(2, "身份证号"), (3, "身份证号"), (4, "身份证号")]
    assert found.findings()["faulty"] == 3
    assert {fault.value for fault in found.faults} == {"150****1Z"}
    assert bad not in str([asdict(fault) for fault in found.faults])


def test_the_plan_is_the_same_for_the_same_rows(dry_run, zhang):
    rows = [row(身份证号=NUMBER, 手机="13900000000"), row("李四光")]

    assert dry_run(*rows).plan.digest() == dry_run(*rows).plan.digest()
    assert dry_run(*rows).plan.digest() != dry_run(rows[1]).plan.digest()
    assert dry_run(*rows).plan.on == TODAY


def test_of_several_phones_in_a_cell_somebody_says_which(dry_run):
    found = dry_run(
        row("甲", 手机="13800000001/13900000002（儿子）"),
        row("乙", 手机="0472-5551234 04725551234"),
        row("丙", 手机="13800000001（儿子）"),
    )

    question, other = found.reading.questions
    assert (question.line, question.sentence) == (2, "一格里有几个号码，登记里只记一个。记哪一个？")
    assert [code for code, _text, _values in question.choices] == ["1", "2", "blank"]
    assert [each.phone for each in found.reading.rows] == ["0472-5551234"]
    assert (other.line, other.value) == (4, "138****01（儿子）")
    assert other.sentence == "号码旁边还写着别的字，看不出是不是本人的号码。记这个号码吗？"
    assert faults(found) == []
