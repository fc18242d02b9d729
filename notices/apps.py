from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = _("通知与提醒")

    def ready(self):
        from foundation.monitoring.wellbeing import Sign, register
        from notices import digest, gauges, outbox, reminders, sweeps, wellbeing
        from notices.channels import files

        waits = _("有消息等了十分钟还没有送出去。请看一看后台进程和短信通道。")
        register(Sign("outbox", wellbeing.outbox_moves, waits))
        given_up = _("有消息没有送到，或者提醒没有办成，试了几次都不行。请看“没送到、没办成的”。")
        register(Sign("dead letters", wellbeing.nothing_given_up, given_up))

        gauges.register()
        digest.register()
        sweeps.also(files.forget_old)

        reminders.daily(
            "old-notices",
            time(3, 10),
            plan=lambda day: ["*"],
            act=lambda reminder, at: (outbox.forget_old(at), reminders.forget_done(at)),
        )
