"""Whether the house stands: the database answers, the clock ticks, and what else may be late.

For monitors, which come by an address of the machine and without TLS: answered before anybody asks
for the host's name or redirects to HTTPS. It says ok or late of each sign (foundation/monitoring/wellbeing.py)
and which version this is; no count, no name of a machine, nothing of people.
"""

from datetime import timedelta

from django.conf import settings
from django.db import Error
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.version import VERSION
from foundation.access import open_to_all
from foundation.models import Heartbeat
from foundation.monitoring import wellbeing

PATH = "/healthz"

TICK = timedelta(seconds=settings.CLOCK_TICK)
# Two ticks may be late on a busy machine, three may not.
LATE = 3 * TICK + timedelta(seconds=5)
# By then the supervisor stops waiting and puts a new worker in its place.
STUCK = LATE + TICK


class HealthMiddleware:
    """Stands before whatever asks for a host, a session or a language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return healthz(request) if request.path_info == PATH else self.get_response(request)


@open_to_all
@never_cache
@require_safe
def healthz(request):
    """200 when all is well, else 503 and what is late; nothing about people.

    What only reminds is said as late, and the answer stays 200 (decision 39).
    """
    now = timezone.now()
    parts, signs = {"database": "ok", "worker": "ok"}, {}
    try:
        last = last_heartbeat()
    except Error:
        parts = {"database": "does not answer", "worker": "unknown"}
    else:
        if last is None:
            parts["worker"] = "not seen yet"
        elif (silent := now - last) > LATE:
            parts["worker"] = f"silent for {int(silent.total_seconds())} seconds"
        signs = wellbeing.look(now)
    well = set(parts.values()) == {"ok"} and wellbeing.is_well(signs)
    parts |= {name: "ok" if each else "late" for name, each in signs.items()}
    return JsonResponse({**parts, "version": VERSION}, status=200 if well else 503)


def last_heartbeat():
    return Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
