"""/metrics, in the text form of Prometheus: what foundation/monitoring/gauges.py knows, and granian of itself.

It opens with the token of ZERENTIAN_METRICS_TOKEN and is missing for everybody else: behind a proxy
every request comes from this machine, so "from here" would be no guard (decision 24).
"""

import http.client
import secrets
import shutil
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.backup.signs import last_backup
from config.serving.health import last_heartbeat
from config.version import VERSION
from foundation.access import open_to_all
from foundation.monitoring import gauges
from foundation.monitoring.gauges import PREFIX, Gauge

KIND = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE = 1  # second for the server to tell its own


@open_to_all
@never_cache
@require_safe
def metrics(request):
    if not shows_token(request):
        raise Http404
    return HttpResponse(written(timezone.now()) + server_metrics(), content_type=KIND)


def shows_token(request):
    scheme, _space, shown = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    right = secrets.compare_digest(shown.strip().encode(), known.encode())
    return bool(known) and scheme.lower() == "bearer" and right


def written(at):
    lines = [
        f"# HELP {PREFIX}info Which version answers.",
        f"# TYPE {PREFIX}info gauge",
        f'{PREFIX}info{{version="{VERSION}"}} 1',
    ]
    for gauge, value in gauges.read(at):
        name = PREFIX + gauge.name
        lines += [f"# HELP {name} {gauge.about}", f"# TYPE {name} gauge", f"{name} {value}"]
    return "\n".join(lines) + "\n"


def server_metrics():
    """What granian counts (requests, connections); it listens for this machine alone."""
    if not settings.SERVER_METRICS:
        return ""
    there = urlsplit(settings.SERVER_METRICS)
    asking = http.client.HTTPConnection(there.hostname, there.port, timeout=PATIENCE)
    try:
        asking.request("GET", there.path)
        answer = asking.getresponse()
        return answer.read().decode() if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        asking.close()


def backup_age(at):
    last = last_backup()
    return gauges.minutes_since(last and last.ended_at, at)


def disk_free_percent(at):
    room = shutil.disk_usage(settings.DATA)
    return room.free * 100 // room.total


def disk_free_gigabytes(at):
    return shutil.disk_usage(settings.DATA).free // 10**9


def register():
    for gauge in (
        Gauge(
            "beat_age_minutes",
            "Minutes since the worker's clock last ticked.",
            lambda at: gauges.minutes_since(last_heartbeat(), at),
        ),
        Gauge("backup_age_minutes", "Minutes since the last backup was whole.", backup_age),
        Gauge("disk_free_percent", "Room left where the data lies.", disk_free_percent),
        Gauge("disk_free_gigabytes", "Room left where the data lies.", disk_free_gigabytes),
    ):
        gauges.register(gauge)
