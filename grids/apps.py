from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GridsConfig(AppConfig):
    name = "grids"
    verbose_name = _("区域与岗位")

    def ready(self):
        from accounts.factors import asking
        from grids import second_factor

        asking.needed_by(second_factor.wanted)
