from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "config.admin.StreetOffice"


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Leaves out what no page asks for: the look of an API for browsers, libraries a second time.

    Packing every file twice, for old browsers and new, takes most of the time of a first start.
    """

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        "rest_framework",
        "htmax*",
        "htmx-4*",
        # The same stands there in a .min.js, which is what is linked.
        "htmx-2.js",
        "jquery.js",
        "select2.full.js",
        "xregexp.js",
    ]


class ConfigConfig(AppConfig):
    """Holds what speaks for the whole house: `serve`, the health page, the front door."""

    name = "config"
    label = "config"
