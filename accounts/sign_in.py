"""Residents sign in with their phone and a code; nobody can ask us who is registered.

The reply to "send me a code" is the same for every number, and costs the same: the page writes
one row and looks nobody up. Who is registered the worker finds out, and sends to them alone. Only
the owner of a phone learns whether it is known here, by typing the code that reached it.
"""

import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.by_phone import passphrases
from accounts.evidence import events
from accounts.evidence.events import Kind
from accounts.evidence.whence import Whence
from accounts.models import SignInCode, User
from foundation import rate_limits
from foundation.sealing import blind_index, seal, unseal
from notices.channels import text_messages
from notices.channels.base import Message, uid_of

log = logging.getLogger("zerentian")
CODE_LIFE = timedelta(minutes=10)
TRIES = 5
A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BATCH = 200
LETTER = "sign-in letter"
EVENT = "sign-in-code"
LEASE, PATIENCE = A_MINUTE, 20.0
"""A claim outlasts the longest batch; whoever died over it is followed by somebody else after it.
Seconds a batch may take before it stops."""


@dataclass
class Register:
    """What sign-in asks the register of residents, which stands above it (asks_register).

    `narrows(accounts)`: those whose owner still lives here. `knows(phone)`: whether a code to it
    is worth sending though it opens nothing yet. `shares(phone)`: whether several people have it.
    `number_of(account)`: the number its owner is registered with, or "".
    """

    narrows: Callable[[QuerySet[User]], QuerySet[User]] = lambda accounts: accounts
    knows: Callable[[str], bool] = lambda phone: False
    shares: Callable[[str], bool] = lambda phone: False
    number_of: Callable[[User], str] = lambda account: ""


_register = Register()


class WrongCode(Exception):
    """Not the code we sent, or it is used up, too old, or was tried too often."""


class UnknownPhone(Exception):
    """The code was right, but nobody is registered with this phone."""


class NotConfirmed(Exception):
    """The code was right, but somebody wrote this number down and nobody has confirmed it yet."""


class NeedsPassphrase(Exception):
    """The code was right, but several people have or had this phone: a passphrase says who it is."""


def asks_register(**questions: Callable) -> None:
    """Say how the register answers the questions of `Register`; the rest stay as they are."""
    for name, answer in questions.items():
        setattr(_register, name, answer)


def request_code(*, phone: str, whence: Whence, ticket: str, at: datetime) -> str:
    """Make a code and put its message down for the worker. Returns it, for the demo's page.

    `ticket` is a random text whoever asks has to show with the code.
    Raises rate_limits.TooOften (_count).
    """
    index, code = blind_index("phone", phone), f"{secrets.randbelow(10**6):06d}"
    row = SignInCode(
        phone_index=index,
        code_hash=_hash(index, code),
        ticket_hash=_ticket_hash(ticket),
        letter="" if settings.DEMO else _letter(phone, code),
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    # One transaction is one turn to write; by themselves a dozen statements would wait for a dozen.
    with transaction.atomic():
        try:
            _count(index, whence, at)
        except rate_limits.TooOften as too_often:
            refused = too_often  # what was counted stays counted
        else:
            refused = None
            row.save()
        kind = Kind.SLOWED if refused else Kind.CODE_ASKED
        events.note(kind, whence, typed=index, by=events.By.CODE, at=at)
    if refused:
        raise refused
    return code


def _count(index, whence, at):
    """One a minute and five a day for a number, by itself for each place that asks with it.

    That is a browser that came in with this number before, and whatever else others do counts for
    nothing there; or else a network, for which all numbers together count as well, and all networks
    together for the number, so that nobody buries it under messages. Strangers in one place cannot
    keep the owner out elsewhere, nor with the usual browser anywhere.
    """
    known = events.has_used_code(whence, index, at=at)
    place = f"{index[:50]} {whence.device if known else whence.network}"
    limits = [("code-minute", place, 1, A_MINUTE), ("code-day", place, 5, A_DAY)]
    if not known:
        limits += [
            ("code-number", index, settings.CODES["code-number"], A_DAY),
            ("code-network", whence.network, settings.CODES["code-network"], AN_HOUR),
        ]
    for what, who, most, per in limits:
        rate_limits.spend(what, who, limit=most, per=per, at=at)


def _letter(phone, code):
    """The message, sealed: whoever reads the table must not sign in as somebody else."""
    text = _("【责任田】您的登录验证码是 %(code)s，10 分钟内有效。请不要告诉任何人。")
    values = {"code": code, "minutes": str(CODE_LIFE // A_MINUTE)}
    return seal(json.dumps([phone, text % {"code": code}, values]), context=LETTER)


def send_codes(at: datetime) -> int:
    """Send the messages that wait, to whoever is registered; returns how many left the house.

    Done by the worker, at once and with every tick of the clock; safe to run twice. A slow gateway
    gets PATIENCE, and then the others of this tick their turn.
    """
    waiting = SignInCode.objects.filter(expires_at__gt=at).exclude(letter="")
    due = waiting.filter(Q(letter_due_at=None) | Q(letter_due_at__lte=at))
    begun, sent = time.monotonic(), 0
    for row in due.order_by("pk")[:BATCH]:
        if time.monotonic() - begun > PATIENCE:
            break
        sent += _send(row, at)
    return sent


def _send(row, at):
    """Claimed by one conditional UPDATE, for a while; whoever sent it forgets the message.

    No transaction is open while a gateway is asked: it would hold up everybody who writes.
    """
    mine = SignInCode.objects.filter(pk=row.pk, letter=row.letter)
    if not mine.filter(letter_due_at=row.letter_due_at).update(letter_due_at=at + LEASE):
        return 0
    phone, text, values = _unsealed(row.letter)
    if not _known(phone):
        mine.update(letter="")
        return 0
    uid = uid_of(EVENT, row.pk)
    try:
        text_messages.send(Message(uid=uid, to=phone, text=text, event=EVENT, values=values))
    except text_messages.NotSent as error:
        log.exception("a sign-in code was not sent; the next tick tries again")
        mine.update(**({"letter_due_at": at} if error.again else {"letter": ""}))
        return 0
    mine.update(letter="")
    return 1


def _unsealed(letter):
    """Of a letter from before there were values, too."""
    phone, text, *more = json.loads(unseal(letter, context=LETTER))
    return phone, text, more[0] if more else {}


def redeem_code(*, phone: str, code: str, ticket: str, whence: Whence, at: datetime) -> User:
    """The account this phone opens. Raises WrongCode, UnknownPhone, NotConfirmed, NeedsPassphrase.

    `ticket` is the one the code was asked for with; with another one no try is counted.

    Not one transaction: a refusal must not roll back the try it counted.
    """
    use_code(phone=phone, code=code, ticket=ticket, whence=whence, at=at)
    users = list(opened_by(phone)[:2])
    if not users:
        raise NotConfirmed if _register.knows(phone) else UnknownPhone
    if len(users) > 1 or wants_passphrase(users[0]):
        raise NeedsPassphrase
    return users[0]


def redeem_passphrase(*, phone: str, passphrase: str, whence: Whence, at: datetime) -> User:
    """Whose passphrase it is, of those this phone opens; the code came before.

    Raises passphrases.Wrong, rate_limits.TooOften.
    """
    accounts = list(opened_by(phone))
    return passphrases.owner(accounts, passphrase, phone=phone, here=whence, at=at)


def use_code(*, phone: str, code: str, ticket: str, whence: Whence, at: datetime) -> None:
    """Whoever types this has the phone in hand; good once. Raises WrongCode.

    Not inside a transaction that could be rolled back: the try has to stay counted. Whose account
    it then opens stands on the row of who came in.
    """
    index = blind_index("phone", phone)
    about = {"typed": index, "by": events.By.CODE, "at": at}
    if not _use_up(index, code, ticket, at):
        events.note(Kind.CODE_WRONG, whence, **about)
        raise WrongCode
    events.note(Kind.CODE_USED, whence, **about)


def opened_by(phone: str) -> QuerySet[User]:
    """The accounts a code to this phone opens: confirmed, and of people who live here."""
    return still_opens(User.objects.with_phone(phone)).order_by("pk")


def still_opens(accounts: QuerySet[User]) -> QuerySet[User]:
    return _register.narrows(accounts.filter(is_active=True))


def wants_passphrase(user: User) -> bool:
    """Whether a code alone does not say that it is the owner who came in.

    Somebody else has the phone of this account, or its owner's, too; or had it: whoever chose a
    passphrase is asked for it, for a number taken out of another entry leaves the phone where it
    lies.
    """
    return bool(user.passphrase) or _is_shared(user)


def _is_shared(user):
    phone = user.phone or _register.number_of(user)
    if not phone:
        return False
    others = User.objects.with_phone(phone).exclude(pk=user.pk)
    return _register.shares(phone) or others.exists()


def _use_up(index, code, ticket, at):
    """Count a try on the newest code of this ticket; true for the right code, once."""
    asked = SignInCode.objects.filter(phone_index=index, ticket_hash=_ticket_hash(ticket))
    newest = asked.filter(expires_at__gt=at).order_by("-pk").first()
    if newest is None:
        return False
    alive = SignInCode.objects.filter(pk=newest.pk, used_at__isnull=True, tries__lt=TRIES)
    if not alive.update(tries=F("tries") + 1):
        return False
    if not constant_time_compare(newest.code_hash, _hash(index, code)):
        return False
    return SignInCode.objects.filter(pk=newest.pk, used_at__isnull=True).update(used_at=at) == 1


def _known(phone):
    return opened_by(phone).exists() or _register.knows(phone)


def _hash(index, code):
    return blind_index("code", f"{index}:{code}")


def _ticket_hash(ticket):
    return blind_index("ticket", ticket)
