from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("走访")

    def ready(self):
        from residents.joining import following
        from visits import late, notifications

        following.rows("visits.Visit_people", "person", once_per="visit")
        notifications.register()
        late.register()
