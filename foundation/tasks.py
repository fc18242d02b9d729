"""Celery: what the clock starts, and what somebody starts who does not want to wait for it."""

import logging
from datetime import datetime

from celery import shared_task
from django.db import OperationalError, connection
from django.utils import timezone

from foundation import house, request_id
from foundation.call_stack import with_room
from foundation.snapshot import on
from foundation.work import queue, signs, waking
from foundation.work.rows import Work
from foundation.workbooks import unpacked

log = logging.getLogger("zerentian")


@shared_task  # type: ignore[untyped-decorator]  # Celery says nothing of its types
def work_on_what_waits() -> None:
    """Every row of every kind that waits; safe to run twice, to miss, and to be killed in."""
    for kind in queue.kinds():
        work_through(kind)
    unpacked.sweep(timezone.now())


@house.only_at_home
def work_through(kind: queue.Kind) -> None:
    for row in kind.model.objects.to_do(timezone.now()).light().order_by("pk"):
        signs.beat(on(connection))  # long work is no standstill
        with request_id.begun(row.request_id):
            work_on_one(row)
    kind.tidy(timezone.now())


@with_room
def work_on_one(row: Work) -> None:
    try:
        queue.work_on(row, at=timezone.now(), tick=signs.beat)
    except Exception:  # one broken row must not stop the others; tries are counted
        log.exception("%s %s failed", row._meta.model_name, row.pk)


def now_or_later(row: Work, *, at: datetime, small: bool) -> None:
    """What is small is done while the browser waits, what is large by the worker."""
    if small:
        try:
            queue.work_on(row, at=at)
            return
        except OperationalError:  # somebody holds the very rows; the worker tries again
            pass
    waking.wake(work_on_what_waits)
