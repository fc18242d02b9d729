"""After how long without a tap somebody signs in again, by role.

GB/T 22239-2019 (8.1.4.1 b) asks for an idle end. At a desk it is half an hour. A grid worker's
registered phone goes from door to door in one pocket, so there it is eight hours; what is grave
asks for the password again anyway (accounts/reauthentication.py). The security post decides
otherwise on its page. Whoever holds several posts has the shortest time of them.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from accounts.factors import marks
from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import IdleTime, Reader
from grids.roles import ROLES, Duty, wants_own_factor

ON_A_PHONE = 480
CHOICES = {True: (30, 60, 120, 240, 480, 720), False: (5, 10, 15, 30, 60)}
"""Minutes to choose from, for whoever goes from door to door and for a desk."""


class NotOffered(Exception):
    """Not one of the times that can be chosen for this role."""


def walks(role: str) -> bool:
    """Whether the post goes from door to door with a registered phone."""
    desk = wants_own_factor(role) or Duty.TRIAGE_CASES in ROLES[role].duties
    return not desk and Duty.LOG_CONTACTS in ROLES[role].duties


def usual(role: str) -> int:
    return ON_A_PHONE if walks(role) else int(settings.SESSION_IDLE / timedelta(minutes=1))


def minutes_of(reader: Reader) -> int | None:
    """For whoever looks, as they came in; None where it is the usual time of a desk."""
    held = {post.role for post in reader.held}
    if not held:
        return None
    chosen = dict(IdleTime.objects.filter(role__in=held).values_list("role", "minutes"))
    desk = int(settings.SESSION_IDLE / timedelta(minutes=1))
    times = []
    for role in held:
        on_foot = walks(role) and reader.factor == marks.DEVICE
        time = chosen.get(role, usual(role))
        times.append(time if on_foot or not walks(role) else min(time, desk))
    shortest = min(times)
    return None if shortest == desk else shortest


def by_role() -> dict[str, int]:
    """Minutes of every role, as they count for who signs in now."""
    chosen = dict(IdleTime.objects.values_list("role", "minutes"))
    return {role: chosen.get(role, usual(role)) for role in ROLES}


@leaves_record("idle-time-chosen")
@transaction.atomic
def choose(*, role: str, minutes: int, by: User, at: datetime) -> None:
    """Counts from the next sign-in. Raises NotOffered."""
    if minutes not in CHOICES[walks(role)]:
        raise NotOffered
    before = by_role()[role]
    row, _made = IdleTime.objects.update_or_create(role=role, defaults={"minutes": minutes})
    changes = {"minutes": (before, minutes)}
    trail.thing_changed(scope=trail.HOUSE, thing=row, changes=changes, by=by, at=at)
