from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = _("区域与岗位")

    def ready(self):
        from accounts.factors import asking
        from foundation.monitoring.wellbeing import Sign, register
        from grids import arranged_years, handing_over, notice_events, second_factor
        from grids.boundaries import late, parts
        from grids.models import Building
        from grids.standing_in import absences
        from grids.standing_in import notifications as standing_in
        from notices import reminders

        asking.needed_by(second_factor.wanted)
        late.register()
        notice_events.register()
        standing_in.register()
        handing_over.register()
        parts.counts(
            parts.Counted(
                "buildings",
                _("楼栋"),
                lambda day: Building.objects.all(),
                Building.moves_with,
                holds=True,
            )
        )
        register(Sign("calendar", arranged_years.is_in_time, lasts=60, reminds=True))

        # A new `chinesecalendar` knows more years; what was a guess until then is counted anew.
        reminders.daily(
            "guessed-deadlines",
            time(4),
            plan=lambda day: ["*"],
            act=lambda reminder, at: arranged_years.recount(by=None, at=at),
        )
        reminders.daily(
            "old-absences",
            time(3, 50),
            plan=lambda day: ["*"],
            act=lambda reminder, at: absences.forget_old(at),
        )
