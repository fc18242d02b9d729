"""The field: doors as cells, told apart by how fresh the last contact is."""

from datetime import datetime, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grids.models import Area
from visits import due

STALE_DAYS = 90
"""A door nobody heard from for a quarter is shown like one that is due."""


def buildings(user, *, on, grid: Area | None = None):
    """The user's buildings for the foot of /today/."""
    rows = due.buildings_of(user, on=on)
    return rows.filter(grid=grid) if grid else rows[:200]


def stairwells(doors, now: datetime) -> list[dict]:
    """The doors as `components/doors.html` draws them: stairwells, top floor first."""
    return [
        {
            "name": _("%(number)s单元") % {"number": number},
            "floors": _floors(list(group), now),
        }
        for number, group in groupby(doors, key=lambda door: door.stairwell)
    ]


def _floors(doors, now):
    floors = [
        {
            "name": _("%(floor)s层") % {"floor": floor},
            "doors": [_cell(door, now) for door in group],
        }
        for floor, group in groupby(doors, key=lambda door: door.floor)
    ]
    return floors[::-1]


def _cell(door, now):
    state, words = freshness(door, now)
    if door.is_cared_for:
        words = _("%(words)s，要多关心") % {"words": words}
    return {
        "name": door.door,
        "state": state,
        "words": words,
        "url": reverse("visits:door", args=[door.pk]),
    }


def freshness(door, now: datetime) -> tuple[str, str]:
    """(state, what the colour says). Somebody due is always said first."""
    if door.is_overdue:
        return "overdue", _("有人过了联系的日子")
    if door.is_due:
        return "due", _("今天该联系")
    if not door.is_lived_in:
        return "vacant", _("没有人登记")
    if door.last_contact_at is None:
        return "never", _("还没有联系过")
    days = (timezone.localdate(now) - timezone.localdate(door.last_contact_at)) // timedelta(days=1)
    words = ngettext("%(days)s 天前联系过", "%(days)s 天前联系过", days) % {"days": days}
    words = words if days else _("今天联系过")
    return ("due" if days > STALE_DAYS else "fresh"), words
