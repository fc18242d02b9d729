"""The ways out of the house by their names; `text` is whatever ZERENTIAN_SMS_CHANNEL names."""

from collections.abc import Callable

from notices.channels import door, text_messages
from notices.channels.base import Channel, Message, Receipt
from notices.channels.mail import Mail
from notices.channels.slips import Slips
from notices.channels.wecom import WeCom, WeComRobot

WAYS: dict[str, Callable[[], Channel]] = {
    "text": text_messages.way,
    "wecom": WeCom,
    "robot": WeComRobot,
    "mail": Mail,
    "slip": Slips,
}


def way(name: str) -> Channel:
    """Raises KeyError; ImportError where the class of texts is not there."""
    return WAYS[name]()


def send(name: str, message: Message) -> Receipt:
    """Hand one message over on that way. Raises NotSent."""
    return door.hand_over(WAYS[name], message)


def in_use() -> list[type[Channel]]:
    """What an operator has begun to set up; what nobody has written a word about is not."""
    found: list[type] = [text_messages.channel(), WeCom, WeComRobot, Mail]
    used = [each for each in found if issubclass(each, Channel)]
    return [each for each in used if each is found[0] or any(_set(each))]


def _set(channel):
    lacking = set(channel.lacking())
    return [name for name in channel.needs if name not in lacking]


def reached(name: str, user, *, to_staff: bool) -> str | None:
    """The address of somebody on that way, asked now. WeCom is where staff are, by rule."""
    if name == "wecom" and not to_staff:
        return None
    if name == "wecom" and any(WeCom.lacking()):
        return None
    if name == "mail" and any(Mail.lacking()):
        return None
    return way(name).reaches(user)
