from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("通知与提醒")

    def ready(self):
        from notices import outbox, reminders, sweeps
        from notices.channels import text_messages

        sweeps.also(text_messages.forget_old)

        reminders.daily(
            "old-notices",
            time(3, 10),
            plan=lambda day: ["*"],
            act=lambda reminder, at: (outbox.forget_old(at), reminders.forget_done(at)),
        )
