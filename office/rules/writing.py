"""A community sets a rule for itself, and goes back to the one above: with its record, or not at all."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import Area, Regulation, nearest

Then = Callable[..., None]  # then(rule, by=…, at=…)


class ChangedMeanwhile(Exception):
    """What holds is another rule than the one on the page: somebody here or above was first."""


def mark_of(rule: Regulation | None) -> str:
    """Another one for each state of a rule; "" where none holds."""
    if rule is None:
        return ""
    values = [str(getattr(rule, field.attname)) for field in rule._meta.concrete_fields]
    return hashlib.sha256("|".join(values).encode()).hexdigest()[:16]


@leaves_record("rule-set")
@transaction.atomic
def set_rule(
    *,
    rule: Regulation,
    names: list[str],
    seen: str,
    by: User,
    at: datetime,
    then: Then = lambda rule, *, by, at: None,
) -> Regulation:
    """Write a community's own rule, made or changed, which its model found right.

    `names`: the columns somebody filled in; `seen`: the rule that held before, as they saw it
    (`mark_of`). `then` is called in the same transaction. Raises ChangedMeanwhile.
    """
    community = _held(rule.area)
    before = type(rule)._default_manager.filter(pk=rule.pk).first() if rule.pk else None
    _check(rule, community, seen)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise ChangedMeanwhile from None
    changes = {name: (_plain(before, name), _plain(rule, name)) for name in names}
    then(rule, by=by, at=at)
    _note(rule, trail.differing(changes), by, at)
    return rule


@leaves_record("rule-taken-back")
@transaction.atomic
def take_back(
    *,
    rule: Regulation,
    seen: str,
    by: User,
    at: datetime,
    then: Then = lambda rule, *, by, at: None,
) -> None:
    """What is above holds again. `seen` and `then` as in `set_rule`. Raises ChangedMeanwhile."""
    _check(rule, _held(rule.area), seen)
    then(rule, by=by, at=at)
    _note(rule, {"row": (str(rule), "")}, by, at)
    rule.delete()


def held_now(rule: Regulation, community: Area) -> Regulation | None:
    """The rule that holds about the same thing, as it stands in the database."""
    rows = type(rule)._default_manager.holding_at(community)
    return nearest((row for row in rows if row.about == rule.about), community).get(rule.about)


def _held(community: Area) -> Area:
    """Of two who set rules of one community at once, the second waits and sees what the first did."""
    return Area.objects.select_for_update().get(pk=community.pk)


def _check(rule, community, seen):
    """Whoever makes one without having seen any may do so beside what holds from above."""
    now = held_now(rule, community)
    if not seen and now is not None and now.area_id != community.pk:
        return
    if mark_of(now) != seen:
        raise ChangedMeanwhile


def _plain(rule: Regulation | None, name: str) -> Any:
    return "" if rule is None else getattr(rule, rule._meta.get_field(name).attname)


def _note(rule, changes, by, at):
    if changes:
        scope = rule.record_scope
        trail.thing_changed(scope=scope, thing=rule, changes=changes, by=by, at=at)
