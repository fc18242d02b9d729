"""Why something was not sent, in words the office understands; what ways out say is for logs."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SAID = (
    ("the gateway refuses this message", _("短信平台不收，多半是号码不对")),
    ("the address was refused", _("这个邮箱地址不收信")),
    ("not an address", _("邮箱地址写得不对")),
    ("no address on this way", _("没有这种方式的地址")),
    ("no template of ", _("这一类消息还没有短信模板")),
    ("no answer", _("对方没有回音")),
    ("the gateway", _("短信平台出了毛病")),
    ("the mail server", _("邮件服务器出了毛病")),
)
"""How it begins, and what it means; the first that fits."""


def in_words(error: str) -> str:
    """One line; what nobody has words for stays as it was said, for whoever runs the house."""
    line = error.partition("\n")[0]
    for begins, words in SAID:
        if line.startswith(begins):
            return str(words)
    return gettext(line)[:80] if line else ""
