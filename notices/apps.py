from datetime import time

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self):
        from accounts import tidy
        from notices import reminders

        reminders.daily(
            "tidy",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: tidy.forget_old(at),
        )
