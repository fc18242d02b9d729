from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("账号")

    def ready(self):
        from accounts import cleanup, sign_in
        from accounts.evidence import clock
        from accounts.factors import notice_events
        from foundation.monitoring.wellbeing import Sign, register
        from notices import events, reminders, sweeps

        apart = _("服务器的钟和大家电脑上的差了一分钟以上。请校准服务器的时间。")
        register(Sign("clock", clock.goes_right, apart))
        sweeps.also(sign_in.send_codes)
        events.register(*notice_events.EVENTS)
        # Rows of this rule lie in the table under the name it first had.
        reminders.daily(
            "tidy",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: cleanup.forget_old(at),
        )
