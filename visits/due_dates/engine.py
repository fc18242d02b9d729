"""The pure part: rules and facts of one person in, one day and why out. Asks no clock, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from residents.models import ContactTier

ByPhone = ContactTier.ByPhone
AGREED, FIRST, GIVEN = "agreed", "first", "given"
SEEN, CHANGED = "seen:", "changed:"
WITHIN_A_DAY = timedelta(days=1)
"""After a major change; the Inner Mongolian opinion of 2022 says 24 hours."""


class Rule(NamedTuple):
    """What of a ContactTier decides about days."""

    about: str
    every_days: int
    by_phone: str
    seen_within: int


class Due(NamedTuple):
    """`why`: the rule it is about (ContactTier.about), or one of the words above; `on` may be None."""

    on: date | None
    why: str


NOT_DUE = Due(None, "")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody's contacts. All are days where they live.

    `there_on`: the last contact that was no call; `called_on`: the first call since. `seen_on`: when
    they were last seen or heard themselves. `agreed_on`: the day agreed since the last contact, or
    at it, and when that was. `given_on`: a day that stands until they are contacted.
    `changed_on`: a major change nobody was in touch since.
    """

    rules: tuple[Rule, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    there_on: date | None = None
    called_on: date | None = None
    seen_on: date | None = None
    agreed_on: date | None = None
    agreed_at: date | None = None
    given_on: date | None = None
    changed: str = ""
    changed_on: date | None = None


def due(facts: Facts) -> Due:
    """The earliest day anything asks for; of two that ask for one day, the weightier says why."""
    return min(
        [*_after_a_change(facts), *_by_rules(facts)], key=lambda one: one.on, default=NOT_DUE
    )


def latest_agreed(rules: tuple[Rule, ...], *, on: date) -> date | None:
    """How far a contact may be put off on that day; None without a rule."""
    return on + timedelta(days=min(rule.every_days for rule in rules)) if rules else None


def _after_a_change(facts: Facts) -> Iterator[Due]:
    if facts.changed_on:
        yield Due(facts.changed_on + WITHIN_A_DAY, f"{CHANGED}{facts.changed}")


def _by_rules(facts: Facts) -> Iterator[Due]:
    if not facts.rules:
        return
    if facts.agreed_on and facts.agreed_at:
        latest = latest_agreed(facts.rules, on=facts.agreed_at)
        yield Due(min(facts.agreed_on, latest or facts.agreed_on), AGREED)
    elif facts.given_on:
        yield Due(facts.given_on, GIVEN if facts.last_on else FIRST)
        return
    else:
        yield from _by_rhythm(facts)
    yield from _to_be_seen(facts)


def _by_rhythm(facts: Facts) -> Iterator[Due]:
    for rule in sorted(facts.rules, key=lambda rule: (rule.every_days, rule.about)):
        if counted_on := _counted_on(facts, rule.by_phone):
            yield Due(counted_on + timedelta(days=rule.every_days), rule.about)


def _counted_on(facts: Facts, by_phone: str) -> date | None:
    """The last contact that counts. Where none does, time runs from the first there was."""
    if by_phone == ByPhone.SECOND:
        return facts.called_on or facts.there_on
    if by_phone == ByPhone.NEVER:
        return facts.there_on or facts.first_on
    return facts.last_on


def _to_be_seen(facts: Facts) -> Iterator[Due]:
    """Others may answer for them, but not for ever; no agreed day puts this off."""
    since = facts.seen_on or facts.first_on
    for rule in facts.rules:
        if rule.seen_within and since:
            yield Due(since + timedelta(days=rule.seen_within), f"{SEEN}{rule.seen_within}")
