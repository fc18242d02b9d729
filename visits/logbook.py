"""Log a contact: one entry that fills the diary, the person's due date and the door's history."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once
from residents import registry, tiers
from residents.models import Dwelling, Person
from visits.models import REACHED, Channel, Outcome, Visit

LATEST_ENTRY = timedelta(days=7)
CLOCK_TOLERANCE = timedelta(minutes=2)
KNOCKS_A_WEEK = 2
"""From the third knock in seven days on, the page warns (nothing is forbidden)."""
SAID = ("dwelling_id", "channel", "outcome", "companions", "needs", "note", "next_on")
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
        next_on=next_on,
        grid_id=dwelling.grid_id,
        community_id=dwelling.community_id,
        township_id=dwelling.township_id,
    )
    sent = _sent(visit, people, time_said=occurred_at is not None)
    if earlier := sent.before():
        return earlier
    if not at - LATEST_ENTRY <= visit.occurred_at <= at + CLOCK_TOLERANCE:
        raise ImpossibleTime
    days = tiers.at(*people)  # read before anybody waits for us to write
    with transaction.atomic():
        visit, is_new = sent.write(lambda: _insert(visit, people))
        if is_new:
            _note_at_the_door(visit)
            _note_on_people(visit, people, days, next_on)
    return visit


def knocks_lately(dwelling: Dwelling, *, at: datetime) -> int:
    """Knocks at this door in the last seven days, whoever knocked."""
    return dwelling.visits.filter(
        channel=Channel.DOOR, occurred_at__gt=at - timedelta(days=7), occurred_at__lte=at
    ).count()


def _sent(visit, people, *, time_said):
    """A time that was not said is that of the first arrival, and a resend has another."""
    met = {person.pk for person in people}
    return once.Sent(
        visit,
        by="by_id",
        content=(*SAID, "occurred_at") if time_said else SAID,
        conflict=AlreadyLogged,
        also=lambda earlier: met == set(earlier.people.values_list("pk", flat=True)),
    )


def _insert(visit, people):
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


def _note_on_people(visit, people, days, next_on):
    day = timezone.localdate(visit.occurred_at)
    # Locked in one order everywhere, so two entries never wait for each other.
    reached = [person.pk for person in people]
    for person in Person.objects.select_for_update().filter(pk__in=reached).order_by("pk"):
        if visit.outcome == Outcome.MOVED:
            registry.moved_away(person=person, on=day, by=visit.by, at=visit.received_at)
            continue
        if visit.outcome in REACHED:
            person.last_contact_on = max(filter(None, [person.last_contact_on, day]))
            person.next_due_on = registry.next_due_on(person, days, on=day)
        if next_on and person.tier:
            person.next_due_on = _agreed(person, next_on, days, day)
        person.save(update_fields=["last_contact_on", "next_due_on"])


def _agreed(person, next_on, days, day):
    """A date agreed at the door; sooner is always fine, later than the tier's rhythm is not."""
    latest = max(day, person.last_contact_on or day) + timedelta(days=days.of(person))
    if next_on > latest:
        raise TooLate(latest)
    return next_on
