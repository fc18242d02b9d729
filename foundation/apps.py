from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    name = "foundation"

    def ready(self) -> None:
        from foundation import disk, keys
        from foundation.monitoring import wellbeing
        from foundation.monitoring.wellbeing import Sign
        from foundation.work import file_broker

        full = _("磁盘写不进去，或者快满了。请腾出地方，腾出来以后会自己接着办。")
        wellbeing.register(Sign("disk", disk.takes_writes, full))
        unreadable = _("队列里有读不懂的文件，已经挪到一边。没有东西丢，请管系统的人看一看。")
        wellbeing.register(Sign("queue", file_broker.is_readable, unreadable))
        misfit = _("有数据用现在的密钥打不开。请先不要改动，把原来的密钥放回来。")
        wellbeing.register(Sign("key", keys.fit, misfit, lasts=600))
