"""A roster is written part by part: each whole, one after the other, and gone on with after a kill."""

from datetime import timedelta

import pytest
from django.utils import timezone

from foundation.audit.verify import Check
from foundation.models import Record
from foundation.work import queue
from residents import registry
from residents.models import Person, Residency, Roster
from residents.roster import parts, taking, workflow
from residents.roster.writing import footprint, undoing
from tests import builders
from tests.conftest import NOON
from tests.residents.conftest import upload
from tests.residents.pages import url
from tests.residents.sheets import row
from tests.residents.test_roster_undo import dump

pytestmark = pytest.mark.usefixtures("midday")

SIZE, LINES = 50, 200
DOORS = [f"{floor}{door:02d}" for floor in range(1, 11) for door in range(1, 11)]
STEMS = "甲乙丙丁戊己庚辛壬癸"
NUMBER = builders.make_id_number("19500102", 1)


class Killed(BaseException):
    pass


def lines():
    """Two people behind each of a hundred doors, a family each."""
    for number, door in enumerate(DOORS):
        name = STEMS[number // 10] + STEMS[number % 10]
        yield row(f"张{name}", door=door, 与户主关系="户主", 关爱标签="低保")
        yield row(f"李{name}", door=door, 与户主关系="配偶", 手机=f"138{number:08d}")


@pytest.fixture
def short(monkeypatch):
    """Rows in a part: two, so that four doors with a person each are two parts."""
    monkeypatch.setattr(parts, "size", lambda: 2)


@pytest.fixture
def agreed(building, north, chen):
    """agreed(row(…), …): a roster somebody said yes to."""

    def make(*rows):
        roster = upload(north, *rows, by=chen)
        workflow.check(roster=roster, at=NOON)
        workflow.agree(roster=roster, by=chen, at=NOON, reason="上门核对过")
        return roster

    return make


def four(**last):
    """A person behind each of four doors."""
    rows = [row(f"张{STEMS[n]}", door=f"{n + 1}01") for n in range(3)]
    return [*rows, row("张丁", door="401", **last)]


def killed_at(monkeypatch, module, name, *, times):
    """Whoever calls this function for the nth time dies before anything of it is kept."""
    whole, calls = getattr(module, name), []

    def die(*args, **kwargs):
        calls.append(name)
        if len(calls) == times:
            raise Killed
        return whole(*args, **kwargs)

    monkeypatch.setattr(module, name, die)


def go_on(roster, *, after):
    """The next worker, once the claim of the last one lapsed; `after` so many of them."""
    lapsed = (Roster.CLAIM_LASTS + timedelta(seconds=1)) * after
    queue.work_on(roster, at=timezone.now() + lapsed)
    roster.refresh_from_db()


def test_killed_twice_it_is_gone_on_with_exactly_and_undone_exactly(
    client, chen, agreed, monkeypatch
):
    before = dump()
    monkeypatch.setattr(parts, "size", lambda: SIZE)
    roster = agreed(*lines())
    for after, name in enumerate(["settle_tiers", "rewrite"]):
        with monkeypatch.context() as patch:
            killed_at(patch, registry, name, times=2 + after)
            with pytest.raises(Killed):
                go_on(roster, after=after)
    roster.refresh_from_db()
    here = Person.objects.count()
    assert here == SIZE * footprint.last_part(roster)
    assert 0 < here < LINES
    assert {each.household.members.count() for each in Person.objects.all()} == {2}
    assert Record.objects.filter(about__in=Person.objects.values("uid")).count() == here
    client.force_login(chen)
    assert "登记里只有一部分" in client.get(url("roster", roster)).content.decode()

    go_on(roster, after=2)

    assert (roster.state, roster.parts_written) == ("taken_in", LINES // SIZE)
    assert (Person.objects.count(), Residency.objects.count()) == (LINES, LINES)
    assert Check().findings == []
    undoing.agree(roster=roster, by=chen, at=timezone.now())
    with monkeypatch.context() as patch:
        killed_at(patch, undoing.trail, "write", times=2)
        with pytest.raises(Killed):
            go_on(roster, after=0)
    assert Person.objects.count() == LINES - SIZE

    go_on(roster, after=1)

    assert (roster.state, dump()) == ("undone", before)
    assert Check().findings == []


def while_written(roster, act):
    """Take it in; once a part is written and before the next one `act()` happens."""
    done = []

    def signs(behind, total):
        if not done:
            done.append(act())

    workflow.take_in(roster=roster, at=NOON, signs=signs)


@pytest.mark.parametrize(("silent", "after"), [(-1, [2]), (10**6, [])])
def test_on_a_slow_machine_each_part_is_a_sign_of_life(agreed, short, monkeypatch, silent, after):
    """Or whoever writes would be thought dead and replaced, again and again; the control is silent."""
    monkeypatch.setattr(taking, "SIGNS", 1)
    monkeypatch.setattr(taking, "SILENT", silent)
    heard = []
    workflow.take_in(roster=agreed(*four()), at=NOON, signs=lambda n, of: heard.append(n))
    assert heard == after


def registered(grid, name="后来的人", **columns):
    return registry.register(name=name, by=None, at=NOON, grid=grid, **columns)


def test_what_others_write_meanwhile_and_what_does_not_concern_it_holds_nothing_up(
    agreed, east, short
):
    roster = agreed(*four())

    while_written(roster, lambda: registered(east))

    assert (roster.state, Person.objects.count()) == ("taken_in", 5)


def test_what_concerns_the_rest_stops_it_and_the_rest_is_asked_about_again(
    client, chen, agreed, east, short
):
    roster = agreed(*four(身份证号=NUMBER))

    with pytest.raises(workflow.RegisterChanged):
        while_written(roster, lambda: registered(east, "张丁", id_number=NUMBER))

    rest = Roster.objects.exclude(pk=roster.pk).get()
    assert (roster.state, roster.findings["new"]) == ("taken_in", 2)
    client.force_login(chen)
    page = client.get(url("roster", roster)).content.decode()
    assert "只写进了一部分" in page
    assert url("roster", rest) in page
    workflow.check(roster=rest, at=NOON)
    assert (rest.findings["new"], rest.findings["changed"]) == (1, 1)
    workflow.agree(roster=rest, by=chen, at=NOON, reason="上门核对过")
    workflow.take_in(roster=rest, at=NOON)
    assert Person.objects.count() == 4
    undoing.agree(roster=rest, by=chen, at=NOON)
    undoing.undo(roster=rest, at=NOON)
    undoing.agree(roster=roster, by=chen, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert Person.objects.get().id_number == NUMBER


def test_without_looking_at_what_others_wrote_somebody_would_be_there_twice(
    agreed, east, short, monkeypatch
):
    monkeypatch.setattr(taking.RestsOn, "anybody_of", lambda self, uids: False)
    roster = agreed(*four(身份证号=NUMBER))

    while_written(roster, lambda: registered(east, "张丁", id_number=NUMBER))

    assert Person.objects.filter(name="张丁").count() == 2


def test_who_lost_the_row_writes_nothing_more(agreed, short):
    late, slow = agreed(*four()), Roster.objects.get()

    with pytest.raises(workflow.NotReady):
        while_written(slow, lambda: workflow.take_in(roster=late, at=NOON))

    assert (Person.objects.count(), Roster.objects.get().state) == (4, "taken_in")


def test_what_fails_again_and_again_goes_back_by_itself(client, chen, agreed, short, monkeypatch):
    before = dump()
    roster = agreed(*four(关爱标签="低保"))
    monkeypatch.setattr(registry, "settle_tiers", lambda *a, **k: 1 / 0)
    for after in range(queue.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            go_on(roster, after=after)
    assert (footprint.last_part(roster), Person.objects.count()) == (1, 2)

    go_on(roster, after=queue.MOST_TRIES)
    assert roster.state == "to_undo"
    go_on(roster, after=0)

    assert (roster.state, dump()) == ("undone", before)
    client.force_login(chen)
    assert "写进去的已经自己退回" in client.get(url("roster", roster)).content.decode()


def test_an_undo_that_somebody_built_on_half_way_says_so_and_can_go_on(client, chen, agreed, short):
    roster = agreed(*four())
    workflow.take_in(roster=roster, at=NOON)
    undoing.agree(roster=roster, by=chen, at=NOON)

    def correct(*_behind):
        first = Person.objects.get(name="张甲")
        registry.correct(person=first, remarks="养狗", by=chen, at=NOON)

    with pytest.raises(undoing.BuiltOn):
        undoing.undo(roster=roster, at=NOON, signs=correct)

    assert (roster.state, Person.objects.count()) == ("taken_in", 2)
    client.force_login(chen)
    assert "只退回了一部分" in client.get(url("roster", roster)).content.decode()
    registry.correct(person=Person.objects.get(name="张甲"), remarks="", by=chen, at=NOON)
    Person.objects.filter(name="张甲").update(version=1)
    undoing.agree(roster=roster, by=chen, at=NOON)
    undoing.undo(roster=roster, at=NOON)
    assert not Person.objects.exists()
