"""What is told about exports."""

from django.utils.translation import gettext_lazy as _

from notices.events import By, Event
from notices.models import Way

EVENTS = [Event("export", _("导出"), while_posted=True, by_staff=By((Way.WECOM,)))]
