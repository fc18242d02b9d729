"""What was given up goes out once more, when somebody says so."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from foundation.audit import trail
from foundation.audit.events import leaves_record
from notices.delivery import looking
from notices.models import Dispatch


class NotAnyMore(Exception):
    """It must not be said any more; a sentence says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@leaves_record("dead-letter-sent-again")
@transaction.atomic
def send_again(letter: Dispatch, *, by: AbstractBaseUser, at: datetime) -> bool:
    """With all its tries, from now on; False where somebody was faster. Raises NotAnyMore."""
    if why := looking.why_not(letter, at):
        raise NotAnyMore(why)
    fresh = {"given_up_at": None, "tries": 0, "next_try_at": at, "error": ""}
    if not Dispatch.objects.given_up().filter(pk=letter.pk).update(**fresh):
        return False
    changes = {"sent_again": ("", at.isoformat())}
    trail.thing_changed(scope=trail.HOUSE, thing=letter, changes=changes, by=by, at=at)
    return True
