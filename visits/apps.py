from datetime import time

from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("走访")

    def ready(self):
        from foundation.work import queue
        from grids import handing_over
        from notices import events, reminders
        from residents import contacts_due
        from residents.joining import following
        from visits import due, due_dates, late, notice_events, notifications
        from visits.changes import forgetting
        from visits.due_dates import recomputing, rule_changes

        following.rows("visits.Visit_people", "person", once_per="visit")
        following.rows("visits.MajorChange", "person")
        contacts_due.register(
            works_out=due_dates.work_out,
            follows=rule_changes.follow,
            foresees=rule_changes.foresee,
        )
        queue.register(recomputing.RECOMPUTATIONS)
        reminders.daily(
            "contacts-by-age",
            time(0, 15),
            plan=lambda day: ["*"],
            act=lambda reminder, at: recomputing.come_of_age(day=timezone.localdate(at)),
        )
        reminders.daily(
            forgetting.OLD,
            time(3, 20),
            plan=lambda day: ["*"],
            act=lambda reminder, at: forgetting.forget_old(at),
        )
        notifications.register()
        late.register()
        events.register(*notice_events.EVENTS)
        # Whoever is due follows the grid by themselves.
        handing_over.goes_along(handing_over.Part("due", 20, _("该联系的居民"), due.handed_over))
