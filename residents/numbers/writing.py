"""One act writes a number: everything it opened closes, until somebody else confirms it.

The office's form, a roster and the counter all come here. In the transaction of the writing the
account loses its number, its sessions and its tokens; what was confirmed last is kept, for a
code to it is one of the ways to confirm the new one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from accounts.endings import end_sign_ins
from accounts.models import User
from foundation.audit import reasons
from foundation.audit.events import leaves_record
from foundation.batches import in_pieces
from residents import by_hand, registry
from residents.models import Person, WrittenNumber
from residents.numbers import telling

Column, Origin = WrittenNumber.Column, WrittenNumber.Origin
Save = Callable[[type, list], None]


@dataclass(frozen=True)
class Source:
    """Where numbers come from: which way, by whom, why, and when."""

    origin: str
    reason: str
    by: User | None
    at: datetime


class Writing(NamedTuple):
    """One number that is another now; `phone` is what stood in the entry before."""

    person: Person
    column: str
    phone: str = ""


@leaves_record("phone-changed")
@transaction.atomic
def write_phone(
    *,
    person: Person,
    phone: str,
    origin: str,
    reason: str,
    by: User | None,
    at: datetime,
    accepted_by: User | None = None,
) -> None:
    """Another number for this person, cleaned by phones.clean; empty takes it away.

    The same number once more changes nothing. `accepted_by` let it into the register where `by`
    only proposed it; both go on record. Raises reasons.TooShort, reasons.TellsTooMuch.
    """
    reason = reasons.for_the_record(reason, name=person.name)
    _hold(person)
    before = person.phone
    if before == phone:
        return
    person.set_phone(phone)
    person.save(update_fields=["phone_sealed", "phone_index"])
    closed = write_down([Writing(person, Column.PHONE, before)], Source(origin, reason, by, at))
    by_hand.note(person, [by_hand.PHONE], at=at)
    changes = {"phone": (before, phone)} | closed.get(person.pk, {})
    if accepted_by is not None and accepted_by != by:
        changes["accepted_by"] = ("", accepted_by.uid)
    registry.note_on_record(person, changes, by=by, at=at)


@leaves_record("id-number-changed")
@transaction.atomic
def write_id_number(
    *, person: Person, number: str, origin: str, reason: str, by: User | None, at: datetime
) -> None:
    """The number by identity.read, and the birth date and sex it carries.

    Raises reasons.TooShort, reasons.TellsTooMuch.
    """
    reason = reasons.for_the_record(reason, name=person.name)
    _hold(person)
    columns = ["id_number", "birth_on", "sex"]
    before = {column: getattr(person, column) for column in columns}
    if before["id_number"] == number:
        return
    registry.note_id_number(person, number, by=by)
    person.save(update_fields=[*registry.ID_NUMBER, "birth_on", "sex"])
    write_down([Writing(person, Column.ID_NUMBER)], Source(origin, reason, by, at))
    changes = {column: (before[column], getattr(person, column)) for column in columns}
    registry.note_on_record(person, changes, by=by, at=at)


def _hold(person):
    """Nobody confirms or writes beside us; an account that was opened meanwhile is closed, too."""
    Person.objects.select_for_update(of=["self"]).get(pk=person.pk)
    numbers = ["phone_sealed", "phone_index", *registry.ID_NUMBER]
    person.refresh_from_db(fields=["user", *numbers])


def write_down(
    writings: list[Writing],
    source: Source,
    *,
    make: Callable[[type, list], None] | None = None,
    will_change: Callable[[type, Iterable[int]], None] = lambda model, pks: None,
) -> dict[int, dict]:
    """Note who wrote these numbers, close what they opened, and plan who is told.

    The caller has saved the entries. `make` and `will_change` note what an undo puts back.
    Returns for each person, by key, what changed at their account, for the record.
    """
    people = {each.person.pk: each.person for each in writings}
    users = _accounts_of(people.values())
    will_change(User, users)
    rows = _rows(writings, users, source)
    telling.plan(people, rows, at=source.at)
    new, old = [row for row in rows if not row.pk], [row for row in rows if row.pk]
    will_change(WrittenNumber, [row.pk for row in old])
    (make or _make)(WrittenNumber, new)
    for some in in_pieces(old):
        WrittenNumber.objects.bulk_update(some, CHANGES)
    return _close(writings, users)


CHANGES = [
    "origin",
    "reason",
    "written_by",
    "written_at",
    "before_sealed",
    "before_index",
    "tell_before_at",
    "confirmed_how",
    "confirmed_by",
    "seconded_by",
    "confirmed_at",
]


def note_first(people: Iterable[Person], source: Source, *, make: Save | None = None) -> None:
    """The phones of entries that are new with them: nothing to close, nobody to tell."""
    written = {
        "column": str(Column.PHONE),
        "origin": str(source.origin),
        "reason": source.reason,
        "written_by_id": source.by.pk if source.by else None,
        "written_at": source.at,
    }
    rows = [WrittenNumber(person_id=each.pk, **written) for each in people if each.phone_index]
    (make or _make)(WrittenNumber, rows)


def _make(model, rows):
    model.objects.bulk_create(rows, batch_size=500)


def _accounts_of(people) -> dict[int, User]:
    keys = {person.user_id for person in people} - {None}
    found: dict[int, User] = {}
    for some in in_pieces(sorted(keys)):
        found |= User.objects.select_for_update(of=["self"]).in_bulk(some)
    return found


def _rows(writings, users, source):
    earlier = {}
    for some in in_pieces(sorted({each.person.pk for each in writings})):
        for row in WrittenNumber.objects.filter(person__in=some):
            earlier[row.person_id, row.column] = row
    rows = []
    for person, column, phone in writings:
        row = earlier.get((person.pk, column)) or WrittenNumber(person=person, column=column)
        if column == Column.PHONE:
            _keep_what_was(row, users.get(person.user_id), phone)
        rows.append(_fresh(row, source))
    return rows


def _keep_what_was(row, user, phone):
    """The number that was confirmed last; one that was only written in between confirms nothing."""
    if user is not None and user.phone_index:
        row.before, row.before_index = user.phone, user.phone_index
    elif row.pk is None or row.confirmed_at or not row.before_sealed:
        row.before, row.before_index = phone, ""


def _fresh(row, source):
    row.origin, row.reason = source.origin, source.reason
    row.written_by, row.written_at = source.by, source.at
    row.tell_before_at = None
    row.confirmed_how, row.confirmed_at = "", None
    row.confirmed_by = row.seconded_by = None
    return row


def _close(writings, users):
    """Without their number where it is another now; without sessions and tokens in any case."""
    closed, without = {}, []
    for person, column, _phone in writings:
        user = users.get(person.user_id)
        if user is not None and column == Column.PHONE and user.phone_index:
            closed[person.pk] = {"account_phone": (user.phone, "")}
            user.set_phone("")
            without.append(user)
    User.objects.bulk_update(without, ["phone_sealed", "phone_index"], batch_size=200)
    end_sign_ins(users)
    return closed
