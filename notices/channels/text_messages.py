"""How a text message leaves the house; settings.SMS_CHANNEL names the class.

The default writes each message as a file into DATA/sms, where a gateway can pick it up within a
day. A provider's adapter is a class with the same `send`.
"""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from foundation import house
from foundation.disk import write_whole

# What the environment of an installation may still say.
FORMER_NAMES = {"accounts.text_messages.FileSms": "notices.channels.text_messages.FileSms"}


FILES_KEPT = timedelta(days=1)


class NotSent(Exception):
    """The message did not leave; trying again later may help."""


class FileSms:
    def send(self, phone: str, text: str) -> None:
        folder = _folder()
        message = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(folder / f"{uuid.uuid4()}.json", lambda file: file.write(message))
        except OSError as error:
            raise NotSent(str(error)) from error


# What was not handed over, while nothing leaves the house.
_aside: ContextVar[list[str] | None] = ContextVar("aside", default=None)


@contextmanager
def set_aside() -> Iterator[list[str]]:
    """Inside nothing leaves the house: what would have is listed, without a digit of a number or code."""
    listed: list[str] = []
    token = _aside.set(listed)
    try:
        yield listed
    finally:
        _aside.reset(token)


def send(phone: str, text: str) -> None:
    """Hand one message over. Raises NotSent, also in a copy of a house: it tells nobody anything."""
    if (listed := _aside.get()) is not None:
        listed.append(re.sub(r"\d", "·", str(text)))
        return
    if not house.is_home():
        raise NotSent(house.SAY)
    channel()().send(phone, text)


def channel() -> type:
    """The class that sends. Raises ImportError."""
    named = settings.SMS_CHANNEL
    return import_string(FORMER_NAMES.get(named, named))


def forget_old(at: datetime) -> None:
    """Files nobody picked up for a day, whole or torn: each holds a number and what was said to it."""
    folder = _folder()
    for path in (*folder.glob("*.json"), *folder.glob(".*.part")):
        with suppress(FileNotFoundError):  # picked up at this very moment
            if path.stat().st_mtime < (at - FILES_KEPT).timestamp():
                path.unlink()


def _folder():
    return Path(settings.DATA) / "sms"
