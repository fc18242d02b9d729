"""How a text message leaves the house; settings.SMS_CHANNEL names the class.

The default writes each message as a file into DATA/sms, where a gateway can pick it up. A
provider's adapter is a class with the same `send`.
"""

import json
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

# What the environment of an installation may still say.
FORMER_NAMES = {"accounts.text_messages.FileSms": "notices.channels.text_messages.FileSms"}


class NotSent(Exception):
    """The message did not leave; trying again later may help."""


class FileSms:
    def send(self, phone: str, text: str) -> None:
        folder = Path(settings.DATA) / "sms"
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
