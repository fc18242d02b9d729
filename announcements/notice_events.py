"""What goes out where a street or a community says something to many."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from announcements import telling
from notices.events import Event

EVENTS = [
    Event(
        "announcement",
        _("公告"),
        to_residents=(telling.SAID, telling.SOMETHING),
        for_staff=False,
        aloud=gettext_noop("社区有一条公告，请登录看。"),
    )
]
