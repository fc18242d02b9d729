"""First contacts are spread: even over the days of a grid, in walking order, whatever comes when."""

import math
import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from grids.models import CalendarDay
from residents import registry
from residents.first_contacts import register
from residents.first_contacts.register import Waiting
from residents.first_contacts.spreading import Days, Door
from residents.models import Person
from residents.roster import parts, workflow
from residents.roster.writing import undoing
from tests import builders
from tests.conftest import NOON, TODAY
from tests.residents.conftest import upload
from tests.residents.sheets import row
from tests.residents.test_roster_parts import Killed, killed_at

WEEKLY, MONTHLY, QUARTERLY = RHYTHMS = 7, 30, 90
FIRST = date(2026, 3, 10)


def workdays(first, days):
    ahead = (first + timedelta(days=n) for n in range(1, days + 1))
    return [day for day in ahead if day.weekday() < 5]


def street(chance):
    """{every: doors}: some buildings, each door with one to three people of any tier."""
    doors = defaultdict(list)
    shares = [chance.random() * chance.choice([0, 0.1, 0.4, 1]) for _ in RHYTHMS]
    for building in range(chance.randint(1, 9)):
        for flat in range(chance.randint(1, 60)):
            key = f"000001-{building:04d}-{flat % 3:02d}-{flat // 3 + 10:03d}-{flat:>6}"
            for every, share in zip(RHYTHMS, shares, strict=True):
                if chance.random() < share:
                    people = chance.choice([1, 1, 1, 2, 3])
                    doors[every].append(Door(key, tuple((key, every, n) for n in range(people))))
    return doors


def place(days, doors, first):
    placed = {}
    for every in RHYTHMS:
        until = first + timedelta(days=every)
        placed |= days.place(doors.get(every, []), until=until, every=every)
    return placed


def busiest(placed, first, days=30):
    """Of the month after that day, when everybody is contacted on the day they are due."""
    due, end = Counter(), first + timedelta(days=days)
    for (_key, every, _n), day in placed.items():
        while day <= end:
            due[day] += 1
            day += timedelta(days=every)
    return max(due.values(), default=0)


def allowed(placed, doors, first, *, files):
    """1.3 times the steady load, or one whole door above it (of whole people), by hand.

    Days are never taken back, so what comes in several files may cost one person more.
    """
    people = Counter(every for _key, every, _n in placed)
    steady = sum(n / len(workdays(first, every)) for every, n in people.items())
    largest = max((len(d.people) for some in doors.values() for d in some), default=0)
    return max(1.3 * steady, math.ceil(steady) + largest) + (files > 1)


def in_files(chance, doors):
    """The same doors in one to three rosters, by building or without any order."""
    number, by_building = chance.randint(1, 3), chance.random() < 0.5
    files = [defaultdict(list) for _ in range(number)]
    for every, some in doors.items():
        for door in some:
            building = int(door.walk_key.split("-")[1])
            files[building % number if by_building else chance.randrange(number)][every] += [door]
    return files


def test_the_oracle_sees_what_is_not_spread():
    doors = street(random.Random(1))
    placed = {key: FIRST for some in doors.values() for door in some for key in door.people}

    assert busiest(placed, FIRST) > allowed(placed, doors, FIRST, files=1)


@pytest.mark.parametrize("worlds", [60, pytest.param(4000, marks=pytest.mark.trial("opening"))])
def test_on_no_day_of_the_first_month_more_are_due_than_the_steady_load_allows(worlds):
    for seed in range(worlds):
        chance = random.Random(seed)
        doors, first = street(chance), FIRST + timedelta(days=chance.randrange(7))
        days, placed = Days(workdays(first, QUARTERLY)), {}
        files = in_files(chance, doors)
        for some in files:
            placed |= place(days, some, first)

        limit = allowed(placed, doors, first, files=len(files))
        assert busiest(placed, first) <= limit, seed
        for (_key, every, _n), day in placed.items():
            assert first < day <= first + timedelta(days=every)


def flats(*, floors, name="张", tag="低保", **cells):
    """A person with a need behind each of four doors on each floor, top floor first."""
    stems = "甲乙丙丁戊己庚辛壬癸"
    for floor in reversed(floors):
        for flat in range(1, 5):
            yield row(
                f"{name}{stems[floor - 1]}{stems[flat]}",
                door=f"{floor}0{flat}",
                关爱标签=tag,
                **cells,
            )


def dates():
    people = Person.objects.exclude(tier="").order_by("home__walk_key")
    return list(people.values_list("next_due_on", flat=True))


def test_a_roster_in_parts_is_spread_in_walking_order_through_a_kill_and_undone(
    take_in, north, chen, building, monkeypatch
):
    """Sixteen doors a week: nobody today, three or four on each working day, as one walks."""
    monkeypatch.setattr(parts, "size", lambda: 5)
    lines = list(flats(floors=range(1, 5), tag="认知障碍"))
    whole = take_in(*lines, by=chen)
    spread = dates()
    assert spread == sorted(spread)
    assert set(Counter(spread).values()) <= {3, 4}
    assert set(spread) == set(workdays(TODAY, 7))
    undoing.agree(roster=whole, by=chen, at=NOON)
    undoing.undo(roster=whole, at=NOON)
    assert not Person.objects.exists()

    roster = upload(north, *lines, by=chen)
    workflow.check(roster=roster, at=NOON)
    workflow.agree(roster=roster, by=chen, at=NOON, reason="上门核对过")
    with monkeypatch.context() as patch:
        killed_at(patch, registry, "settle_tiers", times=3)
        with pytest.raises(Killed):
            workflow.take_in(roster=roster, at=NOON)
    assert 0 < Person.objects.count() < len(lines)
    roster.refresh_from_db()
    workflow.take_in(roster=roster, at=NOON)

    assert dates() == spread


def test_a_second_file_fills_the_gaps_and_what_is_fixed_stays(take_in):
    take_in(*flats(floors=range(1, 3), tag="认知障碍"))
    first = dict(Person.objects.values_list("pk", "next_due_on"))

    take_in(*flats(floors=range(1, 3), tag="认知障碍"), *flats(floors=[5], tag="认知障碍"))

    assert dict(Person.objects.filter(pk__in=first).values_list("pk", "next_due_on")) == first
    assert sorted(Counter(dates()).values()) == [2, 2, 2, 3, 3]


def test_planning_costs_the_same_for_one_and_for_three(building, django_assert_num_queries):
    doors = [
        Waiting(n, building.grid_id, "general", n, f"000001-0003-02-01{n}-   101") for n in range(3)
    ]
    for some in (doors[:1], doors):
        with django_assert_num_queries(3):
            register.spread(some, place=building.grid.parent, after=TODAY)


def test_a_first_day_is_kept_by_a_renewed_tag_and_hurried_only_by_a_more_urgent_one(wang):
    later = TODAY + timedelta(days=40)
    builders.tag(wang, "low_income", at=NOON)
    Person.objects.filter(pk=wang.pk).update(next_due_on=later, given_due_on=later)
    builders.tag(wang, "low_income", at=NOON)
    wang.refresh_from_db()
    assert wang.next_due_on == later

    builders.tag(wang, "dementia", at=NOON)

    wang.refresh_from_db()
    assert (wang.tier, wang.next_due_on) == ("high", TODAY)
    registry.settle_tier(person=wang, on=TODAY)
    wang.refresh_from_db()
    assert wang.next_due_on == TODAY


def test_a_weekly_contact_falls_into_its_week_even_when_nobody_works(take_in, building):
    calendar_days = [TODAY + timedelta(days=n) for n in range(1, 8)]
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_workday=False, why="放假") for day in calendar_days
    )

    take_in(*flats(floors=range(1, 3), tag="认知障碍"))

    assert sorted(Counter(dates()).values()) == [1, 1, 1, 1, 1, 1, 2]


def test_a_divided_grid_is_even_on_both_sides_and_nobody_waits_longer(take_in, east, building):
    other = builders.make_building(east, 4)
    for number in ("3", "4"):
        take_in(
            *flats(floors=range(1, 6), tag="认知障碍", name=f"{'李' * int(number)}", 楼号=number)
        )
    last = max(dates())
    Person.objects.filter(grid=east, home__building=other).update(next_due_on=last)

    new = builders.split(east, [other], at=NOON).to

    for grid in (east, new):
        due = Person.objects.filter(grid=grid).values_list("next_due_on", flat=True)
        assert sorted(Counter(due).values()) == [4, 4, 4, 4, 4]
        assert min(due) > TODAY and max(due) <= last
