"""What every way out of the house is: one message in, a receipt or a reason back."""

import uuid
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings

from foundation import outbound

ALONE, JOINED = 70, 67
"""Characters of a text message by itself, and of each of several that a phone puts together."""
OURS = uuid.UUID("5d0c7a1e-3f0b-5a52-9c38-1f3b7a6b1d49")


class Message(NamedTuple):
    """`uid` is the same on every retry; `to` an address of that way; `values` fill the template of
    a provider that takes no words of ours."""

    uid: uuid.UUID
    to: str
    text: str
    event: str
    values: dict[str, str]


class Receipt(NamedTuple):
    """The provider's own number for it, how many parts it counts, and what they cost, in fen."""

    reference: str = ""
    parts: int = 1
    cost: int | None = None


class NotSent(Exception):
    """It did not leave. `again` says whether trying again later may help.

    The reason is one line without a number or a word of the message; `code` is the provider's.
    """

    def __init__(self, why: str, *, code: str = "", again: bool = True) -> None:
        super().__init__(why)
        self.why, self.code, self.again = why, code, again


class Channel:
    """`needs` are the settings it cannot do without, `called` those that name servers it calls."""

    name = ""
    needs: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    def send(self, message: Message) -> Receipt:
        """Raises NotSent."""
        raise NotImplementedError

    def reaches(self, user) -> str | None:
        """The address of somebody on this way, if they have one."""
        return None

    @classmethod
    def lacking(cls) -> Iterator[str]:
        """The settings that have to be written before it can work."""
        return (name for name in cls.needs if not setting(name))


def uid_of(kind: str, key: object) -> uuid.UUID:
    """The same for the same thing, whoever tries to send it and however often."""
    return uuid.uuid5(OURS, f"{kind}:{key}")


def setting(name: str):
    return settings.CHANNELS.get(name)


def parts_of(text: str) -> int:
    """As networks count them: a text longer than one message is charged as several."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= ALONE else -(-length // JOINED)


def text_receipt(message: Message, reference: str) -> Receipt:
    parts, price = parts_of(message.text), setting("ZERENTIAN_SMS_PRICE")
    return Receipt(reference[:80], parts, None if price is None else parts * price)


def call(gateway: str, method: str, url: str, **more) -> outbound.Answer:
    """Somebody's server asked. Raises NotSent for every reason but an answer."""
    try:
        return outbound.call(gateway, method, url, **more)
    except outbound.Caged as caged:
        raise NotSent(str(caged), code="caged") from None
    except outbound.Resting as resting:
        raise NotSent(str(resting), code="resting") from None
    except outbound.NoAnswer as silence:
        raise NotSent(f"no answer: {silence}", code="no answer") from None
