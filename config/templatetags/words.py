"""How days, times, numbers and icons are put on the screen; built into every template."""

import re
from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from config.look import icons
from config.look.stylesheets import links
from office.handbook import places
from visits.field import drawing

register = template.Library()

MINUS = "\N{MINUS SIGN}"
PHRASE = re.compile(r"[^，。：；！？]+[，。：；！？”]*|[，。：；！？]+")
UNBROKEN = re.compile(r"(\d{8}-\d+|\d[\d,]* 分)")


@register.filter
def day(value):
    """今天, 昨天, 明天, 3月5日, and the year when it is another one."""
    on = _local_day(value)
    if on is None:
        return ""
    today = timezone.localdate()
    # Within a sentence English writes them small; the heading 今天 stands on its own.
    near = {-1: pgettext("day", "昨天"), 0: pgettext("day", "今天"), 1: pgettext("day", "明天")}
    if (on - today).days in near:
        return near[(on - today).days]
    pattern = _("n月j日") if on.year == today.year else _("Y年n月j日")
    return date_format(on, pattern)


@register.filter
def ago(value):
    """刚刚, 5 分钟前, 今天 14:05, 昨天 14:05, 3月5日 14:05."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return day(value)
    passed = timezone.now() - value
    if timedelta(0) <= passed < timedelta(minutes=1):
        return _("刚刚")
    if timedelta(0) <= passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return ngettext("%(n)s 分钟前", "%(n)s 分钟前", minutes) % {"n": minutes}
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def due(value):
    """今天到期, 还有 3 天, 过了 2 天."""
    on = _local_day(value)
    if on is None:
        return ""
    left = (on - timezone.localdate()).days
    if left == 0:
        return _("今天到期")
    if left > 0:
        return ngettext("还有 %(n)s 天", "还有 %(n)s 天", left) % {"n": left}
    return ngettext("晚了 %(n)s 天", "晚了 %(n)s 天", -left) % {"n": -left}


@register.filter
def pts(value):
    """1,280 and −5: thousands in groups, and a minus sign that is one."""
    return "" if value in (None, "") else f"{int(value):,}".replace("-", MINUS)


@register.filter
def signed(value):
    """+20 and −5, for movements."""
    return "" if value in (None, "") else f"{int(value):+,}".replace("-", MINUS)


@register.filter
def whole(text):
    """A sentence whose case numbers and points are each kept on one line."""
    pieces = UNBROKEN.split(str(text))
    nowrap = '<span class="nowrap">{}</span>'
    return mark_safe(
        "".join(
            format_html(nowrap if place % 2 else "{}", piece) for place, piece in enumerate(pieces)
        )
    )


@register.filter
def phrases(text):
    """What stands between commas stays on one line where it fits, as people read titles."""
    pieces = PHRASE.findall(conditional_escape(text))
    if len(pieces) < 2:
        return text
    return mark_safe("".join(f'<span class="phrase">{piece}</span>' for piece in pieces))


@register.filter
def initial(name):
    """The surname, for the little square beside a name."""
    return str(name or "").strip()[:1].upper()


@register.filter
def pick(mapping, key):
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.simple_tag
def icon(name):
    """A lucide icon that grows with the type and says nothing: words stand beside it."""
    return icons.icon(str(name))


@register.simple_tag
def stylesheets():
    """The links of every page to what it looks like."""
    each = '<link rel="stylesheet" href="{}" media="{}">'
    return format_html_join("\n", each, links())


@register.simple_tag(takes_context=True)
def help_here(context):
    """On a page of the office, the way to what the handbook says of it."""
    url = places.url_for(context.get("request"))
    words = _("这一页怎么用")
    each = '<a class="button quiet alone help-here" href="{}" aria-label="{}" title="{}">{}</a>'
    mark = icons.icon("circle-question-mark")
    return format_html(each, url, words, words, mark) if url else ""


@register.simple_tag
def cell(state):
    """A cell of the field by itself: fresh, soon, due, overdue, never, closed, vacant."""
    return drawing.mark(state)


MARKS = {
    "posted": "check",
    "pending": "hourglass",
    "refused": "x",
    "confidential": "lock",
    "demo": "flask-conical",
}
CELLS = {"fresh", "due", "overdue", "never", "vacant"}


@register.simple_tag
def badge_mark(state, mark="", bare=False):
    """What stands before the words of a badge: its cell of the field, its icon, or `mark`."""
    if bare:
        return ""
    if state in CELLS:
        return drawing.mark(state)
    name = MARKS.get(state) or mark
    return icons.icon(name) if name else ""


def _local_day(value) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value or None
