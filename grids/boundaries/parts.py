"""What each app has to say about a change of grids: what it counts, what follows, what it warns of.

An app registers when it is ready:

    parts.counts(Counted("people", _("居民"), lambda day: Person.objects.here(), Person.moves_with))
    parts.also(Follower("cases", follow=…, go_back=…, built_on=…))
    parts.says(warnings)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, QuerySet
from django.utils.functional import Promise

from grids.boundaries.changes import Change
from grids.boundaries.moved import Made

Sentence = tuple[str, dict[str, Any]]
"""A message id marked with gettext_noop, and what fills it in."""


@dataclass(frozen=True)
class Counted:
    """One number a preview gives for each grid, before and after.

    `rows(day)` are counted; `prefix` leads from them to their area columns, `moves_with` to the
    building they follow, as `InArea.moves_with` does. `holds`: a grid with any is not closed.
    """

    key: str
    label: str | Promise
    rows: Callable[[date], QuerySet[Any]]
    moves_with: str
    prefix: str = ""
    amount: Aggregate = Count("pk")
    holds: bool = False


def _nothing(made: Made) -> None:
    return None


def _never(made: Made, kept: Any) -> bool:
    return False


def _as_it_was(made: Made, kept: Any) -> None:
    return None


@dataclass(frozen=True)
class Follower:
    """What an app does in the transaction of a change, and takes back in that of its undo.

    `follow` returns what it takes to go back, as JSON holds it; `built_on` says whether something
    happened since that an undo would tear down; what nothing may be told of does not count. What
    came of that since, `gone_back` looks after, once everything lies where it lay.
    """

    name: str
    follow: Callable[[Made], Any] = _nothing
    go_back: Callable[[Made, Any], None] = _as_it_was
    built_on: Callable[[Made, Any], bool] = _never
    gone_back: Callable[[Made], None] = _nothing


Says = Callable[[Change, date], list[Sentence]]

_counted: dict[str, Counted] = {}
_followers: dict[str, Follower] = {}
_says: list[Says] = []


def counts(counted: Counted) -> None:
    _counted[counted.key] = counted


def also(follower: Follower) -> None:
    _followers[follower.name] = follower


def says(warnings: Says) -> None:
    _says.append(warnings)


def counted() -> list[Counted]:
    return list(_counted.values())


def followers() -> list[Follower]:
    return list(_followers.values())


def sentences(change: Change, day: date) -> list[Sentence]:
    return [sentence for warnings in _says for sentence in warnings(change, day)]


def in_grids(each: Counted, grids: Iterable[Any], day: date) -> dict[int, int]:
    """How many there are of it in each of these grids, by key; none is left out."""
    rows = each.rows(day).order_by().filter(**{f"{each.prefix}grid__in": grids})
    numbers = rows.values_list(f"{each.prefix}grid").annotate(number=each.amount)
    return {grid: number for grid, number in numbers if number}
