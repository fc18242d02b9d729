from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core.checks import Tags, register

from config.serving import checks


class AdminConfig(DjangoAdminConfig):
    default_site = "config.admin.StreetOffice"


class ConfigConfig(AppConfig):
    """Holds what speaks for the whole house: `serve`, the health page, the front door, backups."""

    name = "config"
    label = "config"

    def ready(self):
        from config.backup import audits, nightly, restoring, signs
        from config.serving import metrics
        from foundation.monitoring import wellbeing
        from notices import sweeps

        metrics.register()
        sweeps.also(nightly.tend)
        wellbeing.register(wellbeing.Sign("backup", signs.is_in_time))
        restoring.afterwards(audits.of_the_book)
        restoring.afterwards(audits.of_the_record)
        register(checks.proxies_are_named, Tags.security, deploy=True)
