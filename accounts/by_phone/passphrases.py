"""A passphrase says who it is where several people have one phone.

It is chosen in person at the counter and typed by its owner, never printed and never sent. No
list of names is offered to choose from, and digits of an ID number never count: a spouse knows
them. What is confidential asks for it each time and closes again after ten minutes.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password

from accounts.evidence import events
from accounts.evidence.events import By, Kind
from accounts.evidence.whence import Whence, whence
from accounts.models import User
from foundation import rate_limits
from foundation.sealing import blind_index

SHORTEST, LONGEST = 4, 40  # characters; six at least where all of them are digits
OPEN_FOR = timedelta(minutes=10)
OPENED = "opened"
"""In the session: when the passphrase was typed for what is confidential."""
BY_CARD = "by_card"
"""In the session: they came in by a code on paper, which somebody may have seen before them."""
TRIES, A_WHILE = 5, timedelta(minutes=15)
A_DAY = 20


class Wrong(Exception):
    """Nobody with this phone has this passphrase."""


class TooEasy(Exception):
    """Too short, or a number everybody in the family knows."""


class Taken(Exception):
    """Somebody else with the same phone chose it before; nobody could tell them apart."""


def choose(*, user: User, passphrase: str) -> None:
    """Another passphrase for this account; the caller ends its sign-ins and puts it on record.

    Raises TooEasy, Taken.
    """
    passphrase = plain(passphrase)
    if len(passphrase) < SHORTEST or (passphrase.isdecimal() and len(passphrase) < 6):
        raise TooEasy
    others = User.objects.filter(phone_index=user.phone_index).exclude(pk=user.pk)
    if user.phone_index and _matching(others.exclude(passphrase=""), passphrase):
        raise Taken
    user.passphrase = make_password(passphrase)
    user.save(update_fields=["passphrase"])


def owner(users: list[User], passphrase: str, *, phone: str, here: Whence, at: datetime) -> User:
    """Whose passphrase it is, of these. Raises Wrong, rate_limits.TooOften.

    Tries count for the phone; `phone` is another text of their own where somebody has none. Each
    leaves a row.
    """
    index = blind_index("phone", phone)
    about = {"typed": index, "by": By.CODE, "at": at}
    try:
        rate_limits.spend("passphrase", index, limit=TRIES, per=A_WHILE, at=at)
        rate_limits.spend("passphrase-day", index, limit=A_DAY, per=timedelta(days=1), at=at)
    except rate_limits.TooOften:
        events.note(Kind.SLOWED, here, **about)
        raise
    found = _matching([user for user in users if user.passphrase], plain(passphrase))
    if len(found) != 1:
        events.note(Kind.SECOND_WRONG, here, **about)
        raise Wrong
    events.note(Kind.SECOND_SHOWN, here, account=found[0].uid, **about)
    return found[0]


def open_confidential(request, passphrase: str, *, at: datetime) -> None:
    """From now on, for ten minutes, this session shows what is confidential.

    Raises Wrong, rate_limits.TooOften.
    """
    phone = request.user.phone or str(request.user.uid)  # whoever came in by a card may have none
    owner([request.user], passphrase, phone=phone, here=whence(request), at=at)
    request.session[OPENED] = at.isoformat()


def is_open(request, at: datetime) -> bool:
    """Whether the passphrase was typed for it within the last ten minutes; a token never did."""
    opened = request.session.get(OPENED) if request.token is None else None
    return bool(opened) and timedelta(0) <= at - datetime.fromisoformat(opened) < OPEN_FOR


def came_by_card(request) -> bool:
    return request.token is None and request.session.get(BY_CARD, False)


def plain(passphrase: str) -> str:
    """Blanks between words are nobody's secret, and often mistyped."""
    return "".join(passphrase.split())


def _matching(users, passphrase):
    return [user for user in users if check_password(passphrase, user.passphrase)]
