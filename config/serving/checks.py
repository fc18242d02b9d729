"""What `manage.py check --deploy` finds in the settings of this house."""

from django.conf import settings
from django.core.checks import Warning


def proxies_are_named(app_configs, **options):
    """Without them everybody behind the proxy is one network, and locks out everybody."""
    if not settings.HTTPS or settings.PROXIES:
        return []
    return [
        Warning(
            "ZERENTIAN_HTTPS is set, so a proxy stands in front, but ZERENTIAN_PROXIES names none: "
            "everybody counts as one network, and anybody may claim that they came by HTTPS.",
            hint="Set ZERENTIAN_PROXIES to the address of the proxy, such as 127.0.0.1.",
            id="zerentian.W001",
        )
    ]
