"""How a text message leaves the house; settings.SMS_CHANNEL names the class.

The default writes each message as a file into DATA/sms, where a gateway can pick it up within a
day. A provider's adapter is a class with the same `send`.
"""

import json
import os
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

# What the environment of an installation may still say.
FORMER_NAMES = {"accounts.text_messages.FileSms": "notices.channels.text_messages.FileSms"}


FILES_KEPT = timedelta(days=1)


class NotSent(Exception):
    """The message did not leave; trying again later may help."""


class FileSms:
    def send(self, phone: str, text: str) -> None:
        folder = _folder()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"{uuid.uuid4()}.json"
            with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
                json.dump({"phone": phone, "text": text}, file, ensure_ascii=False)
        except OSError as error:
            raise NotSent(str(error)) from error


def send(phone: str, text: str) -> None:
    """Hand one message over. Raises NotSent."""
    named = settings.SMS_CHANNEL
    import_string(FORMER_NAMES.get(named, named))().send(phone, text)


def forget_old(at: datetime) -> None:
    """Files nobody picked up for a day: each holds a number, and what was said to it."""
    for path in _folder().glob("*.json"):
        with suppress(FileNotFoundError):  # picked up at this very moment
            if path.stat().st_mtime < (at - FILES_KEPT).timestamp():
                path.unlink()


def _folder():
    return Path(settings.DATA) / "sms"
