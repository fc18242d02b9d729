"""The page of whoever keeps the system: whether it is well and what waits; nothing about people."""

from django.db import connection
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.serving.health import LATE, last_heartbeat
from config.version import VERSION
from foundation.work import queue
from grids.access import for_duty
from grids.roles import Duty
from notices.models import Dispatch, Notice, Reminder


@for_duty(Duty.KEEP_SYSTEM)
@require_GET
def system_page(request):
    now, beat = timezone.now(), last_heartbeat()
    context = {
        "version": VERSION,
        "database": "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
        "beat": beat,
        "is_late": beat is None or now - beat > LATE,
        "unsent": Notice.objects.unsent(now).count() + Dispatch.objects.late(now).count(),
        "given_up": Dispatch.objects.given_up().count(),
        "reminders": Reminder.objects.due(now).count(),
        "work": sum(kind.model.objects.to_do(now).count() for kind in queue.kinds()),
    }
    return render(request, "system.html", context)
