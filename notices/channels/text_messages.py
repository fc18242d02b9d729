"""How a text message leaves the house; settings.SMS_CHANNEL names the class (docs/channels.md)."""

from django.conf import settings
from django.utils.module_loading import import_string

from notices.channels import door
from notices.channels.base import Channel, Message, NotSent, Receipt, text_receipt

__all__ = ["NotSent", "channel", "send", "way"]

# What the environment of an installation may still say.
FORMER_NAMES = {
    "accounts.text_messages.FileSms": "notices.channels.files.Files",
    "notices.channels.text_messages.FileSms": "notices.channels.files.Files",
}


def send(message: Message) -> Receipt:
    """Hand one message over. Raises NotSent."""
    return door.hand_over(way, message)


def way() -> Channel:
    found = channel()
    return found() if issubclass(found, Channel) else Older(found())


def channel() -> type:
    """The class that sends. Raises ImportError."""
    named = settings.SMS_CHANNEL
    return import_string(FORMER_NAMES.get(named, named))


class Older(Channel):
    """A class of an installation from before there were receipts: `send(phone, text)`."""

    def __init__(self, sends) -> None:
        self.sends = sends

    def send(self, message: Message) -> Receipt:
        self.sends.send(message.to, message.text)
        return text_receipt(message, "")

    def reaches(self, user) -> str | None:
        return user.phone or None
