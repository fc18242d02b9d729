from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("意见箱")

    def ready(self):
        from notices import events, reminders
        from participation.box import forgetting, late, notifications, pending

        notifications.register()
        events.register(*notifications.EVENTS)
        late.register()
        pending.register()
        reminders.daily(
            forgetting.OLD,
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: forgetting.forget_old(at),
        )
