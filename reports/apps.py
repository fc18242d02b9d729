from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("报表和导出")

    def ready(self):
        from foundation.work import queue
        from notices import events
        from reports import notice_events, notifications
        from reports.exports import writer
        from reports.views import late

        queue.register(writer.EXPORTS)
        late.register()
        notifications.register()
        events.register(*notice_events.EVENTS)
