from django.apps import AppConfig
from django.utils import timezone


class ResidentsConfig(AppConfig):
    name = "residents"

    def ready(self):
        from datetime import time

        from accounts import sign_in
        from notices import reminders
        from residents import registry

        sign_in.welcomes_newcomers(registry.account_for_phone)
        reminders.daily(
            "care-tags-ended",
            time(0, 10),
            plan=lambda day: ["*"],
            act=lambda reminder, at: registry.settle_expired(day=timezone.localdate(at)),
        )
