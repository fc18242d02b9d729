from celery import shared_task
from django.utils import timezone

from foundation.models import Heartbeat
from notices import outbox, reminders, sweeps


@shared_task
def heartbeat():
    """The worker is alive and the database answers it."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@shared_task
def sweep():
    """Everything that is due now; safe to run twice and to miss."""
    now = timezone.now()
    reminders.sweep(now)
    outbox.send_due(now)
    sweeps.run(now)
