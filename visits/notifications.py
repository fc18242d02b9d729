"""What the clock tells people about contacts: a line of the morning, and what stays undone.

Of those who are seen most often, the lead of the grid hears when a contact is a day late, the
secretary when it is two. Everybody else's stand in the lists of whoever goes there.
"""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Area, Posting, Reader
from grids.roles import Duty, Level
from grids.standing_in import covering
from notices import digest, outbox, quiet_hours, reminders
from notices.digest import Line
from notices.models import Reminder
from visits import due

MORNING = gettext_noop("今天有 %(due)s 位居民该联系，其中 %(overdue)s 位已经晚了。")
OVERDUE = gettext_noop("%(grid)s有 %(overdue)s 位高关注的居民该联系还没联系，看看是不是要搭把手。")
STILL_OVERDUE = gettext_noop(
    "%(community)s有 %(overdue)s 位高关注的居民晚了两天以上还没联系（%(grids)s），请您问一问。"
)
LEAD_HEARS, SECRETARY_HEARS = 1, 2
"""Days after the day of the contact."""
SHOWN = 3


def register() -> None:
    digest.also("due", 10, due_today)
    reminders.daily(
        "overdue-contacts", quiet_hours.morning(), _areas, _tell_above, only_by_day=True
    )


def due_today(reader: Reader, at: datetime) -> Line | None:
    """For whoever goes to a grid, for themselves or for those who are away."""
    if not any(post.area.level == Level.GRID for post in reader.posts_with(Duty.LOG_CONTACTS)):
        return None
    people = due.people_due(reader)
    count = people.count()
    if not count:
        return None
    values = {"due": count, "overdue": people.filter(next_due_on__lt=reader.day).count()}
    return Line(MORNING, values, reverse("visits:today"))


def _areas(day: date):
    """The grids that somebody has, and their communities."""
    grids = Area.objects.filter(level=Level.GRID, postings__in=Posting.objects.on(day))
    pairs = set(grids.values_list("pk", "parent"))
    return sorted({str(pk) for pair in pairs for pk in pair})


def _tell_above(reminder: Reminder, at: datetime) -> None:
    area, today = Area.objects.get(pk=reminder.subject), timezone.localdate(at)
    tell = _tell_lead if area.level == Level.GRID else _tell_secretary
    tell(area, today, reminder.period, at)


def _tell_lead(grid, today, period, at):
    """The leads of the grid; where none is there, whoever goes over it in the community."""
    overdue = due.high_overdue([grid.pk], since=LEAD_HEARS, on=today).get(grid.pk)
    if not overdue:
        return
    leads = Posting.objects.on(today).filter(area=grid).allowing(Duty.LEAD_GRID)
    there = _there(leads, Duty.LEAD_GRID, today) or _above(grid.parent_id, today)
    for user in there:
        outbox.tell(
            to=user,
            key=f"overdue:{grid.pk}:{period}",
            text=OVERDUE,
            values={"grid": grid.name, "overdue": overdue},
            link=f"{reverse('visits:today')}?grid={grid.pk}",
            at=at,
        )


def _tell_secretary(community, today, period, at):
    """One message, with all grids of the community that have a lead; without one it was said already."""
    grids = {grid.pk: grid for grid in Area.objects.filter(parent=community).order_by("code")}
    leads = Posting.objects.on(today).filter(area__in=grids).allowing(Duty.LEAD_GRID)
    led = {post.area_id for post in leads if _there([post], Duty.LEAD_GRID, today)}
    overdue = due.high_overdue(led, since=SECRETARY_HEARS, on=today)
    if not overdue:
        return
    names = [grid.name for pk, grid in grids.items() if pk in overdue]
    values = {"community": community.name, "overdue": sum(overdue.values())}
    values["grids"] = "、".join(names[:SHOWN]) + ("……" if len(names) > SHOWN else "")
    for user in _above(community.pk, today):
        outbox.tell(
            to=user,
            key=f"overdue:{community.pk}:{period}",
            text=STILL_OVERDUE,
            values=values,
            link=reverse("visits:today"),
            at=at,
        )


def _above(community, on):
    """The secretary; where there is none, whoever sorts out in the community."""
    posts = Posting.objects.on(on).filter(area=community)
    first = _there(posts.filter(role="secretary"), Duty.LOG_CONTACTS, on)
    return first or _there(posts.allowing(Duty.TRIAGE_CASES), Duty.TRIAGE_CASES, on)


def _there(posts, duty, on):
    users = User.objects.filter(pk__in=[post.user_id for post in posts], is_active=True)
    return covering.present(users.order_by("pk"), on=on, duty=duty)
