"""What we tell people about cases, and what the clock does about deadlines.

A notice names the category of a case, its deadline and its number, never a person, a place or
anybody's words: it may be read over somebody's shoulder. Of a confidential case it does not say
the category either, and to a resident such a case is not even mentioned. Once a case has moved
on, what was told of it until then calls nobody any more.
"""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from cases import need_to_know
from cases.models import Case, Channel, Priority, Status, Step
from grids import calendar
from grids.models import Reader
from notices import outbox, reminders
from notices.models import Reminder

SOON, OVERDUE, FORSAKEN = "case-due-soon", "case-overdue", "case-forsaken"
MORNING = time(9)

NEW = gettext_noop("新来一件：%(category)s，最晚 %(due)s 答复（%(number)s）。")
NEW_CONFIDENTIAL = gettext_noop("有一件保密的事请您亲自受理：%(number)s。")
SENT_BACK = gettext_noop("补充来了：%(category)s，最晚 %(due)s 答复（%(number)s）。")
FOR_YOU = gettext_noop("请您去办：%(category)s，最晚 %(due)s 答复（%(number)s）。")
AGAIN = gettext_noop("请您再办一办：%(category)s，最晚 %(due)s 答复（%(number)s）。")
HANDLED = gettext_noop("办好了，等您答复：%(category)s，最晚 %(due)s（%(number)s）。")
FILED_AND_ENDED = gettext_noop("您上报的有答复了：%(category)s（%(number)s）。")
FILED_AND_ASKED = gettext_noop("您上报的，想请您再补充几句：%(category)s（%(number)s）。")
DUE_SOON = gettext_noop("快到期了：%(category)s，最晚 %(due)s 答复（%(number)s）。")
IS_OVERDUE = gettext_noop("过期了：%(category)s，应当在 %(due)s 前答复（%(number)s）。")
LATE_WORDS = gettext_noop("有一段晚到的话，请看一看：%(category)s（%(number)s）。")
ANOTHER_DEADLINE = gettext_noop("期限重新算过：%(category)s，最晚 %(due)s 答复（%(number)s）。")
LOST_HANDLER = gettext_noop(
    "网格调整以后，经办人看不见这件事了，请另外派人：%(category)s，最晚 %(due)s 答复（%(number)s）。"
)
# The same of a confidential case, without what it is about.
UNSAID = {
    SENT_BACK: gettext_noop("补充的内容来了，请再看一看：%(number)s。"),
    FOR_YOU: gettext_noop("有一件事请您去办：%(number)s。"),
    AGAIN: gettext_noop("有一件事请您再办一办：%(number)s。"),
    HANDLED: gettext_noop("有一件事办好了，等您答复：%(number)s。"),
    FILED_AND_ENDED: gettext_noop("您上报的事有答复了：%(number)s。"),
    FILED_AND_ASKED: gettext_noop("您上报的事，想请您再补充几句：%(number)s。"),
    DUE_SOON: gettext_noop("%(number)s 快到期了，最晚 %(due)s。"),
    IS_OVERDUE: gettext_noop("%(number)s 过期了，期限是 %(due)s。"),
    LATE_WORDS: gettext_noop("有一段晚到的话，请看一看：%(number)s。"),
    LOST_HANDLER: gettext_noop("网格调整以后，经办人看不见 %(number)s 了，请另外派人。"),
    ANOTHER_DEADLINE: gettext_noop("%(number)s 的期限重新算过，最晚 %(due)s。"),
}
ASKED = gettext_noop("您反映的事，想请您再补充几句。")
ANSWERED = gettext_noop("您反映的事有答复了。")
SOMETHING = gettext_noop("您有一条社区通知。")


def register() -> None:
    reminders.on(SOON, _due_soon)
    reminders.on(OVERDUE, _overdue)
    reminders.daily(FORSAKEN, time(8), _forsaken, _find_receivers)


def to_triagers(case: Case, text: str, *, by: User, at: datetime, **more: timedelta) -> None:
    for user in need_to_know.triagers(case, on=timezone.localdate(at)):
        if user.pk != by.pk:
            _tell_staff(user, case, text, at, **more)


def to_named(case: Case, users: list[User], *, at: datetime) -> None:
    """Those who have just been named on a confidential case."""
    for user in users:
        _tell_staff(user, case, NEW_CONFIDENTIAL, at, key=f"{case.about}:named")


def of_lost_handler(case: Case, *, by: User | None, at: datetime) -> None:
    """Its door went where whoever was sent has no post: who sorts out sends somebody else."""
    for user in need_to_know.triagers(case, on=timezone.localdate(at)):
        if by is None or user.pk != by.pk:
            key = f"{case.about}:lost:{case.grid_id}:{at:%Y%m%dT%H%M%S}"
            _tell_staff(user, case, LOST_HANDLER, at, key=key)


def to_handler(case: Case, text: str, *, at: datetime) -> None:
    """Whoever was sent, or who stands in for them today."""
    for user in need_to_know.handling(case, on=timezone.localdate(at)):
        _tell_staff(user, case, text, at)


def to_reporter(case: Case, text: str, *, by: User, at: datetime) -> None:
    """The person who reported, if they can sign in; staff who filed it hear of its end."""
    person = case.reporter
    if person and person.user:
        outbox.tell(
            to=person.user,
            key=_key(case),
            about=case.about,
            text=SOMETHING if case.confidential else text,
            link=reverse("cases:my-case", args=[case.uid]),
            at=at,
        )
    filer_is_staff = case.channel != Channel.PHONE and case.filed_by_id != by.pk
    filer = Reader.for_job(case.filed_by, timezone.localdate(at))
    if filer_is_staff and need_to_know.sees(filer, case):
        _tell_staff(case.filed_by, case, FILED_AND_ENDED if case.has_ended else FILED_AND_ASKED, at)


def to_whoever_has_it(case: Case, step: Step, *, at: datetime) -> None:
    """Words that came too late: who sorts the case out, and who is sent with it now."""
    for user in _who_must_act(case, timezone.localdate(at)):
        if user.pk != step.by_id:
            _tell_staff(user, case, LATE_WORDS, at, key=f"{case.about}:late:{step.pk}")


def of_another_deadline(case: Case, step: Step, *, at: datetime) -> None:
    """The year's make-up days were announced: whoever must act, until when now."""
    for user in _who_must_act(case, timezone.localdate(at)):
        if user.pk != step.by_id:
            _tell_staff(user, case, ANOTHER_DEADLINE, at, key=f"{case.about}:recounted:{step.pk}")


def settle(case: Case, *, at: datetime) -> None:
    """The case has moved on: what was told of it until now counts as seen."""
    outbox.settle(about=case.about, at=at)


def take_back(case: Case, *, of: list[User] | None = None) -> None:
    """All that anybody, or these, were ever told of it is gone: the case has become confidential,
    or is theirs to know no more."""
    outbox.take_back(about=case.about, of=of)


def remind(case: Case, *, at: datetime) -> None:
    """Put the case's deadline on the clock's list; an earlier deadline leaves it."""
    forget(case)
    reminder = {"subject": str(case.uid), "period": _period(case)}
    day_before = calendar.workday_before(timezone.localdate(case.due_at), place=case)
    soon = timezone.make_aware(datetime.combine(day_before, MORNING))
    if soon > at:
        reminders.remind(rule=SOON, due_at=soon, **reminder)
    reminders.remind(rule=OVERDUE, due_at=case.due_at, **reminder)


def forget(case: Case) -> None:
    for rule in (SOON, OVERDUE):
        reminders.forget(rule=rule, subject=str(case.uid))


def _due_soon(reminder: Reminder, at: datetime) -> None:
    _tell_those_who_must_act(reminder, DUE_SOON, at)


def _overdue(reminder: Reminder, at: datetime) -> None:
    _tell_those_who_must_act(reminder, IS_OVERDUE, at)


def _tell_those_who_must_act(reminder, text, at):
    # Held: what is made confidential meanwhile must not be told of after it was taken back.
    case = Case.objects.select_for_update(of=("self",)).get(uid=reminder.subject)
    if case.has_ended or _period(case) != reminder.period:
        return
    if (
        text == DUE_SOON and case.due_at <= at
    ):  # nobody swept meanwhile: that it is late says it all
        return
    for user in _who_must_act(case, timezone.localdate(at)):
        key = f"{case.about}:{reminder.rule}:{reminder.period}"
        _tell_staff(user, case, text, at, key=key)


def _who_must_act(case, on):
    people = need_to_know.triagers(case, on=on)
    if case.status == Status.DISPATCHED:
        for user in need_to_know.handling(case, on=on):
            if need_to_know.sees(Reader.for_job(user, on), case):
                people.append(user)
    return {user.pk: user for user in people}.values()


def _forsaken(day: date):
    return [str(case.uid) for case in need_to_know.forsaken(on=day)]


def _find_receivers(reminder: Reminder, at: datetime) -> None:
    """Secretaries change: whoever receives confidential cases today is named on what was left."""
    case = Case.objects.select_related("category", "community", "reporter").get(
        uid=reminder.subject
    )
    users = need_to_know.receivers(case, on=timezone.localdate(at))
    need_to_know.name(case, users)
    to_named(case, users, at=at)


def worded(case: Case, text: str) -> tuple[str, dict]:
    """What staff are told of this case: the text and its values, without what it may not say."""
    values = {"number": case.number, "due": f"{timezone.localtime(case.due_at):%m-%d %H:%M}"}
    if case.confidential:
        return UNSAID.get(text, text), values
    return text, values | {"category": case.category.name}


def _tell_staff(user, case, text, at, *, key="", **more):
    text, values = worded(case, text)
    outbox.tell(
        to=user,
        key=key or _key(case),
        about=case.about,
        text=text,
        values=values,
        link=reverse("cases:case", args=[case.uid]),
        urgent=case.priority == Priority.EMERGENCY,
        at=at,
        **more,
    )


def _key(case):
    return f"{case.about}:{case.version}"


def _period(case):
    return timezone.localtime(case.due_at).isoformat(timespec="seconds")
