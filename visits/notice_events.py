"""What is told about contacts that are due."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notices.events import By, Event
from notices.models import Way

EVENTS = [
    Event(
        "morning",
        _("早上的一条"),
        aloud_to_staff=gettext_noop("今天等您的事理好了。"),
        while_posted=True,
        by_staff=By((Way.WECOM,)),
    ),
    Event("overdue", _("联系晚了"), while_posted=True, by_staff=By((Way.WECOM,))),
]
