import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.models import Heartbeat
from notices.tasks import heartbeat
from reports.exports import requests
from reports.models import Export

log = logging.getLogger("zerentian")


@shared_task
def work_on_exports():
    """Write every export that waits, forget those whose day is over; safe to run twice."""
    for waiting in Export.objects.to_do(timezone.now()).order_by("pk"):
        heartbeat()  # a long file is work, not a standstill
        try:
            requests.work_on(export=waiting, at=timezone.now(), tick=beat)
        except Exception:  # one broken table must not stop the others; tries are counted
            log.exception("export %s failed", waiting.pk)
    requests.forget_old(timezone.now())


def beat(beside):
    """The heart beats on while a transaction only reads."""
    table = Heartbeat._meta.db_table
    sql = f"UPDATE {table} SET at = %s WHERE name = 'worker'"  # noqa: S608 - a table of ours
    beside(sql, [timezone.now()])


def wake_worker() -> None:
    """Only saves waiting for the clock: without a broker the next tick finds the export."""
    try:
        work_on_exports.apply_async(retry=False)
    except (OSError, OperationalError):
        log.warning("the worker could not be woken; the clock will find the export")
