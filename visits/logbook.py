"""Log a contact: one entry that fills the diary, the person's due date and the door's history."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once
from residents.models import Dwelling, Person
from visits import due_dates
from visits.mending import said_gone
from visits.models import Channel, NoteFor, Outcome, Visit

LATEST_ENTRY = timedelta(days=7)
CLOCK_TOLERANCE = timedelta(minutes=2)
KNOCKS_A_WEEK = 2
"""From the third knock in seven days on, the page warns (nothing is forbidden)."""
SAID = ("dwelling_id", "channel", "outcome", "companions", "needs", "note", "note_for", "next_on")
"""Besides who was met: the same contact when its client_id comes again."""


class AlreadyLogged(once.Conflict):
    """This client_id was used for another contact, or for the same one told otherwise; the first stands."""

    code = "already_logged"
    detail = _("这个 client_id 已经记过另一次联系。")
    sentence = _("这张表已经记过另一次联系了。请回到门牌页重新打开再记。")


class ImpossibleTime(Exception):
    """In the future, or more than a week ago."""


class TooLate(Exception):
    """The next contact was put off beyond what the person's tier allows; `latest` is the limit."""

    def __init__(self, latest: date):
        super().__init__(latest)
        self.latest = latest


def log(
    *,
    client_id: UUID,
    dwelling: Dwelling,
    people: list[Person],
    channel: str,
    outcome: str,
    by: User,
    at: datetime,
    occurred_at: datetime | None = None,
    device_at: datetime | None = None,
    companions: str = "",
    needs: str = "",
    note: str = "",
    note_for: str = NoteFor.ALL,
    next_on: date | None = None,
) -> Visit:
    """Write one contact or attempt and move the due dates of the people it reached.

    Safe to repeat: the same client_id with the same content returns the first entry. Raises
    AlreadyLogged when that entry says something else or is somebody else's, ImpossibleTime, TooLate.
    """
    visit = Visit(
        client_id=client_id,
        dwelling=dwelling,
        channel=channel,
        outcome=outcome,
        by=by,
        occurred_at=occurred_at or at,
        device_at=device_at,
        received_at=at,
        companions=companions,
        needs=needs,
        note=note,
        note_for=note_for,
        next_on=next_on,
        grid_id=dwelling.grid_id,
        community_id=dwelling.community_id,
        township_id=dwelling.township_id,
    )
    sent = _sent(visit, people, time_said=occurred_at is not None)
    if earlier := sent.before():
        return earlier
    check_time(visit)
    if next_on:  # read before anybody waits for us to write
        check_agreed(visit, people)
    with transaction.atomic():
        visit, is_new = sent.write(lambda: insert(visit, people))
        if is_new:
            follow(visit, people)
    return visit


def check_time(visit: Visit) -> None:
    latest = visit.received_at + CLOCK_TOLERANCE
    if not visit.received_at - LATEST_ENTRY <= visit.occurred_at <= latest:
        raise ImpossibleTime


def knocks_lately(dwelling: Dwelling, *, at: datetime) -> int:
    """Knocks at this door in the last seven days, whoever knocked."""
    return (
        dwelling.visits.standing()
        .filter(channel=Channel.DOOR, occurred_at__gt=at - timedelta(days=7), occurred_at__lte=at)
        .count()
    )


def _sent(visit, people, *, time_said):
    """A time that was not said is that of the first arrival, and a resend has another."""
    content = (*SAID, "occurred_at") if time_said else SAID
    return sent_as(visit, people, content=content, conflict=AlreadyLogged)


def sent_as(visit: Visit, people: list[Person], *, content: tuple[str, ...], conflict) -> once.Sent:
    """An entry as it arrives under its client_id; whom it names counts as said."""
    met = {person.pk for person in people}
    return once.Sent(
        visit,
        by="by_id",
        content=content,
        conflict=conflict,
        also=lambda earlier: met == set(earlier.people.values_list("pk", flat=True)),
    )


def insert(visit: Visit, people: list[Person]) -> None:
    visit.save(force_insert=True)
    through = Visit.people.through
    through.objects.bulk_create(
        through(visit_id=visit.pk, person_id=pk) for pk in sorted({person.pk for person in people})
    )


def _note_at_the_door(visit):
    """An older entry that arrives late never hides a newer one."""
    columns = ["last_attempt_at"] + (["last_contact_at"] if visit.reached else [])
    at = Value(visit.occurred_at, output_field=DateTimeField())
    latest = {column: Greatest(Coalesce(F(column), at), at) for column in columns}
    Dwelling.objects.filter(pk=visit.dwelling_id).update(**latest)


def follow(visit: Visit, people: list[Person]) -> None:
    """What follows from an entry: the door's last times, the due dates of those it tells of.

    That people moved away is only proposed. Raises corrections.workflow.CannotBeDone where somebody
    is not here any more.
    """
    _note_at_the_door(visit)
    if visit.outcome == Outcome.MOVED:
        said_gone.propose(visit, people)
    if people and (visit.reached or visit.next_on):
        due_dates.recompute([person.pk for person in people], at=visit.received_at)


def check_agreed(visit: Visit, people: Iterable[Person]) -> None:
    """A date agreed at the door; sooner is always fine, later than their rules allow is not.

    Raises TooLate.
    """
    day = timezone.localdate(visit.occurred_at)
    latest = due_dates.farthest([person.pk for person in people], on=day)
    if latest and visit.next_on > latest:
        raise TooLate(latest)
