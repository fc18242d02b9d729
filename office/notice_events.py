"""What is told about work that takes two people."""

from django.utils.translation import gettext_lazy as _

from notices.events import By, Event
from notices.models import Way

BY_STAFF = By((Way.WECOM,))
EVENTS = [
    Event("proposal", _("两个人办的事"), by_staff=BY_STAFF),
    Event("proposals-of-file", _("组织表里两个人办的事"), while_posted=True, by_staff=BY_STAFF),
    Event("proposals-of-sheet", _("登录卡里两个人办的事"), while_posted=True, by_staff=BY_STAFF),
    Event("proposals-together", _("一起提出的两个人办的事"), while_posted=True, by_staff=BY_STAFF),
    Event("own-entry", _("认自己的居民登记")),
]
