"""Twenty tables as offices keep them: every line is taken or asked about, and the sum is right.

Two of them every day, all in the trial "odd-files".
"""

import pytest

from residents.models import Person
from residents.roster import workflow
from tests.conftest import NOON, TODAY
from tests.residents import real_tables_of_offices  # noqa: F401  draws the other twelve
from tests.residents.conftest import send
from tests.residents.real_tables import TABLES

DAILY = ["two_families_of_the_police", "families_in_order"]


def told(row):
    return row.name, row.whole, row.relation, row.phone, row.id_number


def truth(someone, row):
    """What the file says of somebody; a column it has not says nothing."""
    return (
        someone.name,
        someone.whole,
        row.relation and someone.relation,
        row.phone and someone.phone,
        row.id_number and someone.id_number,
    )


def take_whole(name, north):
    table = TABLES[name]()
    file = table.file(name)
    found = workflow.dry_run(file, community=north, by=None, on=TODAY)

    assert [fault.sentence for fault in found.faults] == []
    rows = {row.at: row for row in found.reading.rows}
    assert set(rows) == table.people.keys() - table.asked
    assert found.reading.asked == table.asked
    assert sum(not each.line for each in found.reading.questions) == table.of_sheets
    assert {at: told(row) for at, row in rows.items()} == {
        at: truth(table.people[at], row) for at, row in rows.items()
    }
    counted = found.findings()
    sums = ("new", "changed", "unchanged", "held", "asked", "faulty")
    assert sum(counted[each] for each in sums) == counted["people"] == len(table.people)
    roster = send(north, file, at=NOON)
    workflow.check(roster=roster, at=NOON)
    workflow.agree(roster=roster, by=None, at=NOON, reason="")
    workflow.take_in(roster=roster, at=NOON)
    assert Person.objects.count() == len(rows)
    again = workflow.dry_run(file, community=north, by=None, on=TODAY)
    assert again.plan.unchanged == len(rows)
    return table


@pytest.mark.parametrize("name", DAILY)
def test_a_table_is_taken_in_whole(name, north, west, huaiyinli):
    take_whole(name, north)


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", sorted(TABLES.keys() - set(DAILY)))
def test_so_is_each_of_the_others(name, north, west, huaiyinli):
    take_whole(name, north)


def test_there_are_twenty():
    assert len(TABLES) == 20
