"""What follows when a rule changes: whom it would make due when, before; their days anew, after."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.batches import in_pieces
from foundation.tasks import now_or_later
from grids.models import Area, Reader
from grids.roles import Duty
from residents.contacts_due import Week
from residents.models import ContactTier, Person
from visits.due_dates import facts as read
from visits.due_dates.recomputing import people_about
from visits.due_dates.working_out import settled
from visits.models import Recomputation

WEEKS = 5
"""So many weeks from today a preview shows."""
FEW = 300
"""People whose days are worked out while whoever changed the rule waits for the page."""


def follow(rule: ContactTier, *, by: User | None, at: datetime) -> Recomputation:
    """In the transaction that writes the rule or takes it back; the rest is done after it."""
    row = Recomputation.objects.create(area=rule.area, about=rule.about, asked_by=by, asked_at=at)
    people = people_about(row.about, row.area, on=timezone.localdate(at))
    transaction.on_commit(lambda: now_or_later(row, at=at, small=people[:FEW].count() < FEW))
    return row


def foresee(rule: ContactTier, community: Area, reader: Reader) -> list[Week]:
    """How many of those the reader cares for would be due in each week, and are now; nobody by name.

    `rule` is not saved. What fell due before today counts in the first week. Who would begin to wait
    for a first contact is counted evenly over the period of the rule, as they will be spread.
    """
    on = reader.day
    people = people_about(rule.about, community, on=on).with_duty(reader, Duty.SEE_CARE)
    people = list(people.visible_to(reader).order_by("pk"))
    now = Counter(_week(person.next_due_on, on) for person in people if person.next_due_on)
    then = Counter(_week(day, on) for day in _days_under(rule, people, community, on))
    first = [on + timedelta(weeks=n) for n in range(WEEKS)]
    return [Week(day, now[n], then[n]) for n, day in enumerate(first)]


def _days_under(rule: ContactTier, people: list[Person], community: Area, on: date) -> list[date]:
    rows = ContactTier.objects.holding_at(community)
    others = [row for row in rows if (row.about, row.area_id) != (rule.about, rule.area_id)]
    ruled, days, begin = read.Ruled([*others, rule]), [], 0
    for some in in_pieces(people):
        for person, (_last, due_on, *_others) in settled(some, ruled, on=on):
            if person.next_due_on is None:
                continue
            if due_on is None and person.last_contact_on is None:
                begin += 1
            else:
                days.append(person.next_due_on)
    spread = [on + timedelta(days=1 + n * rule.every_days // begin) for n in range(begin)]
    return days + spread


def _week(day: date, on: date) -> int:
    return max(0, (day - on).days // 7)
