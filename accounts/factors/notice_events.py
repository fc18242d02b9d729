"""What is told about somebody's own account."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notices.events import By, Event
from notices.models import Way

ACCOUNT = gettext_noop("您的账号有变动。")
BY_STAFF = By((Way.WECOM, Way.TEXT))
EVENTS = [
    Event("late", _("没有交上的话")),
    Event("second-factor", _("第二道验证"), aloud_to_staff=ACCOUNT, by_staff=BY_STAFF),
    Event("second-factor-lost", _("换掉第二道验证"), aloud_to_staff=ACCOUNT, by_staff=BY_STAFF),
    Event("device", _("新设备"), aloud_to_staff=ACCOUNT, by_staff=BY_STAFF),
]
