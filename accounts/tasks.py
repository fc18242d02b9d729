import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import sign_in

log = logging.getLogger("zerentian")


@shared_task
def send_codes():
    """Somebody waits at the sign-in page; the clock's sweep would do the same a little later."""
    sign_in.send_codes(timezone.now())


def wake_worker() -> None:
    """Only saves waiting for the clock: without a broker the next tick finds the message."""
    try:
        send_codes.apply_async(retry=False)
    except (OSError, OperationalError):
        log.warning("the worker could not be woken; the clock will send the code")
