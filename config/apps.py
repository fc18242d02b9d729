from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.core.checks import Tags, register

from config.serving import checks


class AdminConfig(DjangoAdminConfig):
    default_site = "config.admin.StreetOffice"


class ConfigConfig(AppConfig):
    """Holds what speaks for the whole house: `serve`, the health page, the front door."""

    name = "config"
    label = "config"

    def ready(self):
        register(checks.proxies_are_named, Tags.security, deploy=True)
