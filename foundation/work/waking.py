"""Waking the worker only saves waiting for the clock, which finds everything by itself."""

import logging

from celery import Task
from kombu.exceptions import OperationalError

log = logging.getLogger("zerentian")


def wake(task: Task) -> None:
    """Without a broker the next tick does the same a little later."""
    try:
        task.apply_async(retry=False)
    except (OSError, OperationalError):
        log.warning("the worker could not be woken for %s; the clock will", task.name)
