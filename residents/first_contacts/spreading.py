"""Doors onto days: even, in the order of a walk. Asks nobody; decision 40 says why it is so.

Each tier fills the days of its own period up to one level, like water, around what is due there
already. The most urgent tier goes first: its period is the shortest, the others fill what it
leaves. Whoever has been contacted comes again after the period, so a weekly contact counts in
every week that follows.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

SLACK = 1.15
"""So far above its level a day may go for a stairwell to stay together."""
MONTH = timedelta(days=30)
EXACT = 1e-9  # sums of fractions of people


class Door(NamedTuple):
    """Those behind one door who are in one tier; they are due on one day."""

    walk_key: str  # residents.models.Dwelling
    people: tuple[Hashable, ...]

    @property
    def stairwell(self) -> list[str]:
        return self.walk_key.split("-")[:3]


class Days:
    """The days of one grid on which somebody works, ascending, and how many people are due on each."""

    def __init__(self, days: list[date]):
        self.days = days
        self.load = [0] * len(days)

    def expect(self, day: date, *, every: int, people: int) -> None:
        """So many people are due on that day, or on the next one with work, and again and again.

        When they come again on a day without work it stands for itself: one holiday must not make
        a weekday look full for a month.
        """
        if day <= self.days[-1]:
            self.load[bisect_left(self.days, day)] += people
        while (day := day + timedelta(days=every)) <= self.days[-1]:
            self.load[self._at(day)] += people if self._works(day) else 0

    def _at(self, day: date) -> int:
        return bisect_left(self.days, day)

    def _works(self, day: date) -> bool:
        return self.days[self._at(day)] == day

    def _heaviest(self, day: date, every: int) -> int:
        """What is due on that day or, if it is more, when its people come again within a month."""
        end, load = min(self.days[-1], self.days[0] + MONTH), 0
        while day <= end:
            load = max(load, self.load[self._at(day)] if self._works(day) else 0)
            day += timedelta(days=every)
        return load

    def place(self, doors: Iterable[Door], *, until: date, every: int) -> dict[Hashable, date]:
        """The day of everybody behind these doors, none after `until`; they count from now on.

        On no day more than the level that is reached, SLACK, or one door above it.
        """
        last = max(1, bisect_right(self.days, until))
        doors = sorted(doors)
        before = [self._heaviest(day, every) for day in self.days[:last]]
        level = _level(before, sum(len(door.people) for door in doors))
        filled = list(accumulate(max(0.0, level - load) for load in before))
        placed: dict[Hashable, date] = {}
        day, behind, stairwell = 0, 0, None
        on_day = list(before)
        for door in doors:
            fits = on_day[day] + len(door.people) <= level * SLACK
            if not (fits and door.stairwell == stairwell):
                while day < last - 1 and filled[day] <= behind + EXACT:
                    day += 1
            behind, stairwell = behind + len(door.people), door.stairwell
            on_day[day] += len(door.people)
            placed |= dict.fromkeys(door.people, self.days[day])
        for day, people in enumerate(on_day):
            if new := people - before[day]:
                self.expect(self.days[day], every=every, people=new)
        return placed


def _level(loads: list[int], people: int) -> float:
    """How high the days stand when so many more people are poured over them."""
    below = 0
    for count, load in enumerate(sorted(loads), start=1):
        below += load
        level = (below + people) / count
        if count == len(loads) or level <= sorted(loads)[count]:
            return level
    return float(people)
