"""What the posts of somebody want at the door besides the password."""

from datetime import date

from accounts.factors.asking import Need
from accounts.models import User
from grids import roles
from grids.models import Posting


def wanted(user: User, day: date) -> Need:
    held = set(Posting.objects.held_by(user, on=day).values_list("role", flat=True))
    if not held:
        return Need.NONE
    return Need.OWN if any(roles.wants_own_factor(role) for role in held) else Need.ANY
