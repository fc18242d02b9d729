"""What is asked of one thing at the moment it is to leave: may it be said, where, in which words."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop, override

from notices import events
from notices.channels.base import Message, NotSent, uid_of
from notices.channels.ways import reached
from notices.delivery import asked, wording
from notices.models import Audience, Dispatch, Notice, ToldBy, Way

LANGUAGE = "zh-hans"
"""What leaves the house is read by people of whom nobody knows the language."""
GONE = gettext_noop("收件人已经去世或者搬走了，没有发。")
SEEN = gettext_noop("已经看过了，不用再发。")
ONLY_AS_CHOSEN = gettext_noop("这件事保密，只按本人选的方式说，没有发。")
NO_ADDRESS = gettext_noop("现在没有这种方式的地址，没有发。")


def why_not(row: Dispatch, at: datetime) -> str:
    """Why it must not be said any more, or ""."""
    notice = row.notice
    if asked.is_gone(row.recipient):
        return GONE
    if notice.read_at is not None:
        return SEEN
    if why := asked.why_not(notice, at):
        return why
    if _audience(notice) == Audience.RESIDENTS and asked.confidential(notice.about):
        chosen = ToldBy.objects.filter(user=row.recipient).first()
        if chosen is None or chosen.way != row.way:
            return ONLY_AS_CHOSEN
    return "" if _address(row) else NO_ADDRESS


def message(row: Dispatch, at: datetime, *, several: int = 0) -> Message:
    """Raises NotSent where the address went away just now."""
    to = _address(row)
    if to is None:
        raise NotSent("no address on this way", code="address", again=False)
    event, kept = events.of(row.notice.key), _kept(row, several)
    signature = asked.signature(row.recipient, timezone.localdate(at))
    with override(LANGUAGE):
        text = _said(row, signature, kept)
    name = wording.template(event, _audience(row.notice), **kept)
    values = {"worker": signature.worker, "phone": signature.phone, "n": str(several or 1)}
    return Message(uid_of("dispatch", row.pk), to, text, name, values)


def words(row: Dispatch, at: datetime) -> str:
    """The sentence itself, in the language of whoever reads it here; what is sent is Chinese."""
    return _said(row, asked.signature(row.recipient, timezone.localdate(at)), _kept(row, 0))


def _said(row, signature, kept):
    event, audience = events.of(row.notice.key), _audience(row.notice)
    return wording.words(event, audience, signature=signature, **kept)


def _kept(row, several):
    return {
        "shared": row.way == Way.TEXT and asked.shared(row.recipient),
        "confidential": asked.confidential(row.notice.about),
        "several": several,
    }


def _audience(notice: Notice) -> str:
    return events.of(notice.key).audience(notice.text)


def _address(row):
    to_staff = _audience(row.notice) == Audience.STAFF
    return reached(row.way, row.recipient, to_staff=to_staff)
