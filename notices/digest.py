"""The one message of a morning: what waits for somebody at work, a line for each thing an app knows.

    digest.goes_to(at_work, Reader.for_job)      once: who is at work on a day, and how they look
    digest.also("deeds", 30, waiting_deeds)      each app: its line, or None where nothing waits

Lines hold today's figures: of mornings that were missed nothing is said afterwards. What an earlier
morning said counts as seen when the next one speaks, or has nothing to say.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext_noop

from notices import outbox, quiet_hours, reminders
from notices.models import Notice, Reminder

RULE = "morning-list"
SEVERAL = gettext_noop("今天早上等您的有 %(n)s 样。")


class Line(NamedTuple):
    """`text` is a message id marked with gettext_noop; a count in it is %(n)s."""

    text: str
    values: dict[str, Any]
    link: str


# says(look, at): what waits for whoever looks; `look` is what goes_to made of the account.
Says = Callable[[Any, datetime], Line | None]


class Piece(NamedTuple):
    place: int
    says: Says


class Readers(NamedTuple):
    at_work: Callable[[date], Iterable[int]]
    look: Callable[[Any, date], Any]


_pieces: dict[str, Piece] = {}
_readers: list[Readers] = []


def also(name: str, place: int, says: Says) -> None:
    _pieces[name] = Piece(place, says)


def goes_to(at_work: Callable[[date], Iterable[int]], look: Callable[[Any, date], Any]) -> None:
    """Keys of the accounts at work on a day, and what the pieces are handed for one of them."""
    _readers.append(Readers(at_work, look))


def register() -> None:
    reminders.daily(RULE, quiet_hours.morning(), _accounts, _tell, only_by_day=True)


def lines(user: AbstractBaseUser, at: datetime) -> list[Line]:
    """What waits for them now, in the order of the pieces."""
    pieces = sorted(_pieces.values())
    looks = [readers.look(user, timezone.localdate(at)) for readers in _readers]
    found = [piece.says(look, at) for look in looks for piece in pieces]
    return [line for line in found if line]


def _accounts(day):
    return [str(key) for readers in _readers for key in readers.at_work(day)]


def tell(user: AbstractBaseUser, *, at: datetime) -> None:
    """The message of that day, once; what an earlier one said counts as seen."""
    key, about = f"morning:{timezone.localdate(at)}", f"morning:{user.pk}"
    if Notice.objects.to(user).filter(key=key).exists():
        return
    outbox.settle(about=about, at=at)
    found = lines(user, at)
    if not found:
        return
    text, values, link = found[0]
    if len(found) > 1:
        text, values, link = SEVERAL, {"n": len(found), "lines": found}, ""
    outbox.tell(to=user, key=key, about=about, text=text, values=values, link=link, at=at)


def _tell(reminder: Reminder, at: datetime) -> None:
    tell(get_user_model().objects.get(pk=reminder.subject), at=at)
