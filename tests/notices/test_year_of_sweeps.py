"""A simulated clock over a year: late, twice, at night, gone for days, killed in the middle.

What should have been said is worked out beside it: each morning on which somebody swept by day and
lived is said once to each, no other.
"""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from notices import reminders
from notices.models import Reminder
from tests.conftest import NOON

pytestmark = pytest.mark.usefixtures("rules", "db")

WHO = ["lin", "zhou", "sun"]
FIRST = date(2027, 12, 20)  # over the end of a year, a leap day, the ends of months
SPANS = [
    (1, 25),
    *(pytest.param(seed, 400, marks=pytest.mark.trial("properties")) for seed in range(2, 8)),
]


class Killed(BaseException):
    """Nothing catches it: what was not committed is lost."""


class House:
    """Says good morning, and dies now and then while it does."""

    def __init__(self, chance):
        self.chance, self.told, self.dies = chance, [], False
        reminders.daily("morning", time(8), lambda day: WHO, self.tell, only_by_day=True)

    def tell(self, reminder, at):
        if self.dies and self.chance.random() < 0.3:
            raise Killed
        self.told.append((at.date(), reminder.subject, reminder.period))

    def sweep(self, at, *, dies):
        self.dies = dies
        with suppress(Killed):
            reminders.sweep(at)


def moments(chance, day):
    """(when, whether the house may die) of every sweep of that day, sorted but for a clock set back."""
    midnight = datetime.combine(day, time(), tzinfo=NOON.tzinfo)
    kind = chance.random()
    hours = []
    if kind > 0.15:  # else the whole day is missed
        low, high = (21, 24) if kind < 0.3 else (0, 24)
        hours = sorted(chance.uniform(low, high) for _ in range(chance.randint(1, 6)))
    if chance.random() < 0.1:
        hours = hours[::-1]  # the clock was set right
    return [(midnight + timedelta(hours=hour), chance.random() < 0.3) for hour in hours]


@pytest.mark.parametrize(("seed", "days"), SPANS)
def test_nothing_is_skipped_or_doubled(seed, days):
    chance = Random(seed)
    house, expected, last = House(chance), set(), FIRST
    for number in range(days):
        day = FIRST + timedelta(days=number)
        for at, dies in moments(chance, day):
            before, last = len(house.told), day
            house.sweep(at, dies=dies)
            by_day = 8 <= at.hour < 21
            assert by_day or len(house.told) == before  # at night nobody is told
            if by_day and not dies:
                expected |= {(day, who, f"{day}") for who in WHO}
        killed = {each for each in house.told if each[0] == day} - expected
        expected |= killed  # some were told before it died; the others hear it tomorrow

    assert len(house.told) == len(set(house.told))
    assert set(house.told) == expected
    assert len({each[0] for each in expected}) > days / 2
    left = Reminder.objects.filter(rule="morning", done_at=None).values_list("period", flat=True)
    assert set(left) <= {f"{last}"}


def test_without_letting_go_of_days_that_are_over_one_day_would_say_two(monkeypatch):
    """The control: what a worker that died left behind is said beside what today says."""
    monkeypatch.setattr(reminders, "_let_go_of_days_that_are_over", lambda at: None)
    house = House(Random(1))
    house.chance.random = lambda: 0.0
    house.sweep(NOON, dies=True)
    house.sweep(NOON + timedelta(days=1), dies=False)

    assert [period for _day, who, period in house.told if who == "lin"] == [
        "2026-03-10",
        "2026-03-11",
    ]


def test_without_quiet_hours_the_evening_would_say_what_the_morning_says_again(monkeypatch):
    monkeypatch.setattr(reminders, "is_quiet", lambda at: False)
    house = House(Random(1))
    for hour in (22, 32):  # late in the evening, and at eight
        house.sweep(NOON.replace(hour=0) + timedelta(hours=hour), dies=False)
    assert len(house.told) == 2 * len(WHO)
