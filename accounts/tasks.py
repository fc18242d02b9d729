from celery import shared_task
from django.utils import timezone

from accounts import sign_in
from foundation import house
from foundation.work import waking


@shared_task
@house.only_at_home
def send_codes():
    """Somebody waits at the sign-in page; the clock's sweep would do the same a little later."""
    sign_in.send_codes(timezone.now())


def wake_worker() -> None:
    """Only saves waiting for the clock: without a broker the next tick finds the message."""
    waking.wake(send_codes)
