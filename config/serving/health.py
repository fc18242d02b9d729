"""Whether the house stands: the database answers and the clock ticks; and which version it is."""

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

TICK = timedelta(seconds=settings.CLOCK_TICK)
# Two ticks may be late on a busy machine, three may not.
LATE = 3 * TICK + timedelta(seconds=5)
# By then the supervisor stops waiting and puts a new worker in its place.
STUCK = LATE + TICK


@open_to_all
@never_cache
@require_safe
def healthz(request):
    """200 when all is well, else 503 and what is wrong; nothing about people."""
    parts = {"database": "ok", "worker": "ok"}
    try:
        last = last_heartbeat()
    except Error:
        parts = {"database": "does not answer", "worker": "unknown"}
    else:
        if last is None:
            parts["worker"] = "not seen yet"
        elif (silent := timezone.now() - last) > LATE:
            parts["worker"] = f"silent for {int(silent.total_seconds())} seconds"
    well = set(parts.values()) == {"ok"}
    return JsonResponse({**parts, "version": VERSION}, status=200 if well else 503)


def last_heartbeat():
    return Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
