"""The ways in: what stands in somebody's navigation, and where they arrive."""

from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from config.look import frame
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
    beside: tuple[str, ...] = ()  # further such beginnings
    group: str = "daily"  # on a desktop, each group stands a little apart


UNDER_THE_THUMB = 5
"""So many ways in fit side by side on a phone; where there are more, the last place is 更多."""
KEPT = 256
"""Navigations kept: one for each set of duties somebody holds, in each language."""

FRONT_DOORS = [
    FrontDoor("visits:today", _("今天"), "footprints", Duty.LOG_CONTACTS),
    FrontDoor("visits:field", _("我的田"), "grid-3x3", Duty.SEE_DOORS),
    FrontDoor(
        "cases:desk",
        _("居民的事"),
        "inbox",
        Duty.TRIAGE_CASES,
        under="/cases/",
        beside=("/feedback/desk/",),
    ),
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
    FrontDoor(
        "corrections:corrections",
        _("更正"),
        "notebook-pen",
        Duty.IMPORT_ROSTER,
        under="/register/",
        group="office",
    ),
    FrontDoor(
        "rules:communities",
        _("规定"),
        "scale",
        Duty.SET_RULES,
        Duty.ADMINISTER,
        under="/year/",
        group="office",
    ),
    FrontDoor(
        "announcements:said",
        _("公告"),
        "megaphone",
        Duty.ANNOUNCE,
        group="office",
    ),
    FrontDoor("reports:exports", _("导出"), "file-down", Duty.EXPORT, group="office"),
    FrontDoor(
        "reports:exports", _("导出"), "file-down", Duty.APPROVE_EXPORTS, Duty.EXPORT, group="office"
    ),
    FrontDoor("office:proposals", _("确认"), "user-check", Duty.STAND_SECOND, group="office"),
    FrontDoor(
        "feedback:desk",
        _("意见箱"),
        "mailbox",
        Duty.STAND_SECOND,
        Duty.TRIAGE_CASES,
        group="office",
    ),
    FrontDoor(
        "admin:index",
        _("后台"),
        "settings",
        Duty.ADMINISTER,
        under="/year/",
        beside=(
            "/opening/",
            "/pending/",
            "/organisation/",
            "/cards/",
            "/posts/",
            "/handovers/",
            "/away/",
        ),
        group="office",
    ),
    FrontDoor("oversight:index", _("审计"), "scroll-text", Duty.AUDIT, group="office"),
    FrontDoor("system", _("系统"), "activity", Duty.KEEP_SYSTEM, group="office"),
    FrontDoor("security:index", _("安全"), "shield-check", Duty.KEEP_SECURITY, group="office"),
    FrontDoor(
        "morality_bank:my", _("我的"), "house", None, beside=("/away/", "/handovers/"), group="own"
    ),
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


class Kind(NamedTuple):
    """All of a reader that decides which doors they have; whoever is equal in it has the same."""

    duties: frozenset[Duty]
    signed_in_by: str

    @classmethod
    def of(cls, reader: Reader) -> "Kind":
        return cls(reader.duties, reader.signed_in_by)

    def holds(self, duty: Duty) -> bool:
        return duty in self.duties


def front_doors(reader: Reader) -> list[FrontDoor]:
    """What stands in this person's navigation; the first one is where they arrive."""
    if not reader.user.is_authenticated:
        return []
    return _front_doors(Kind.of(reader))


def arrives_at(reader: Reader) -> str:
    """The URL name of somebody's own front door: the desk before the doorstep."""
    return _arrival(Kind.of(reader), front_doors(reader))


def doors_at(reader: Reader, path: str) -> tuple[frame.Door, ...]:
    """The ways in that this person's posts open, the one this path lies behind marked."""
    if not reader.user.is_authenticated:
        return ()
    doors, behind = _drawn(Kind.of(reader), get_language(), frame.addresses())
    here = [(len(start), place) for start, place in behind if path.startswith(start)]
    if not here:
        return doors
    _length, place = max(here, key=itemgetter(0))
    return (*doors[:place], doors[place]._replace(current=True), *doors[place + 1 :])


def _front_doors(kind: Kind) -> list[FrontDoor]:
    return [door for door in FRONT_DOORS if _opens(door, kind)]


def _opens(door, kind):
    if door.unless and kind.holds(door.unless):
        return False
    if door.by_code and kind.signed_in_by != "code":
        return False
    return door.duty is None or kind.holds(door.duty)


def _arrival(kind: Kind, doors: list[FrontDoor]) -> str:
    order = ["cases:desk", "visits:today", "morality_bank:deeds", "oversight:index"]
    order += ["security:index", "system", "office:proposals", "morality_bank:my"]
    mine = {door.url_name for door in doors}
    if kind.holds(Duty.ADMINISTER):
        return "admin:index"
    return next((name for name in order if name in mine), "accounts:sign-in")


@lru_cache(maxsize=KEPT)
def _drawn(kind: Kind, language: str, addresses: tuple):
    """The doors of such a reader in that language, and what lies behind each: (start of a path,
    place of the door). Where the house stands is in `addresses`, for every path hangs on it."""
    opened = _front_doors(kind)
    far = _kept_far(opened, home=_arrival(kind, opened))
    groups = [door.group for door in opened]
    begins = [False, *(before != group for before, group in pairwise(groups))]
    doors = tuple(
        frame.Door(str(door.label), door.icon, reverse(door.url_name), door not in far, first)
        for door, first in zip(opened, begins, strict=True)
    )
    behind = [(start, place) for place, door in enumerate(opened) for start in _behind(door)]
    return doors, behind


def _behind(door):
    also = reverse(door.also) if door.also else ""
    return filter(None, (reverse(door.url_name), also, door.under, *door.beside))


def _kept_far(doors, home):
    """Under the thumb stay the first ones, and always the one this person arrives at."""
    if len(doors) <= UNDER_THE_THUMB:
        return []
    ranked = sorted(doors, key=lambda door: door.url_name != home)
    return ranked[UNDER_THE_THUMB - 1 :]
