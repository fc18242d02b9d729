"""Who is due a contact follows from contacts too, and those another room holds.

It registers here how days are worked out (visits.due_dates); whoever changes tags, homes or rules
calls it for the people that touches (decision 55).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from accounts.models import User
from grids.models import Area


class Week(NamedTuple):
    """How many people are due until the end of that week, by the rules as they are and as they would be."""

    first_on: date
    now: int
    then: int


class Rules:
    """What is done with the days of many people when a rule changes; nothing until registered."""

    works_out: Callable[..., object] = staticmethod(lambda people, *, on: None)
    follows: Callable[..., object] = staticmethod(lambda rule, *, by, at: None)
    foresees: Callable[..., list[Week]] = staticmethod(lambda rule, community, reader: [])


def register(
    *,
    works_out: Callable[..., object],
    follows: Callable[..., object],
    foresees: Callable[..., list[Week]],
) -> None:
    Rules.works_out = staticmethod(works_out)
    Rules.follows = staticmethod(follows)
    Rules.foresees = staticmethod(foresees)


def work_out(people: Iterable[int], *, on: date) -> None:
    """Write the day and why of these people, in the caller's transaction."""
    Rules.works_out(people, on=on)


def rule_changed(rule: Any, *, by: User | None, at: datetime) -> None:
    """The people a rule is about get their days anew, in the background."""
    Rules.follows(rule, by=by, at=at)


def foresee(rule: Any, community: Area, reader: Any) -> list[Week]:
    """Who would be due when in a community, if this rule (not saved) held there."""
    return Rules.foresees(rule, community, reader)
