"""What waits in the register for the office: doors of grids that have ended, messages not delivered."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import Dispatch, Reminder
from office.pending import lines
from office.pending.lines import Line, Look, Row
from office.registers.reach import staff_of
from office.scoped_admin import rows_for
from residents.models import Dwelling, Person


def register() -> None:
    doors = Line("doors", 20, _doors, "door-open", _astray, "grid__valid_to", _door_row)
    lines.register(doors)
    lines.register(Line("notices", 60, _notices, "mail-x", _undelivered, "due_at", _notice_row))
    lines.register(
        Line("reminders", 61, _reminders, "alarm-clock-off", _undone, "due_at", _undone_row)
    )


def ours(reader) -> Q:
    """Notices to staff of the areas somebody administers, and to their residents."""
    to_residents = Q(recipient__person__in=rows_for(Person, reader))
    return Q(recipient__in=staff_of(reader)) | to_residents


def _doors(n):
    return ngettext("%(n)s 户所在的网格已经停用", "%(n)s 户所在的网格已经停用", n) % {"n": n}


def _astray(look: Look):
    """Doors whose grid has ended: they belong to nobody's grid."""
    doors = rows_for(Dwelling, look.reader).filter(look.beside("township__"))
    astray = doors.filter(grid__valid_to__lt=look.reader.day)
    return astray.select_related("building__compound", "grid")


def _door_row(door: Dwelling) -> Row:
    building = reverse("admin:grids_building_change", args=[door.building_id])
    return Row(str(door), _("原来归%(grid)s") % {"grid": door.grid.name}, building)


def _notices(n):
    return ngettext("%(n)s 条消息没有送到", "%(n)s 条消息没有送到", n) % {"n": n}


def _undelivered(look: Look):
    return Dispatch.objects.given_up().filter(ours(look.reader))


def _notice_row(letter: Dispatch) -> Row:
    """Neither what it said nor to whom, as in its register."""
    url = reverse("admin:notices_dispatch_change", args=[letter.pk])
    return Row(letter.get_way_display(), letter.error.partition("\n")[0][:80], url)


def _reminders(n):
    return ngettext("%(n)s 个到点的提醒没有办成", "%(n)s 个到点的提醒没有办成", n) % {"n": n}


def _undone(look: Look):
    """The clock is the whole house's, and so is its register."""
    return Reminder.objects.filter(done_at__isnull=True, tries__gte=Reminder.MOST_TRIES)


def _undone_row(reminder: Reminder) -> Row:
    url = reverse("admin:notices_reminder_change", args=[reminder.pk])
    return Row(reminder.rule, reminder.error.partition("\n")[0][:80], url)
