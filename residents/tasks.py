import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from notices.tasks import heartbeat
from residents.models import Roster
from residents.roster import worker

log = logging.getLogger("zerentian")


@shared_task
def work_on_rosters():
    """Every roster that waits; safe to run twice, to miss, and to be killed in."""
    for waiting in Roster.objects.to_do(timezone.now()).light().order_by("pk"):
        heartbeat()  # a long file is work, not a standstill
        try:
            worker.work_on(roster=waiting, at=timezone.now(), tick=lambda done: heartbeat())
        except Exception:  # one broken file must not stop the others; tries are counted
            log.exception("roster %s failed", waiting.pk)


def wake_worker() -> None:
    """Only saves waiting for the clock: without a broker the next tick finds the roster."""
    try:
        work_on_rosters.apply_async(retry=False)
    except (OSError, OperationalError):
        log.warning("the worker could not be woken; the clock will find the roster")
