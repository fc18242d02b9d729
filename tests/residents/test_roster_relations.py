"""Relations in the codes of GB/T 4761 and in words of every day, as a careful clerk reads them."""

import pytest

from foundation.workbooks.faults import Wrong
from residents.models import Person
from residents.roster.reading.relations import RELATIONS, TWO_DIGITS, clean_relation
from tests.residents.pages import url
from tests.residents.sheets import row, workbook
from tests.residents.test_odd_questions import answer

MEANT = {
    "head": [
        "01",
        "02",
        "０２",
        "02户主",
        "户主(02)",
        "02-户主",
        "【02】户主",
        "1.户主",
        "02 ",
        "03",
    ],
    "spouse": [
        10,
        "11",
        "12妻",
        "12、妻",
        "妻 12",
        "户主之妻",
        "户主的丈夫",
        "老公",
        "2.配偶",
        "１０",
    ],
    "child": ["20 子", 29, "30", "39", "养女", "37养女或继女", "小女儿", "独女", "户主的女儿"],
    "parent": [50, "58", "53公公", "岳父母"],
    "grandchild": [40, "41孙子", "48", "重孙子"],
    "other": [28, 38, "45", "46", 60, "71兄", 79, 80, "97", 99, "98保姆", "孙媳妇", "爷爷", "表哥"],
    "": [None, "", "无", "—"],
}
REFUSED = {
    "04": "家庭关系代码（GB/T 4761）里没有 04。请核对，或者写成字。",
    13: "家庭关系代码（GB/T 4761）里没有 13。请核对，或者写成字。",
    2011: "家庭关系代码（GB/T 4761）里没有 2011。请核对，或者写成字。",
    "20妻": "代码 20 是“子”，和旁边写的对不上。请核对。",
    "00户主": "家庭关系代码（GB/T 4761）里没有 00。请核对，或者写成字。",
    "张三之妻": "没有这种关系。可以填：户主、配偶、子女、父母、孙辈、其他。",
}
HEAD, SPOUSE, CHILD = "head", "spouse", "child"


@pytest.mark.parametrize("relation", MEANT)
def test_codes_and_words_become_the_relation_that_is_meant(relation):
    assert {cell: clean_relation(cell) for cell in MEANT[relation]} == dict.fromkeys(
        MEANT[relation], relation
    )


@pytest.mark.parametrize("cell", REFUSED)
def test_what_is_no_relation_is_refused_with_a_sentence(cell):
    with pytest.raises(Wrong) as wrong:
        clean_relation(cell)

    assert wrong.value.text % wrong.value.values == REFUSED[cell]


def test_every_word_has_one_meaning_and_every_code_has_its_word():
    words = [word for listed in RELATIONS.values() for word in listed.split()]
    codes = TWO_DIGITS.split()

    assert len(words) == len(set(words))
    assert {pair[2:] for pair in codes} <= set(words)
    assert len({pair[:2] for pair in codes}) == len(codes)


def column(dry_run, *cells):
    """A person behind each of several doors, with these cells in the column of relations."""
    rows = [row(door=f"{n}01", 与户主关系=cell) for n, cell in enumerate(cells, start=1)]
    found = dry_run(*rows)
    faults = [(fault.line, fault.column) for fault in found.reading.faults]
    return [each.relation for each in found.reading.rows], faults, found.reading


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        ([2, 10, 1, "20", 0], [HEAD, SPOUSE, HEAD, CHILD, ""]),  # the 0 of 02 and 01 is lost
        (["02", 1, "2"], [HEAD, HEAD, HEAD]),
        ([0, 1, 2, 3, 5, 8], [HEAD, SPOUSE, CHILD, CHILD, "parent", "other"]),
        (["户主", "３", 1, "2"], [HEAD, CHILD, SPOUSE, CHILD]),
        (["户主", 0, "0"], [HEAD, "", ""]),
    ],
)
def test_the_column_tells_of_which_list_a_single_digit_is(dry_run, cells, meant):
    relations, faults, reading = column(dry_run, *cells)

    assert (relations, faults, reading.questions) == (meant, [], [])


def test_a_digit_that_the_list_of_the_column_lacks_is_refused(dry_run):
    relations, faults, _reading = column(dry_run, "02", "20", 9, 2)
    assert (relations, faults) == ([HEAD, CHILD, HEAD], [(4, "与户主关系")])


def test_a_head_by_a_lost_zero_has_a_door_of_its_own(dry_run):
    found = dry_run(
        row("甲", 与户主关系="02"), row("乙", None, 小区=None, 楼号=None, 单元=None, 与户主关系=2)
    )

    assert [(fault.line, fault.column) for fault in found.faults] == [(3, "门牌")]


@pytest.mark.usefixtures("midday")
@pytest.mark.parametrize(
    ("code", "door", "meant"),
    [
        ("two", "102", {"林二": HEAD, "林三": HEAD}),
        ("one", "101", {"林二": CHILD, "林三": SPOUSE}),
        ("blank", "101", {"林二": "", "林三": ""}),
    ],
)
def test_where_it_does_not_tell_somebody_is_asked_once(client, uploaded, code, door, meant):
    lines = [
        ["槐荫里", "1", "1", door, name, None, None, None, relation]
        for name, door, relation in (
            ("林一", "101", "户主"),
            ("林二", "101", 2),
            ("林三", door, "1"),
        )
    ]
    roster, page = uploaded(workbook(*lines))
    assert "“与户主关系”这一列" in page and "1 和 2 是什么意思？" in page
    assert (roster.findings["questions"], roster.findings["asked"]) == (1, 2)

    answer(client, roster, code)
    client.post(url("take-in-roster", roster))

    people = {person.name: person.relation for person in Person.objects.all()}
    assert people == {"林一": HEAD} | meant
