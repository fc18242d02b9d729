from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("居民的事")

    def ready(self):
        from cases import finding, messages
        from residents.search import finders

        messages.register()
        finders.also_looks(finding.by_number)
