"""Text messages as files in DATA/sms, where a gateway can pick them up within a day."""

import json
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from foundation.disk import write_whole
from notices.channels.base import Channel, Message, NotSent, Receipt, text_receipt

KEPT = timedelta(days=1)


class Files(Channel):
    name = "files"

    def send(self, message: Message) -> Receipt:
        folder = _folder()
        said = {"phone": message.to, "text": message.text}
        whole = json.dumps(said, ensure_ascii=False).encode()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(folder / f"{message.uid}.json", lambda file: file.write(whole))
        except OSError as error:
            raise NotSent(error.strerror or type(error).__name__) from error
        return text_receipt(message, "")

    def reaches(self, user) -> str | None:
        return user.phone or None


def forget_old(at: datetime) -> None:
    """Files nobody picked up for a day, whole or torn: each holds a number and what was said to it."""
    folder = _folder()
    for path in (*folder.glob("*.json"), *folder.glob(".*.part")):
        with suppress(FileNotFoundError):  # picked up at this very moment
            if path.stat().st_mtime < (at - KEPT).timestamp():
                path.unlink()


def _folder():
    return Path(settings.DATA) / "sms"
