"""What else offices hand in ends as a careful clerk would end it: nothing guessed, nothing dropped.

Every day the files go through the reading and the plan; in the trial "odd-files" each is also
uploaded on the page and given to the command.
"""

import json
from functools import partial
from random import Random

import pytest
from django.core.management import CommandError

from demo.invented import names
from foundation.workbooks.cells import shown
from foundation.workbooks.refusals import Refused
from residents.models import Person, Roster
from residents.roster import workflow
from residents.roster.columns import Column
from residents.roster.reading import doubtful
from residents.roster.saying.sentences import sentences_of_file
from residents.roster.saying.sums import sum_of
from tests.conftest import TODAY
from tests.residents.habits import HABITS, HEADS
from tests.residents.pages import PAGE, url
from tests.residents.sheets import workbook
from tests.residents.test_odd_questions import answer

SEXES = ("male", "female")


def ended(found):
    """The end of each line of a dry run."""
    reading = found.reading
    return {
        "faults": [(fault.line, str(fault.column)) for fault in found.faults],
        "asked": sorted(line for _sheet, line in reading.asked),
        "nobody": [line for _sheet, line in reading.nobody],
        "of_sheets": sum(not each.line for each in reading.questions),
    }


def wrong_in(drawn, found):
    """(what, expected, found) of everything that ended otherwise."""
    rows = {row.line: row for row in found.reading.rows}
    wrong = [("taken", [*drawn.taken], [*rows])] if rows.keys() != drawn.taken.keys() else []
    for line in rows.keys() & drawn.taken.keys():
        told = {name: getattr(rows[line], name) for name in drawn.taken[line]}
        wrong += [(line, drawn.taken[line], told)] if told != drawn.taken[line] else []
    for what, value in ended(found).items():
        if value != getattr(drawn, what):
            wrong.append((what, getattr(drawn, what), value))
    said = "\n".join([*sentences_of_file(found.findings()), *_asked(found)])
    wrong += [("says", each, said) for each in drawn.says if each not in said]
    return wrong if sum_of(found.findings()).adds_up else [*wrong, "the sum"]


def _asked(found):
    return [each.sentence for each in found.reading.questions]


@pytest.mark.parametrize("name", HABITS)
def test_each_ends_as_a_careful_clerk_would_end_it(name, north, huaiyinli):
    drawn = HABITS[name]()
    look = partial(workflow.dry_run, drawn.file, community=north, by=None, on=TODAY)

    if drawn.refused:
        with pytest.raises(Refused) as refused:
            look()
        assert drawn.refused in refused.value.sentence
    else:
        assert wrong_in(drawn, look()) == []


def test_no_name_of_the_demo_is_doubted():
    chance = Random(13)
    drawn = [names.full(chance, chance.choice(SEXES), 1930 + n % 90) for n in range(2_000)]

    assert [
        name for name in drawn if [*doubtful.doubts(2, {Column.NAME: name}, struck=False)]
    ] == []
    assert not any(doubtful.is_empty_door({Column.NAME: name}) for name in drawn)


def test_an_end_that_is_another_one_is_noticed(north, huaiyinli):
    """The control: a file with the ends of another one."""
    drawn, other = HABITS["as_above"](), HABITS["remarks_that_somebody_is_gone"]()
    found = workflow.dry_run(drawn.file, community=north, by=None, on=TODAY)

    assert [each[0] for each in wrong_in(other, found)] == ["taken", "asked"]


def test_a_faulty_line_is_handed_back_with_what_stands_above_it(north, huaiyinli):
    lines = [[3, 2, 501, "林一", None, None], ["同上", "〃", "同上 ", "白二", "138", "住校"]]
    file = workbook(*lines, headers=HEADS)

    found = workflow.dry_run(file, community=north, by=None, on=TODAY)

    assert [(fault.line, fault.column) for fault in found.faults] == [(3, "手机")]
    assert json.loads(found.reading.originals["", 3]) == [3, 2, 501, "白二", "138", "住校"]


@pytest.mark.usefixtures("midday")
@pytest.mark.parametrize(
    ("name", "code", "people"),
    [
        ("words_where_a_name_should_be", "take", ["王阿姨"]),
        ("words_where_a_name_should_be", "leave", []),
        ("remarks_that_somebody_is_gone", "leave", ["林庚", "林辛"]),
    ],
)
def test_who_is_doubtful_goes_as_it_is_answered(name, code, people, client, uploaded):
    roster, page = uploaded(HABITS[name]().file)
    assert "有几处要问" in page or "先答下面要问的" in page
    assert "有要问的" in client.get(PAGE).content.decode()

    page = answer(client, roster, code)
    assert ("第 2 行按您答的没有读。" in page) == (code == "leave")
    client.post(url("take-in-roster", roster))

    assert [person.name for person in Person.objects.order_by("pk")] == people


@pytest.mark.parametrize(
    ("cell", "masked"),
    [
        ("13900000002（儿子）", "139****02（儿子）"),
        ("儿子 139 0000 0002", "儿子 139 ****02"),
        ("护照E12345678", "护照E****78"),
    ],
)
def test_words_beside_a_number_are_shown_and_the_number_is_not(cell, masked):
    assert shown(cell, is_number=True) == masked


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", HABITS)
@pytest.mark.usefixtures("midday")
def test_each_ends_so_on_the_page(name, client, uploaded):
    drawn = HABITS[name]()
    roster, page = uploaded(drawn.file)

    if drawn.refused:
        # Of heads nobody knows, somebody is asked what they hold.
        assert drawn.refused in page or roster.state == Roster.State.TO_MAP
    else:
        found = roster.findings
        assert (found["faulty"], found["asked"]) == (len(drawn.faults), len(drawn.asked))
        assert all(
            each in client.get(url("roster", roster)).content.decode() for each in drawn.says
        )
    if not drawn.faults and not drawn.refused:
        client.post(url("take-in-roster", roster))
        assert Person.objects.count() == len(drawn.taken)


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("name", HABITS)
def test_each_ends_so_with_the_command(name, take_in_odd):
    drawn = HABITS[name]()
    if drawn.faults or drawn.refused:
        with pytest.raises(CommandError):
            take_in_odd(drawn.file)
        assert not Person.objects.exists()
    else:
        take_in_odd(drawn.file)
        assert Person.objects.count() == len(drawn.taken)
