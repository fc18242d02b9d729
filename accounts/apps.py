from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("账号")

    def ready(self):
        from accounts import cleanup, sign_in
        from notices import reminders, sweeps

        sweeps.also(sign_in.send_codes)
        # Rows of this rule lie in the table under the name it first had.
        reminders.daily(
            "tidy",
            time(3),
            plan=lambda day: ["*"],
            act=lambda reminder, at: cleanup.forget_old(at),
        )
