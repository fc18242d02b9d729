from datetime import time

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"

    def ready(self):
        from notices import reminders
        from office import proposals

        reminders.daily(
            "old-proposals",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: proposals.forget_old(at),
        )
