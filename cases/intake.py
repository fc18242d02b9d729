"""A problem comes in: from a resident's phone, from a worker at a door, at the counter."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import categories, clocks, need_to_know, notifications, photos
from cases.harm import going_on
from cases.models import (
    Case,
    CaseNumber,
    Category,
    Channel,
    Photo,
    Priority,
    Status,
    Step,
)
from foundation import once, rate_limits
from grids.models import Area
from notices import outbox
from residents.models import Dwelling, Person
from visits.models import Visit

A_RESIDENT_REPORTS = 5
"""Reports an hour from one resident; whoever has more to say rings or comes by."""
TITLE_LENGTH = 30
SAID = ("words", "place", "dwelling_id", "visit_id", "reporter_id")
"""The same report when its client_id comes again; what the desk may correct does not count."""


class AlreadyReported(once.Conflict):
    """This client_id was used by somebody else, or for another problem."""

    code = "already_reported"
    detail = _("这个 client_id 已经报过另一件事。")
    sentence = _("这张表已经报过另一件事了。请重新打开页面再报。")


@transaction.atomic
def report(
    *,
    client_id: UUID,
    category: Category,
    words: str,
    grid: Area,
    channel: str,
    by: User,
    at: datetime,
    priority: str = Priority.NORMAL,
    place: str = "",
    dwelling: Dwelling | None = None,
    reporter: Person | None = None,
    visit: Visit | None = None,
    confidential: bool = False,
    kept_from: User | None = None,
    pictures=(),
) -> Case:
    """Write one problem down, tell who sorts it out, put its deadline on the clock's list.

    Where somebody is being hurt, `kept_from` is one of those who would receive it and must not.
    Safe to repeat: the same client_id returns the first case. Raises AlreadyReported,
    categories.NotACategoryHere, and rate_limits.TooOften for a resident's sixth report in an hour.
    """
    case = Case(
        client_id=client_id,
        category=category,
        priority=priority,
        title=title_of(words),
        words=words,
        place=place,
        dwelling=dwelling,
        visit=visit,
        reporter=reporter,
        filed_by=by,
        channel=channel,
        confidential=confidential or categories.is_confidential(category, grid),
        reported_at=at,
    )
    sent = once.Sent(case, by="filed_by_id", content=SAID, conflict=AlreadyReported)
    if earlier := sent.before():
        return earlier
    case.place_in(grid)
    case.due_at, case.due_because = clocks.due(
        category=category, priority=priority, at=at, place=case
    )
    # A resend that waited for the first one uses up none of the hour's reports.
    case, is_new = sent.write(lambda: _number_and_write(case), loses=(rate_limits.TooOften,))
    if is_new:
        if kept_from and category.harm:
            case.kept_from.add(kept_from)
        _first_step(case)
        photos.keep(case=case, pictures=pictures, stage=Photo.Stage.REPORT, by=by, at=at)
    return case


def title_of(words: str) -> str:
    """The first sentence, for lists."""
    first = words.strip().splitlines()[0]
    for end in "。！？!?；;":
        first = first.split(end)[0]
    first = first.strip() or words.strip()
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def next_number(street: Area, at: datetime) -> str:
    """20260310-0007: the day and how many the street has numbered on it. Has no gaps."""
    day = timezone.localdate(at)
    row = {"area_code": street.code, "day": day}
    CaseNumber.objects.bulk_create([CaseNumber(**row)], ignore_conflicts=True)
    counter = CaseNumber.objects.filter(**row)
    counter.update(last=F("last") + 1)  # locks the row until the case is written
    return f"{day:%Y%m%d}-{counter.get().last:04d}"


def _number_and_write(case):
    at = case.reported_at
    if case.channel == Channel.PHONE:
        who, hour = str(case.filed_by_id), timedelta(hours=1)
        rate_limits.spend("case-report", who, limit=A_RESIDENT_REPORTS, per=hour, at=at)
    case.numbered_by, case.number = case.township.code, next_number(case.township, at)
    case.save(force_insert=True)


def _first_step(case):
    by, at = case.filed_by, case.reported_at
    Step.objects.create(case=case, action="report", to_status=Status.REPORTED, by=by, at=at)
    if case.confidential:
        receivers = need_to_know.receivers(case, on=timezone.localdate(at))
        filer = [by] if case.channel != Channel.PHONE else []
        need_to_know.name(case, [*receivers, *filer])
    text = notifications.NEW_CONFIDENTIAL if case.confidential else notifications.NEW
    # What staff file they can take back at once; nobody hears of it before that.
    hurries = case.channel == Channel.PHONE or case.priority == Priority.EMERGENCY
    wait = timedelta(0) if hurries or case.category.harm else outbox.TIME_TO_UNDO
    notifications.to_triagers(case, text, by=by, at=at, wait=wait)
    notifications.remind(case, at=at)
    if case.category.harm:
        going_on.remind(case)
