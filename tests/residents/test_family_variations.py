"""Relations as they are written, and families behind one door however the list is ordered.

A few every day, two hundred in the trial "odd-files".
"""

import random

import pytest

from residents.roster import workflow
from residents.roster.rows import Row
from tests.conftest import TODAY
from tests.forms import FORMS
from tests.residents.sheets import workbook
from tests.residents.variations import families, kin
from tests.residents.variations.ends import differences


def heads_of(rows: list[Row]) -> dict[str, str]:
    """{name: the head of the family the row is in}."""
    heads = {row.family_key: row.name for row in rows if row.relation == "head"}
    return {row.name: heads.get(row.family_key, "") for row in rows}


def families_differ(seed, count, community):
    """What differs in a file of so many doors: (what, expected, found)."""
    chance, people = random.Random(seed), families.names()
    drawn = [families.a_door(chance, number, people) for number in range(1, count + 1)]
    lines = [row for door in drawn for row in door.rows()]
    file = workbook(*lines, headers=families.HEADS)
    found = workflow.dry_run(file, community=community, by=None, on=TODAY)
    asked = set().union(*(door.asked for door in drawn))
    told = {name: head for door in drawn for name, head in door.head_of.items()}
    expected = {name: head for name, head in told.items() if name not in asked}
    names = {line: cells[4] for line, cells in enumerate(lines, 2)}
    read = heads_of(found.reading.rows)
    wrong = [(name, expected.get(name), read.get(name)) for name in expected.keys() | read.keys()]
    wrong = [each for each in wrong if each[1] != each[2]]
    wrong += [fault.sentence for fault in found.faults]
    asked_here = {names[line] for _sheet, line in found.reading.asked}
    return wrong + sorted(asked ^ asked_here)


def test_each_member_of_a_few_doors_is_with_their_head_or_asked_about(north, huaiyinli):
    assert families_differ(7, 25, north) == []


def test_a_family_read_otherwise_is_noticed(north, huaiyinli, monkeypatch):
    """The control: a list whose order is no order is not asked about."""
    monkeypatch.setattr(families, "_asked", lambda *_: set())

    assert families_differ(7, 25, north)


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("seed", range(8))
def test_so_is_each_of_two_hundred_doors(seed, north, huaiyinli):
    assert families_differ(f"families {seed}", 25, north) == []


def kin_differ(kind, count, form, community):
    chance = random.Random(f"{kind.__name__} {form}")
    drawn = [kind(chance) for _ in range(count)]
    return differences(kin.below_heads(drawn), community, form=form)


def test_a_few_relations_of_each_kind_end_as_their_sentence_says(north, huaiyinli):
    drawn = [kind(random.Random(9 + n)) for kind in kin.KINDS for n in range(4)]

    assert differences(kin.below_heads(drawn), north) == []


def test_a_relation_that_ends_otherwise_is_noticed(north, huaiyinli):
    """The control: each with the end of another one."""
    chance = random.Random(9)
    drawn = [kin.a_code_beside_its_word(chance), kin.no_relation(chance)]
    drawn[0].ends, drawn[1].ends = drawn[1].ends, drawn[0].ends

    assert len(differences(kin.below_heads(drawn), north)) == 2


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("form", [*FORMS, "gb18030", "utf-8-sig"])
@pytest.mark.parametrize("kind", kin.KINDS)
def test_so_do_two_hundred_of_each_kind(kind, form, north, huaiyinli):
    assert kin_differ(kind, 200, form, north) == []
