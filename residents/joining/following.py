"""What belongs to a person and follows when two entries become one; each app says what of it is its own.

An app whose rows name a person registers when it is ready:

    following.rows("cases.Case", "reporter", stays=Q(confidential=True))
    following.also("morality_bank.Account", "person", follow=…, go_back=…)
    following.stays("residents.Residency", "person")

A test walks all models: whoever adds a reference to a person has to say which it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.batches import in_pieces
from residents.models import Person


class CannotBeDone(Exception):
    """What was asked is not possible now; `sentence` says why and what to do, `code` to programs."""

    code = "cannot_be_done"
    sentence: str | Promise = _("这一组现在办不了，请刷新再看。")


@dataclass(frozen=True)
class Joining:
    """One joining or separating: who goes, who stays, and who does it.

    `key` is another each time; what is written once under a key of its own can be made of it.
    """

    ended: Person
    kept: Person
    key: str
    by: User
    at: datetime


Follow = Callable[[Joining], Any]
"""Lets rows follow; returns what it takes to take them back, as JSON holds it."""
GoBack = Callable[[Joining, Any], None]
"""Takes back what followed and is as it was left; what changed since stays. May raise CannotBeDone."""

_followers: dict[tuple[str, str], tuple[Follow, GoBack]] = {}
_stays: set[tuple[str, str]] = set()


def also(label: str, column: str, *, follow: Follow, go_back: GoBack) -> None:
    _followers[label, column] = follow, go_back


def stays(label: str, column: str) -> None:
    """Rows that tell of the entry, not of the person."""
    _stays.add((label, column))


def rows(label: str, column: str, *, stays: Q | None = None, once_per: str = "") -> None:
    """Rows whose column names the person; where a person has one for each `once_per`, theirs stays."""

    def follow(joining: Joining) -> list[int]:
        theirs = _named(label, column, joining.ended)
        if stays is not None:
            theirs = theirs.exclude(stays)
        if once_per:
            kept = _named(label, column, joining.kept).values(once_per)
            theirs = theirs.exclude(**{f"{once_per}__in": kept})
        pks = list(theirs.order_by("pk").values_list("pk", flat=True))
        for some in in_pieces(pks):
            _of(label).filter(pk__in=some).update(**{column: joining.kept})
        return pks

    def go_back(joining: Joining, pks: list[int]) -> None:
        for some in in_pieces(pks):
            still = _named(label, column, joining.kept).filter(pk__in=some)
            still.update(**{column: joining.ended})

    also(label, column, follow=follow, go_back=go_back)


def _of(label) -> QuerySet:
    rows: QuerySet = apps.get_model(label)._base_manager.all()
    return rows


def _named(label, column, person) -> QuerySet:
    return _of(label).filter(**{column: person})


def declared() -> set[tuple[str, str]]:
    """(model, column) of everything somebody has judged."""
    return _stays | set(_followers)


def follow(joining: Joining) -> dict[str, Any]:
    """Everything of `ended` belongs to `kept` from now on. In the caller's transaction."""
    return {".".join(name): follower[0](joining) for name, follower in _followers.items()}


def go_back(joining: Joining, followed: dict[str, Any]) -> None:
    for name, follower in reversed(_followers.items()):
        if (moved := followed.get(".".join(name))) is not None:
            follower[1](joining, moved)
