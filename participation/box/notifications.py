"""What is told of the box, and what the clock does about it.

A notice says that something waits and until when: not what, not of whom, not by whom. Whoever it is
about is told nothing, on no way, for they are no one who could answer it.
"""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import User
from grids import calendar
from grids.models import Posting, Reader
from grids.roles import Duty, Level
from notices import digest, outbox, reminders
from notices.digest import Line
from notices.events import By, Event
from notices.models import Reminder, Way
from participation.models import Round
from participation.models.feedback import Tier

SOON, OVERDUE = "feedback-due-soon", "feedback-overdue"
MORNING = time(9)

NEW = gettext_noop("意见箱里有一条新的，最晚 %(due)s 答复。")
DUE_SOON = gettext_noop("意见箱里有一条快到期了，最晚 %(due)s 答复。")
IS_OVERDUE = gettext_noop("意见箱里有一条过期了，应当在 %(due)s 前答复。")
ANSWERED = gettext_noop("您提的意见有答复了。")
WAITING = gettext_noop("等您答复的意见有 %(n)s 条。")
EVENTS = [
    Event(
        "feedback",
        _("意见箱"),
        to_residents=(ANSWERED,),
        own=True,
        while_posted=True,
        by_staff=By((Way.WECOM,)),
    )
]


def register() -> None:
    reminders.on(SOON, _due_soon)
    reminders.on(OVERDUE, _overdue)
    digest.also("feedback", 40, waiting)


def waiting(reader: Reader, at: datetime) -> Line | None:
    """What is theirs to answer by its tier; the street reads what communities have, and is told when late."""
    rows = Round.objects.visible_to(reader).open()
    if not any(post.area.level == Level.COMMUNITY for post in reader.posts):
        rows = rows.exclude(tier=Tier.COMMUNITY)
    n = rows.count()
    return Line(WAITING, {"n": n}, reverse("feedback:desk")) if n else None


def to_answerers(opened: Round, *, at: datetime) -> None:
    for user in answerers(opened, on=timezone.localdate(at)):
        _tell(user, opened, NEW, key=f"{opened.about}:new", at=at)


def to_writer(answered: Round, *, at: datetime) -> None:
    """Whoever has an account; the others come and look, with their number."""
    feedback = answered.feedback
    if feedback.by:
        outbox.tell(
            to=feedback.by,
            key=f"{answered.about}:answered",
            about=f"{answered.about}:writer",
            text=ANSWERED,
            link=reverse("feedback:one", args=[feedback.uid]),
            at=at,
        )


def settle(answered: Round, *, at: datetime) -> None:
    """It is answered: nobody needs to be told of it any more."""
    outbox.settle(about=answered.about, at=at)
    for rule in (SOON, OVERDUE):
        reminders.forget(rule=rule, subject=str(answered.uid))


def remind(opened: Round, *, at: datetime) -> None:
    """The day before, in the morning, and when it is late."""
    place = opened.feedback.community or opened.feedback.township
    day_before = calendar.workday_before(timezone.localdate(opened.due_at), place=place)
    soon = timezone.make_aware(datetime.combine(day_before, MORNING))
    row = {"subject": str(opened.uid), "period": str(opened.number)}
    if soon > at:
        reminders.remind(rule=SOON, due_at=soon, **row)
    reminders.remind(rule=OVERDUE, due_at=opened.due_at, **row)


def answerers(opened: Round, *, on: date, all_above: bool = False) -> list[User]:
    """Who is told: those of its tier who may read it, and only without any of them those above."""
    feedback = opened.feedback
    duty = Duty.STAND_SECOND if opened.tier == Tier.SECOND else Duty.ANSWER_FEEDBACK
    posts = Posting.objects.on(on).over(feedback.community or feedback.township).allowing(duty)
    near = [Level.COMMUNITY if opened.tier == Tier.COMMUNITY else Level.TOWNSHIP]
    circles = [posts.filter(area__level__in=near), posts]
    for there in circles[1:] if all_above else circles:
        users = User.objects.filter(pk__in=there.values("user"), is_active=True).order_by("pk")
        found = [user for user in users if _sees(user, opened, on)]
        if found:
            return found
    return []


def _sees(user, opened, on):
    reader = Reader.for_job(user, on)
    return Round.objects.visible_to(reader).filter(pk=opened.pk).exists()


def _due_soon(reminder: Reminder, at: datetime) -> None:
    _tell_answerers(reminder, DUE_SOON, at, all_above=False)


def _overdue(reminder: Reminder, at: datetime) -> None:
    """Late: those above hear of it, too."""
    _tell_answerers(reminder, IS_OVERDUE, at, all_above=True)


def _tell_answerers(reminder, text, at, *, all_above):
    rows = Round.objects.open().select_for_update(of=("self",))
    opened = rows.select_related("feedback").filter(uid=reminder.subject).first()
    if opened is None or (text == DUE_SOON and opened.due_at <= at):
        return
    for user in answerers(opened, on=timezone.localdate(at), all_above=all_above):
        _tell(user, opened, text, key=f"{opened.about}:{reminder.rule}", at=at)


def _tell(user, opened, text, *, key, at):
    outbox.tell(
        to=user,
        key=key,
        about=opened.about,
        text=text,
        values={"due": f"{timezone.localtime(opened.due_at):%m-%d %H:%M}"},
        link=reverse("feedback:round", args=[opened.uid]),
        at=at,
    )
