"""The exact words that leave the house: whole sentences of ours, with nothing from the notice.

To a resident: no link, nothing asked, the worker's name and the community's number. To a phone
several people have: not even what kind of message it is.
"""

from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from notices.delivery.asked import Signature
from notices.events import SOMETHING, Event
from notices.models import Audience

FOR_THE_FAMILY = gettext_noop("有一条消息给您家里的一位，请本人登录看。")
ASK_WORKER = gettext_noop("问网格员%(worker)s，或者打社区电话 %(phone)s。")
ASK_WORKER_ONLY = gettext_noop("拿不准就问网格员%(worker)s。")
ASK_OFFICE = gettext_noop("拿不准就打社区电话 %(phone)s。")
ASK = gettext_noop("拿不准就到社区问一问。")
LOOK = gettext_noop("内容登录以后看。")
SIGN_IN = gettext_noop("请登录看。")
SIGNED = gettext_noop("【责任田】%(said)s")


def words(
    event: Event,
    audience: str,
    *,
    signature: Signature,
    shared: bool = False,
    confidential: bool = False,
    several: int = 0,
) -> str:
    """What a text message, a mail or a slip says, in the language of the day (Chinese when sent).

    `several` is for the one message of a morning.
    """
    if audience == Audience.STAFF:
        said = _several(several) if several else gettext(event.aloud_to_staff)
        return _signed(said, gettext(SIGN_IN))
    if shared:
        return _signed(gettext(FOR_THE_FAMILY), _ask(signature))
    said = gettext(SOMETHING if confidential else event.aloud)
    if several:
        said = _several(several)
    return _signed(said, gettext(LOOK), _ask(signature))


def template(event: Event, audience: str, *, shared: bool, confidential: bool, several: int) -> str:
    """By what name a provider that takes no words of ours knows this sentence."""
    if audience == Audience.STAFF:
        return "staff-digest" if several else f"staff-{event.name}"
    if shared:
        return "for-the-family"
    if several:
        return "digest"
    return "from-the-community" if confidential else event.name


def _signed(*sentences):
    between = "" if (get_language() or "zh").startswith("zh") else " "
    return gettext(SIGNED) % {"said": between.join(sentences)}


def _several(n):
    return ngettext("有 %(n)s 条新消息等您看。", "有 %(n)s 条新消息等您看。", n) % {"n": n}


def _ask(signature):
    """Whom to ask by voice: people are warned of messages that want something of them."""
    if signature.worker and signature.phone:
        text = ASK_WORKER
    elif signature.worker:
        text = ASK_WORKER_ONLY
    else:
        text = ASK_OFFICE if signature.phone else ASK
    return gettext(text) % signature._asdict()
