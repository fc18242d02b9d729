from celery import shared_task
from django.conf import settings
from django.utils import timezone

from foundation import house
from foundation.models import Heartbeat
from notices import reminders, sweeps
from notices.delivery import sending


@shared_task
def heartbeat():
    """The worker is alive and the database answers it; a house that says nothing has a heart, too."""
    facts = {"at": timezone.now(), "version": settings.VERSION}
    Heartbeat.objects.update_or_create(name="worker", defaults=facts)


@shared_task
@house.only_at_home
def sweep():
    """Everything that is due now; safe to run twice and to miss."""
    now = timezone.now()
    reminders.sweep(now)
    sending.send_due(now)
    sweeps.run(now)
