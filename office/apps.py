from datetime import time

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"

    def ready(self):
        from grids import second
        from notices import reminders
        from office import late, proposals
        from office.rules import kinds
        from office.rules.days import Days

        late.register()
        kinds.also(Days())
        second.weighs_where(proposals.proposed_where)

        reminders.daily(
            "old-proposals",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: proposals.forget_old(at),
        )
