from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core.checks import Tags, register

from config.serving import checks


class AdminConfig(DjangoAdminConfig):
    default_site = "config.admin.StreetOffice"


NO_PAGE_LINKS = [
    "rest_framework",  # the look of an API for browsers
    "htm*-4*",  # the next htmx and what belongs to it
    "hx-*",
    # long forms of what pages get in their short one
    "htmx-2.js",
    "jquery.js",
    "select2.full.js",
    "xregexp.js",
]
"""Static files that are left behind: packing them would be half the work of a first start."""


class ConfigConfig(AppConfig):
    """Holds what speaks for the whole house: `serve`, the health page, the front door, backups."""

    name = "config"
    label = "config"

    def ready(self):
        from config.backup import audits, nightly, restoring, signs
        from config.look import house_notes
        from config.serving import metrics
        from foundation.monitoring import wellbeing
        from notices import sweeps

        static_files = apps.get_app_config("staticfiles")
        static_files.ignore_patterns = [*static_files.ignore_patterns, *NO_PAGE_LINKS]
        metrics.register()
        house_notes.register()
        sweeps.also(nightly.tend)
        wellbeing.register(wellbeing.Sign("backup", signs.is_in_time))
        restoring.afterwards(audits.of_the_book)
        restoring.afterwards(audits.of_the_record)
        register(checks.proxies_are_named, Tags.security, deploy=True)
