"""What is told of absences: who stands in for whom, and at eight which days nobody covers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Absence
from grids.standing_in import covering
from grids.standing_in.chains import Days
from notices import outbox, quiet_hours, reminders
from notices.models import Reminder

RULE = "uncovered-absences"
GAINED = gettext_noop("%(from)s 到 %(until)s %(name)s不在，由您代班。代不了的话，请马上说。")
LOST = gettext_noop("%(from)s 到 %(until)s 不用您代%(name)s的班了。")
SAID_FOR_YOU = gettext_noop("%(who)s替您登记了：%(from)s 到 %(until)s 您不在。不对的话，请改过来。")
CHANGED_FOR_YOU = gettext_noop(
    "%(who)s改了您不在的日子：%(from)s 到 %(until)s。不对的话，请改过来。"
)
ENDED_FOR_YOU = gettext_noop("%(who)s登记了：您回来了，%(from)s 到 %(until)s 的代班到此为止。")
DECLINED = gettext_noop("%(who)s代不了%(name)s的班，%(from)s 到 %(until)s 还没有人。")
UNCOVERED = gettext_noop("今天%(name)s不在，%(place)s没有人代班，请安排一下。")


def register() -> None:
    morning = quiet_hours.morning()
    reminders.daily(RULE, morning, _who_is_uncovered, _tell_uncovered, only_by_day=True)


def said(absence: Absence, *, by: User, at: datetime) -> None:
    """Whoever is away hears of it where somebody else said so."""
    if by != absence.user:
        _tell(absence.user, absence, SAID_FOR_YOU, at=at, who=by.name)
    _if_today(absence, at)


def changed(absence: Absence, *, by: User, at: datetime) -> None:
    if by != absence.user:
        _tell(absence.user, absence, CHANGED_FOR_YOU, at=at, who=by.name)
    _if_today(absence, at)


def ended(absence: Absence, *, by: User, at: datetime) -> None:
    if by != absence.user:
        _tell(absence.user, absence, ENDED_FOR_YOU, at=at, who=by.name)


def declined(absence: Absence, *, by: User, at: datetime) -> None:
    _tell(absence.user, absence, DECLINED, at=at, who=by.name, name=absence.user.name)
    _if_today(absence, at)


def tell_changed(before: Iterable[Days], now: Iterable[Days], *, by: User, at: datetime) -> None:
    """Everybody who has the work of somebody on other days than until now; not who did it."""
    before, now = set(before), set(now)
    names = User.objects.in_bulk({pk for each in before ^ now for pk in (each.absent, each.by)})
    for text, changed in ((LOST, before - now), (GAINED, now - before)):
        for each in sorted(changed, key=lambda days: (days.absent, days.from_on)):
            if each.by and each.by != by.pk:
                outbox.tell(
                    to=names[each.by],
                    key=f"stand-in:{each.absent}:{each.from_on}:{at.isoformat()}:{text is LOST}",
                    text=text,
                    values=_days(each) | {"name": names[each.absent].name},
                    link=reverse("away:mine"),
                    at=at,
                )


def _if_today(absence, at):
    """Whoever leads hears at once of a day that has begun; of days to come at eight of the day."""
    today = timezone.localdate(at)
    begun = timezone.localtime(at).time() >= quiet_hours.morning()
    if absence.from_on <= today <= absence.until_on and begun:
        tell_uncovered(absence.user_id, today, at=at)


def _who_is_uncovered(day: date):
    return [str(each.user.pk) for each in covering.uncovered(day)]


def _tell_uncovered(reminder: Reminder, at: datetime) -> None:
    tell_uncovered(int(reminder.subject), timezone.localdate(at), at=at)


def tell_uncovered(user: int, day: date, *, at: datetime) -> None:
    """Once a day each, whoever leads where they work."""
    for each in covering.uncovered(day, only=[user]):
        for post in each.posts:
            for lead in covering.who_leads(post, on=day):
                outbox.tell(
                    to=lead,
                    key=f"uncovered:{user}:{post.area_id}:{day}",
                    text=UNCOVERED,
                    values={"name": each.user.name, "place": post.area.name},
                    link=reverse("away:team"),
                    at=at,
                )


def _tell(to, absence, text, *, at, **values):
    outbox.tell(
        to=to,
        key=f"absence:{absence.uid}:{at.isoformat()}",
        text=text,
        values=_days(absence) | values,
        link=reverse("away:mine"),
        at=at,
    )


def _days(row):
    return {"from": f"{row.from_on:%m-%d}", "until": f"{row.until_on:%m-%d}"}
