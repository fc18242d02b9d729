"""How an outcome is said: the words follow the channel. Nobody opens a telephone."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

AT_THE_DOOR = {
    "met": _("见到了"),
    "proxy": _("家人替答"),
    "nobody": _("没人在"),
    "refused": _("不方便开门"),
    "rescheduled": _("改约"),
    "vacant": _("空房"),
    "moved": _("已搬走"),
}
ELSEWHERE = {
    "phone": {
        "met": _("联系上了"),
        "proxy": _("请家人转告"),
        "nobody": _("没接"),
        "refused": _("不方便说话"),
    },
    "message": {
        "met": _("联系上了"),
        "proxy": _("请家人转告"),
        "nobody": _("没回"),
        "refused": _("不想多说"),
    },
}
"""Where a channel has words of its own; for the others those of the door fit."""


def said(channel, outcome):
    return ELSEWHERE.get(channel, {}).get(outcome) or AT_THE_DOOR[outcome]


def for_each_channel(outcome):
    """The label of a choice in all its words; the sheet shows those of the channel chosen."""
    others = [(channel, words[outcome]) for channel, words in ELSEWHERE.items() if outcome in words]
    if not others:
        return AT_THE_DOOR[outcome]
    return format_html(
        '<span class="said{}">{}</span>{}',
        "".join(f" not-{channel}" for channel, _words in others),
        AT_THE_DOOR[outcome],
        format_html_join("", '<span class="said-{}">{}</span>', others),
    )


def tried(channel, outcome):
    """What lists say of an attempt, after the day: 去过，没人; 打过，没接."""
    how = {"door": _("去过，%(outcome)s"), "phone": _("打过，%(outcome)s")}
    how["message"] = _("发过，%(outcome)s")
    words = _("没人") if (channel, outcome) == ("door", "nobody") else said(channel, outcome)
    return how.get(channel, _("问过，%(outcome)s")) % {"outcome": words}
