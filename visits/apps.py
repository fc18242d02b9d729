from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("走访")

    def ready(self):
        from grids import handing_over
        from notices import events
        from residents.joining import following
        from visits import due, late, notice_events, notifications

        following.rows("visits.Visit_people", "person", once_per="visit")
        following.stays("visits.DayBefore", "person")
        notifications.register()
        late.register()
        events.register(*notice_events.EVENTS)
        # Whoever is due follows the grid by themselves.
        handing_over.goes_along(handing_over.Part("due", 20, _("该联系的居民"), due.handed_over))
