from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    name = "announcements"
    verbose_name = _("公告")

    def ready(self):
        from announcements import ending, late, notice_events, telling
        from notices import events

        telling.register()
        ending.register()
        late.register()
        events.register(*notice_events.EVENTS)
