from datetime import time

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"

    def ready(self):
        from foundation.work import queue
        from grids import second
        from notices import events, reminders
        from office import late, notice_events, proposals
        from office.cards import badges
        from office.cards import sheets as card_sheets
        from office.onboarding import opening, own
        from office.opening import (
            buildings,
            people,
            places,
            posts,
            sheets,
            taking_back,
            worker,
            workflow,
        )
        from office.pending import morning
        from office.pending import own as own_lines
        from office.posts import ending
        from office.rules import kinds
        from office.rules.days import Days

        late.register()
        events.register(*notice_events.EVENTS)
        own.register()
        own_lines.register()
        morning.register()
        ending.register()
        kinds.also(Days())
        second.weighs_where(proposals.proposed_where)
        queue.register(worker.FILES)
        for part in (
            places.Grids,
            places.Compounds,
            buildings.Buildings,
            people.People,
            posts.Posts,
        ):
            sheets.also(part)
        taking_back.goes_back("grids.Building", "grid_id", buildings.move_back)
        taking_back.goes_back("grids.Building", "name", buildings.name_back)
        taking_back.goes_back("grids.Posting", "", posts.post_back)
        taking_back.goes_back("grids.Posting", "until_on", posts.end_back, first=True)
        taking_back.goes_back("accounts.User", "name", people.name_back)
        along = ("accounts.Enablement", "notices.Notice", "notices.Dispatch", "notices.ToldBy")
        taking_back.goes_back(
            "accounts.User", "", people.account_back, along=along, in_use=people.in_use
        )

        reminders.daily(
            "old-proposals",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: proposals.forget_old(at),
        )
        reminders.daily(
            "old-badges",
            time(3, 40),
            plan=lambda day: ["*"],
            act=lambda reminder, at: badges.forget_old(at),
        )
        reminders.daily(
            "old-card-sheets",
            time(3, 45),
            plan=lambda day: ["*"],
            act=lambda reminder, at: card_sheets.forget_old(at),
        )
        reminders.daily(
            "old-organisation-files",
            time(3, 20),
            plan=lambda day: ["*"],
            act=lambda reminder, at: workflow.forget_old(at),
        )
        reminders.daily(
            "streets-opening",
            time(0, 5),
            plan=lambda day: ["*"],
            act=lambda reminder, at: opening.begin_due(at),
        )
