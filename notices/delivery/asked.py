"""What rooms above know when something is about to be sent; they register it when they are ready.

Asked at that moment and never before: posts end, matters become confidential, numbers change.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser

from notices.models import Notice


class Signature(NamedTuple):
    """Whom a resident can ask, and the number of their community's office."""

    worker: str = ""
    phone: str = ""


# stops(notice, at): why this must not be said to its recipient any more, or "".
Stops = Callable[[Notice, datetime], str]
# confides(abouts): which of them are confidential matters.
Confides = Callable[[list[str]], set[str]]
# shares(user): whether several people have this phone.
Shares = Callable[[AbstractBaseUser], bool]
# signs(user, day): whom a resident can ask.
Signs = Callable[[AbstractBaseUser, date], Signature | None]
# places(accounts, day): of these keys of accounts the codes of the areas they belong to.
Places = Callable[[list[int], date], dict[int, str]]

# gone(accounts): of these keys of accounts those whose number is nobody's to write to any more.
Gone = Callable[[list[int]], set[int]]

_gone: list[Gone] = []
_stops: list[Stops] = []
_confides: list[Confides] = []
_shares: list[Shares] = []
_signs: list[Signs] = []
_places: list[Places] = []


def spares(question: Gone) -> None:
    """Who knows that somebody has died or moved away."""
    _gone.append(question)


def stops(question: Stops) -> None:
    _stops.append(question)


def confides(question: Confides) -> None:
    _confides.append(question)


def shares(question: Shares) -> None:
    _shares.append(question)


def signs(question: Signs) -> None:
    _signs.append(question)


def places(question: Places) -> None:
    """The first to know an account is believed: register those of residents before those of staff."""
    _places.append(question)


def is_gone(user: AbstractBaseUser) -> bool:
    return any(question([user.pk]) for question in _gone)


def why_not(notice: Notice, at: datetime) -> str:
    return next((why for stop in _stops if (why := stop(notice, at))), "")


def confidential(about: str) -> bool:
    return bool(about) and any(question([about]) for question in _confides)


def shared(user: AbstractBaseUser) -> bool:
    return any(question(user) for question in _shares)


def signature(user: AbstractBaseUser, day: date) -> Signature:
    return next((found for question in _signs if (found := question(user, day))), Signature())


def places_of(accounts: list[int], day: date) -> dict[int, str]:
    found: dict[int, str] = {}
    for question in _places:
        found = question(accounts, day) | found
    return found
