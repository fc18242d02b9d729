from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    name = "residents"
    verbose_name = _("居民登记")

    def ready(self):
        from datetime import time

        from accounts import sign_in, two_people
        from foundation.work import queue
        from grids.boundaries import parts
        from notices import reminders, sweeps
        from office.opening import sheets, taking_back
        from office.rules import kinds
        from residents import boundaries, registry
        from residents.at_office import onboarding, opening, pending
        from residents.corrections import late as late_corrections
        from residents.corrections import notifications as about_corrections
        from residents.corrections import workflow as corrections
        from residents.counter import ways_in
        from residents.joining import late, meetings
        from residents.joining import own as own_rows
        from residents.numbers import asked, telling
        from residents.own import entries
        from residents.roster import worker
        from residents.roster.writing import cleanup
        from residents.telling import notice_events
        from residents.tier_rules import Tiers

        queue.register(worker.ROSTERS)
        for counted in boundaries.COUNTED:
            parts.counts(counted)
        parts.also(boundaries.FIRST_CONTACTS)
        kinds.also(Tiers())
        sheets.also(opening.Doors)
        taking_back.go_back_together("residents.Dwelling", opening.doors_back)
        onboarding.register()
        pending.register()
        own_rows.register()
        late.register()
        late_corrections.register()
        about_corrections.register()
        two_people.knows_as_one(entries.are_one)
        sign_in.asks_register(
            narrows=asked.living_here,
            knows=asked.knows,
            shares=asked.shares,
            number_of=asked.number_of,
        )
        notice_events.register()
        sweeps.also(telling.tell_old_numbers)
        reminders.daily(
            "care-tags-ended",
            time(0, 10),
            plan=lambda day: ["*"],
            act=lambda reminder, at: registry.settle_expired(day=timezone.localdate(at)),
        )
        reminders.daily(
            "id-numbers-compared",
            time(0, 30),
            plan=lambda day: ["*"],
            act=lambda reminder, at: meetings.look(at=at),
        )
        reminders.daily(
            "old-joinings",
            time(3, 10),
            plan=lambda day: ["*"],
            act=lambda reminder, at: meetings.forget_old(at=at),
        )
        reminders.daily(
            "old-corrections",
            time(3, 20),
            plan=lambda day: ["*"],
            act=lambda reminder, at: corrections.forget_old(at=at),
        )
        reminders.daily(
            "rosters-left-lying",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: cleanup.forget_left_lying(on=timezone.localdate(at)),
        )
        reminders.daily(
            "old-resident-cards",
            time(0, 25),
            plan=lambda day: ["*"],
            act=lambda reminder, at: ways_in.forget_old_cards(at),
        )
        reminders.daily(
            "old-care-tags",
            time(0, 20),
            plan=lambda day: ["*"],
            act=lambda reminder, at: registry.forget_old_tags(on=timezone.localdate(at)),
        )
