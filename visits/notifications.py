"""What the clock tells people about contacts: the morning list, and what stays overdue."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Area, Posting, Reader
from grids.roles import Duty, Level
from grids.standing_in import covering
from notices import outbox, quiet_hours, reminders
from notices.models import Reminder
from visits import due

MORNING = gettext_noop("今天有 %(due)s 位居民该联系，其中 %(overdue)s 位已经晚了。")
OVERDUE = gettext_noop("%(grid)s有 %(overdue)s 位居民该联系还没联系，看看是不是要搭把手。")


def register() -> None:
    reminders.daily("morning-list", quiet_hours.morning(), _workers, _tell_worker)
    reminders.daily("overdue-contacts", quiet_hours.morning(), _grids, _tell_lead)


def _workers(day: date):
    """Whoever goes to a grid that day, and who stands in for those who are away."""
    posts = Posting.objects.on(day).allowing(Duty.LOG_CONTACTS).filter(area__level=Level.GRID)
    users = User.objects.filter(pk__in=posts.values("user")).order_by("pk")
    return [str(user.pk) for user in covering.present(users, on=day, duty=Duty.LOG_CONTACTS)]


def _tell_worker(reminder: Reminder, at: datetime) -> None:
    user = User.objects.get(pk=reminder.subject)
    today = timezone.localdate(at)
    people = due.people_due(Reader.for_job(user, today))
    count = people.count()
    if count:
        overdue = people.filter(next_due_on__lt=today).count()
        outbox.tell(
            to=user,
            key=f"morning:{reminder.period}",
            text=MORNING,
            values={"due": count, "overdue": overdue},
            link=reverse("visits:today"),
            at=at,
        )


def _grids(day: date):
    led = Posting.objects.on(day).filter(area__level=Level.GRID)
    return [str(grid) for grid in led.values_list("area", flat=True).distinct()]


def _tell_lead(reminder: Reminder, at: datetime) -> None:
    """The leads of the grid; where a grid has none, whoever triages its community."""
    today = timezone.localdate(at)
    grid = Area.objects.get(pk=reminder.subject)
    overdue = due.overdue_by_grid([grid.pk], on=today).get(grid.pk)
    if not overdue:
        return
    posts = Posting.objects.on(today).select_related("user")
    leads = posts.filter(area=grid).allowing(Duty.LEAD_GRID)
    above = posts.filter(Q(area=grid.parent_id)).allowing(Duty.TRIAGE_CASES)
    for user in _there(leads, Duty.LEAD_GRID, today) or _there(above, Duty.TRIAGE_CASES, today):
        outbox.tell(
            to=user,
            key=f"overdue:{grid.pk}:{reminder.period}",
            text=OVERDUE,
            values={"grid": grid.name, "overdue": overdue},
            link=f"{reverse('visits:today')}?grid={grid.pk}",
            at=at,
        )


def _there(posts, duty, on):
    return covering.present([post.user for post in posts], on=on, duty=duty)
