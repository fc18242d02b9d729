"""The register of people: enter, change, move, tag.

Whoever changes an entry here is on record with it (foundation/audit/trail.py), in the same transaction
and last in it. Tiers and due days follow from tags and contacts and are not recorded again.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.endings import end_sign_ins
from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import Area
from residents import by_hand, care, contacts_due, identity, spelling, tiers
from residents.models import CareTag, Dwelling, Person, Residency, WrittenNumber

NAME = ["name", *spelling.FOUND_BY]
"""The columns of a name; they are written together."""
ID_NUMBER = ["id_number_sealed", "id_number_index", "id_number_state", "id_number_by"]
"""The columns of a number; they are written together."""
DUE = ["next_due_on", "given_due_on", "given_since", "due_why"]
"""The columns of the day somebody is due and of what makes it so; they are written together."""
TAGS_KEPT = timedelta(days=366)  # after they ended
BY_HAND = {
    "name": by_hand.NAME,
    "remarks": by_hand.REMARKS,
    "relation": by_hand.RELATION,
    "household": by_hand.RELATION,
    "household_id": by_hand.RELATION,
}
"""What `correct` writes, and as what it is remembered to be written by hand."""


@leaves_record("person-registered")
@transaction.atomic
def register(
    *,
    name: str,
    by: User | None,
    at: datetime,
    home: Dwelling | None = None,
    grid: Area | None = None,
    id_number: str = "",
    phone: str = "",
    tenure: str = Residency.Tenure.OWN,
    **columns,
) -> Person:
    """Enter one person. Without a home, `grid` says who looks after them.

    `id_number` and `phone` are cleaned values (identity.read, phones.clean).
    """
    person = entry(name=name, id_number=id_number, phone=phone, by=by, home=home, **columns)
    person.place_in(home.grid if home else grid)
    settle_in(person, tenure=tenure, on=timezone.localdate(at))
    known = {"name": name, "id_number": id_number, "phone": phone, "home": person.home_id}
    known |= {"birth_on": person.birth_on, "sex": person.sex, "grid": person.grid_id, **columns}
    if person.phone_index:
        WrittenNumber.objects.create(
            person=person,
            column=WrittenNumber.Column.PHONE,
            origin=WrittenNumber.Origin.OFFICE,
            written_by=by,
            written_at=at,
        )
    note_on_record(person, {column: ("", value) for column, value in known.items()}, by=by, at=at)
    return person


def entry(
    *, name: str, id_number: str = "", phone: str = "", by: User | None = None, **columns
) -> Person:
    """A person as the register holds them, from cleaned values; neither saved nor on record."""
    person = Person(name=name, **columns)
    spelling.note(person)
    note_id_number(person, id_number, by=by)
    person.set_phone(phone)
    return person


def settle_in(person: Person, *, tenure: str, on: date) -> None:
    """Save the entry, and since when they live where it says; the caller puts it on record."""
    person.save()
    if person.home:
        Residency.objects.create(
            person=person,
            dwelling=person.home,
            tenure=tenure,
            from_on=on,
            **person.home.grid.columns(),
        )


def note_on_record(person: Person, changes: dict, *, by: User | None, at: datetime) -> None:
    """What is different now: fields with their value before and after. Write it last."""
    if changes := trail.differing(changes):
        trail.changed(scope=person.community.code, about=person.uid, changes=changes, by=by, at=at)


def note_id_number(person: Person, number: str, *, by: User | None) -> None:
    """Set the number as identity.read gave it back, and the birth date and sex it carries."""
    person.set_id_number(number, by=by)
    if number:
        known = identity.told_by(number)
        person.birth_on, person.sex = known.birth_on, known.sex


@leaves_record("care-noted")
@transaction.atomic
def tag(
    *,
    person: Person,
    kind: str,
    source: str,
    purpose: str,
    expires_on: date,
    by: User | None,
    at: datetime,
) -> CareTag:
    """Note a need, or renew it; the person's tier and next contact follow."""
    before = CareTag.objects.filter(person=person, kind=kind).first()
    note, _ = CareTag.objects.update_or_create(
        person=person,
        kind=kind,
        defaults={
            "source": source,
            "purpose": purpose,
            "expires_on": expires_on,
            "noted_by": by,
            "noted_at": at,
        },
    )
    settle_tier(person=person, on=timezone.localdate(at))
    if expires_on < timezone.localdate(at):  # ended, not noted
        by_hand.note(person, [by_hand.tag(kind)], at=at)
    change = (before.spelled_out if before else "", note.spelled_out)
    note_on_record(person, {"care_tag": change}, by=by, at=at)
    return note


@transaction.atomic
def settle_tier(*, person: Person, on: date) -> None:
    """Work out tier and next contact from the tags that are valid on that day."""
    settle_tiers(Person.objects.filter(pk=person.pk), on=on)


@transaction.atomic
def settle_tiers(people: QuerySet, *, on: date, first: Mapping[int, date] | None = None) -> int:
    """The same for many people at once. Returns how many changed.

    `first` says for some of those who were never contacted when they are due: {pk: day}.
    """
    first = first or {}
    people = list(people.select_for_update().order_by("pk"))
    kinds = defaultdict(list)
    for tag in CareTag.objects.valid(on).filter(person__in=[person.pk for person in people]):
        kinds[tag.person_id].append(tag.kind)
    days, changed = tiers.at(*people), []
    for person in people:
        before = person.tier, person.next_due_on
        person.tier = care.highest_tier(kinds[person.pk])
        person.tier_rank = care.RANK.get(person.tier, care.NO_RANK)
        person.next_due_on = next_due_on(person, days, on=first.get(person.pk, on))
        if person.last_contact_on is None:
            _give_first_day(person, *before)
        if (person.tier, person.next_due_on) != before:
            changed.append(person)
    rewrite(changed, ["tier", "tier_rank", *DUE])
    contacts_due.work_out([person.pk for person in people], on=on)
    return len(changed)


def rewrite(people: list[Person], columns: list[str]) -> None:
    """Save these columns of entries the caller has locked.

    Three times as fast as `bulk_update`, which builds an expression for every value.
    """
    Person.objects.bulk_create(
        people,
        update_conflicts=True,
        update_fields=columns,
        unique_fields=["pk"],
        batch_size=500,
    )


def _give_first_day(person: Person, tier: str, due_on: date | None) -> None:
    """A first contact keeps its day when a tag is renewed or ends; only more urgent needs hurry it."""
    if not person.tier:  # some other rule may still ask for them
        person.next_due_on = due_on
        return
    before = due_on and (person.given_due_on or due_on)
    if person.next_due_on and before:
        hurries = person.tier_rank < care.RANK.get(tier, care.NO_RANK)
        person.next_due_on = min(person.next_due_on, before) if hurries else before
    give(person, person.next_due_on)


def give(person: Person, day: date | None, *, since: date | None = None) -> None:
    """That day stands until somebody is in touch; with `since`, in touch on that day or after."""
    person.next_due_on = person.given_due_on = day
    person.given_since = since
    person.due_why = ""


def next_due_on(person: Person, days: tiers.Tiers, *, on: date) -> date | None:
    """Somebody never contacted is due on that day, or still due since before; without a tier nobody is."""
    if not person.tier or person.status != Person.Status.HERE:
        return None
    if person.last_contact_on is None:
        since = person.next_due_on and (person.given_due_on or person.next_due_on)
        return min(on, since or on)
    return person.last_contact_on + timedelta(days=days.of(person))


@leaves_record("person-moved")
@transaction.atomic
def move(
    *, person: Person, to: Dwelling, tenure: str, on: date, by: User | None, at: datetime
) -> None:
    """The person lives somewhere else from that day; the old residency keeps its dates.

    Somebody who had moved away lives here again.
    """
    before = {"home": person.home_id, "grid": person.grid_id, "status": person.status}
    _end(person.residencies.filter(dwelling=person.home, until_on=None), on)
    person.home, person.status = to, Person.Status.HERE
    person.household = None
    person.place_in(to.grid)
    if person.next_due_on is None:
        person.next_due_on = next_due_on(person, tiers.at(person), on=on)
    settle_in(person, tenure=tenure, on=on)
    contacts_due.work_out([person.pk], on=timezone.localdate(at))
    person.refresh_from_db(fields=DUE)
    by_hand.note(person, [by_hand.HOME], at=at)
    after = {"home": person.home_id, "grid": person.grid_id, "status": person.status}
    changes = {column: (before[column], after[column]) for column in before}
    note_on_record(person, changes | {"tenure": ("", tenure)}, by=by, at=at)


@leaves_record("entry-corrected")
@transaction.atomic
def correct(*, person: Person, by: User | None, at: datetime, **columns) -> None:
    """Write what is known better now: name, relation, household, remarks."""
    changes = {name: (getattr(person, name), value) for name, value in columns.items()}
    for name, value in columns.items():
        setattr(person, name, value)
    spelling.note(person)
    person.version += 1
    person.save(update_fields=[*{*columns, *NAME}, "version"])
    by_hand.note(person, [BY_HAND[name] for name in trail.differing(changes)], at=at)
    note_on_record(person, changes, by=by, at=at)


@leaves_record("person-moved-away")
def moved_away(*, person: Person, on: date, by: User | None, at: datetime) -> None:
    """The person lives here no longer; the entry and its history stay, its sign-ins end."""
    _leave(person, Person.Status.MOVED, on, by, at)


@leaves_record("person-died")
def died(*, person: Person, on: date, by: User | None, at: datetime) -> None:
    """The person is dead; the entry and its history stay, its sign-ins end."""
    _leave(person, Person.Status.DIED, on, by, at)


def _end(residencies: QuerySet, on: date) -> None:
    """On that day; where the register has them living there only since later, on their first."""
    last = Greatest("from_on", Value(on, output_field=DateField()))
    residencies.update(until_on=last)


@transaction.atomic
def _leave(person, status, on, by, at):
    _end(person.residencies.filter(until_on=None), on)
    before, person.status, person.next_due_on = person.status, status, None
    person.save(update_fields=["status", "next_due_on"])
    WrittenNumber.objects.filter(person=person).update(tell_before_at=None)
    if person.user_id:
        end_sign_ins([person.user_id])
    by_hand.note(person, [by_hand.HOME], at=at)
    note_on_record(person, {"status": (before, status)}, by=by, at=at)


@transaction.atomic
def settle_expired(*, day: date) -> int:
    """Tags that ended lately no longer count; run every morning, safe to repeat and to skip.

    Returns how many people were looked at.
    """
    ended = CareTag.objects.filter(expires_on__lt=day, expires_on__gte=day - timedelta(days=60))
    people = Person.objects.filter(pk__in=ended.values("person")).exclude(tier="")
    for person in people.order_by("pk"):
        settle_tier(person=person, on=day)
    return len(people)


def forget_old_tags(*, on: date) -> int:
    """Needs that ended over a year ago; until then one may ask why somebody was visited."""
    return CareTag.objects.filter(expires_on__lt=on - TAGS_KEPT).delete()[0]
