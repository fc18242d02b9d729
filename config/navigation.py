"""The ways in: what stands in somebody's navigation, and where they arrive."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from grids.models import Reader
from grids.roles import Duty


class FrontDoor(NamedTuple):
    url_name: str
    label: str
    icon: str
    duty: Duty | None  # None: for residents
    unless: Duty | None = None  # whoever holds this one finds it behind another door
    by_code: bool = False  # only for whoever signed in as a resident
    also: str = ""  # the URL name of a page behind it that lies elsewhere
    under: str = ""  # where pages of single things begin that are behind it, too
    group: str = "daily"  # on a desktop, each group stands a little apart


FRONT_DOORS = [
    FrontDoor("visits:today", _("今天"), "footprints", Duty.LOG_CONTACTS),
    FrontDoor("visits:field", _("我的田"), "grid-3x3", Duty.SEE_DOORS),
    FrontDoor("cases:desk", _("居民的事"), "inbox", Duty.TRIAGE_CASES, under="/cases/"),
    FrontDoor(
        "cases:mine",
        _("办事"),
        "clipboard-list",
        Duty.HANDLE_CASES,
        Duty.TRIAGE_CASES,
        under="/cases/",
    ),
    FrontDoor("morality_bank:deeds", _("好事"), "sprout", Duty.TAKE_IN_DEEDS),
    FrontDoor("counter:find", _("柜台"), "id-card", Duty.SIT_AT_COUNTER, under="/counter/"),
    FrontDoor(
        "residents:imports",
        _("名册"),
        "table-2",
        Duty.IMPORT_ROSTER,
        under="/meetings/",
        group="office",
    ),
    FrontDoor("reports:exports", _("导出"), "file-down", Duty.EXPORT, group="office"),
    FrontDoor(
        "reports:exports", _("导出"), "file-down", Duty.APPROVE_EXPORTS, Duty.EXPORT, group="office"
    ),
    FrontDoor("office:proposals", _("确认"), "user-check", Duty.STAND_SECOND, group="office"),
    FrontDoor("admin:index", _("后台"), "settings", Duty.ADMINISTER, group="office"),
    FrontDoor("oversight:index", _("审计"), "scroll-text", Duty.AUDIT, group="office"),
    FrontDoor("system", _("系统"), "activity", Duty.KEEP_SYSTEM, group="office"),
    FrontDoor("security:index", _("安全"), "shield-check", Duty.KEEP_SECURITY, group="office"),
    FrontDoor("morality_bank:my", _("我的"), "house", None, group="own"),
    FrontDoor(
        "cases:my-cases",
        _("反映的事"),
        "message-square-text",
        None,
        by_code=True,
        also="cases:report",
        group="own",
    ),
]


def front_doors(reader: Reader) -> list[FrontDoor]:
    """What stands in this person's navigation; the first one is where they arrive."""
    if not reader.user.is_authenticated:
        return []
    return [door for door in FRONT_DOORS if _opens(door, reader)]


def _opens(door, reader):
    if door.unless and reader.holds(door.unless):
        return False
    if door.by_code and reader.signed_in_by != "code":
        return False
    return door.duty is None or reader.holds(door.duty)


def arrives_at(reader: Reader) -> str:
    """The URL name of somebody's own front door: the desk before the doorstep."""
    order = ["cases:desk", "visits:today", "morality_bank:deeds", "oversight:index"]
    order += ["security:index", "system", "office:proposals", "morality_bank:my"]
    mine = {door.url_name for door in front_doors(reader)}
    if reader.holds(Duty.ADMINISTER):
        return "admin:index"
    return next((name for name in order if name in mine), "accounts:sign-in")
