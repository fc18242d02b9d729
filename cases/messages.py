"""What we tell people about cases, and what the clock does about deadlines.

A notice never says what a case is about: it may be read over somebody's shoulder. To a resident
a confidential case is not even mentioned.
"""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from cases import need_to_know
from cases.models import Case, Channel, Priority, Status
from grids import calendar
from notices import outbox, reminders
from notices.models import Reminder

SOON, OVERDUE, FORSAKEN = "case-due-soon", "case-overdue", "case-forsaken"
MORNING = time(9)

NEW = gettext_noop("有一件新的事等您分拣：%(number)s。")
NEW_CONFIDENTIAL = gettext_noop("有一件保密的事请您亲自受理：%(number)s。")
SENT_BACK = gettext_noop("补充的内容来了，请再看一看：%(number)s。")
FOR_YOU = gettext_noop("有一件事请您去办：%(number)s。")
AGAIN = gettext_noop("有一件事请您再办一办：%(number)s。")
HANDLED = gettext_noop("有一件事办好了，等您答复：%(number)s。")
FILED_AND_ENDED = gettext_noop("您上报的事有答复了：%(number)s。")
FILED_AND_ASKED = gettext_noop("您上报的事，想请您再补充几句：%(number)s。")
DUE_SOON = gettext_noop("%(number)s 快到期了，最晚 %(due)s。")
IS_OVERDUE = gettext_noop("%(number)s 过期了，期限是 %(due)s。")
ASKED = gettext_noop("您反映的事，想请您再补充几句。")
ANSWERED = gettext_noop("您反映的事有答复了。")
SOMETHING = gettext_noop("您有一条社区通知。")


def register() -> None:
    reminders.on(SOON, _due_soon)
    reminders.on(OVERDUE, _overdue)
    reminders.daily(FORSAKEN, time(8), _forsaken, _find_receivers)


def to_triagers(case: Case, text: str, *, by: User, at: datetime) -> None:
    for user in need_to_know.triagers(case, on=timezone.localdate(at)):
        if user.pk != by.pk:
            _tell_staff(user, case, text, at)


def to_handler(case: Case, text: str, *, at: datetime) -> None:
    _tell_staff(case.handler, case, text, at)


def to_reporter(case: Case, text: str, *, by: User, at: datetime) -> None:
    """The person who reported, if they can sign in; staff who filed it hear of its end."""
    person = case.reporter
    if person and person.user:
        outbox.tell(
            to=person.user,
            key=_key(case),
            text=SOMETHING if case.confidential else text,
            link=reverse("cases:my-case", args=[case.uid]),
            at=at,
        )
    filer_is_staff = case.channel != Channel.PHONE and case.filed_by_id != by.pk
    if filer_is_staff and need_to_know.sees(case.filed_by, case, on=timezone.localdate(at)):
        _tell_staff(case.filed_by, case, FILED_AND_ENDED if case.has_ended else FILED_AND_ASKED, at)


def remind(case: Case, *, at: datetime) -> None:
    """Put the case's deadline on the clock's list; an earlier deadline leaves it."""
    forget(case)
    facts = {"subject": str(case.uid), "period": _period(case)}
    soon = datetime.combine(calendar.workday_before(timezone.localdate(case.due_at)), MORNING)
    soon = timezone.make_aware(soon)
    if soon > at:
        reminders.remind(rule=SOON, due_at=soon, **facts)
    reminders.remind(rule=OVERDUE, due_at=case.due_at, **facts)


def forget(case: Case) -> None:
    for rule in (SOON, OVERDUE):
        reminders.forget(rule=rule, subject=str(case.uid))


def _due_soon(reminder: Reminder, at: datetime) -> None:
    _tell_those_who_must_act(reminder, DUE_SOON, at)


def _overdue(reminder: Reminder, at: datetime) -> None:
    _tell_those_who_must_act(reminder, IS_OVERDUE, at)


def _tell_those_who_must_act(reminder, text, at):
    case = Case.objects.select_related("handler", "community", "township", "grid").get(
        uid=reminder.subject
    )
    if case.has_ended or _period(case) != reminder.period:
        return
    on = timezone.localdate(at)
    people = need_to_know.triagers(case, on=on)
    if case.status == Status.DISPATCHED and need_to_know.sees(case.handler, case, on=on):
        people.append(case.handler)
    for user in {user.pk: user for user in people}.values():
        due = f"{timezone.localtime(case.due_at):%m-%d %H:%M}"
        key = f"case:{case.uid}:{reminder.rule}:{reminder.period}"
        _tell_staff(user, case, text, at, key=key, due=due)


def _forsaken(day: date):
    return [str(case.uid) for case in need_to_know.forsaken(on=day)]


def _find_receivers(reminder: Reminder, at: datetime) -> None:
    """Secretaries change: whoever receives confidential cases today is named on what was left."""
    case = Case.objects.select_related("community").get(uid=reminder.subject)
    for user in need_to_know.receivers(case.community, on=timezone.localdate(at)):
        need_to_know.name(case, [user])
        _tell_staff(user, case, NEW_CONFIDENTIAL, at, key=f"case:{case.uid}:named")


def _tell_staff(user, case, text, at, *, key="", **values):
    outbox.tell(
        to=user,
        key=key or _key(case),
        text=text,
        values={"number": case.number, **values},
        link=reverse("cases:case", args=[case.uid]),
        urgent=case.priority == Priority.EMERGENCY,
        at=at,
    )


def _key(case):
    return f"case:{case.uid}:{case.version}"


def _period(case):
    return timezone.localtime(case.due_at).isoformat(timespec="seconds")
