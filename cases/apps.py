from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("居民的事")

    def ready(self):
        from django.db.models import Q

        from cases import handing_over, need_to_know, notifications, search
        from cases.adapting import boundaries, recounting
        from cases.at_office import onboarding, pending, posts
        from cases.harm import going_on, looks
        from cases.local_rules.kinds import CATEGORIES, DEADLINES
        from cases.telling import morning, notice_events
        from cases.views import late
        from grids import arranged_years, second
        from grids.boundaries import parts
        from office.rules import kinds
        from residents.joining import following
        from residents.numbers import telling
        from residents.reveal import disclosure
        from residents.search import finders

        parts.counts(boundaries.OPEN)
        parts.also(boundaries.CASES)
        parts.says(boundaries.warnings)
        # Who sees a confidential case stays exactly as it was: its reporter is one of them.
        following.rows("cases.Case", "reporter", stays=Q(confidential=True))
        notifications.register()
        notice_events.register()
        morning.register()
        onboarding.register()
        pending.register()
        posts.register()
        going_on.register()
        handing_over.register()
        disclosure.holds_back(looks.withheld)
        late.register()
        kinds.also(CATEGORIES)
        kinds.also(DEADLINES)
        arranged_years.hang_on(recounting.DEADLINES)
        telling.names_people(need_to_know.officers_on)
        second.weighs_where(need_to_know.where_told)
        finders.also_looks(search.by_number)
