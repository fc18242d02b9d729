"""Pages for staff: open to whoever holds a post with that duty today."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.access import Audience, open_to
from grids.models import may
from grids.roles import Duty


def for_duty(duty: Duty):
    return open_to(Audience(f"duty {duty}", lambda user: may(user, duty)))


class FrontDoor(NamedTuple):
    url_name: str
    label: str
    icon: str
    duty: Duty | None  # None: for residents
    unless: Duty | None = None  # whoever holds this one finds it behind another door


FRONT_DOORS = [
    FrontDoor("visits:today", _("今天"), "footprints", Duty.LOG_CONTACTS),
    FrontDoor("cases:desk", _("分拣"), "inbox", Duty.TRIAGE_CASES),
    FrontDoor("cases:mine", _("办事"), "clipboard-list", Duty.HANDLE_CASES, Duty.TRIAGE_CASES),
    FrontDoor("morality_bank:deeds", _("好事"), "sprout", Duty.TAKE_IN_DEEDS),
    FrontDoor("residents:imports", _("名册"), "table-2", Duty.IMPORT_ROSTER),
    FrontDoor("admin:index", _("后台"), "settings", Duty.ADMINISTER),
    FrontDoor("morality_bank:my", _("我的"), "house", None),
]


def front_doors(user) -> list[FrontDoor]:
    """What stands in this person's navigation; the first one is where they arrive."""
    if not user.is_authenticated:
        return []
    return [door for door in FRONT_DOORS if _opens(door, user)]


def _opens(door, user):
    if door.unless and may(user, door.unless):
        return False
    return door.duty is None or may(user, door.duty)


def arrives_at(user) -> str:
    """The URL name of somebody's own front door: the desk before the doorstep."""
    order = ["cases:desk", "visits:today", "morality_bank:deeds", "morality_bank:my"]
    mine = {door.url_name for door in front_doors(user)}
    if may(user, Duty.ADMINISTER):
        return "admin:index"
    return next((name for name in order if name in mine), "accounts:sign-in")
