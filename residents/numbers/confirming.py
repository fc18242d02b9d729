"""A number is confirmed by what its writer does not hold; then it opens its owner's account.

Either a code reaches the number that was confirmed before, or somebody who did not write it has
seen the ID card and its owner: at the counter, or at the door two with different posts.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit.events import leaves_record
from foundation.sealing import blind_index
from residents import registry
from residents.models import Person, WrittenNumber
from residents.numbers import asked, telling
from residents.numbers.seconds import Pair
from residents.numbers.table import SEEN, SHARED, rule_of

Column, How, Origin = WrittenNumber.Column, WrittenNumber.How, WrittenNumber.Origin


class NothingToConfirm(Exception):
    """No number stands in the entry, or it is confirmed already, or its owner has left."""


class NotTheOldNumber(Exception):
    """No number was written in place of this one, or a code to it must not confirm it."""


def is_confirmed(person: Person) -> bool:
    """Whether the number in the entry is the one that opens the account."""
    return bool(
        person.phone_index and person.user and person.user.phone_index == person.phone_index
    )


def written(person: Person) -> dict[str, WrittenNumber]:
    """Who wrote the numbers that stand in the entry, by their column."""
    rows = WrittenNumber.objects.filter(person=person).select_related("written_by")
    return {row.column: row for row in rows}


def writers_of(person: Person) -> set[int | None]:
    """The keys of whoever wrote the numbers that stand there; None is somebody nobody knows.

    None also where the ID number was written into an account's entry: the card that fits it may
    be that of whoever it was written for, so one person looking at it is not enough.
    """
    rows = written(person)
    unknown = Column.PHONE not in rows or id_number_after_account(person, rows) is not None
    return {row.written_by_id for row in rows.values()} | ({None} if unknown else set())


def id_number_after_account(person: Person, rows: dict[str, WrittenNumber]) -> WrittenNumber | None:
    """The row of an ID number that was written when there was an account already, and whose owner
    nobody has seen with it since. `rows`: as `written` gives them."""
    number, phone = rows.get(Column.ID_NUMBER), rows.get(Column.PHONE)
    if number is None or person.user is None or number.written_at < person.user.created_at:
        return None
    seen = phone is not None and phone.confirmed_how in SEEN
    return None if seen and phone.confirmed_at > number.written_at else number


@leaves_record("number-confirmed")
@transaction.atomic
def after_seeing(*, person: Person, pair: Pair, at: datetime) -> User:
    """Their ID card was seen. Returns the account the number opens from now on.

    Raises NothingToConfirm, and what `Pair.check` raises.
    """
    person, row = _waiting(person)
    how = pair.check(person, writers=writers_of(person), at=at)
    return _confirm(person, row, how=how, by=pair.first, second=pair.second, at=at)


@leaves_record("number-confirmed-by-the-old-one")
@transaction.atomic
def by_old_number(*, phone: str, old: str, at: datetime) -> User:
    """Codes reached both numbers, the new one and the one confirmed before it.

    Raises NotTheOldNumber, also where somebody else has either of the two, and for whoever chose a
    passphrase: the number before may lie in the hand of somebody they shared it with.
    """
    index = blind_index("phone", phone)
    rows = [row for row in asked.replaced(old) if row.person.phone_index == index]
    if len(rows) != 1:
        raise NotTheOldNumber
    rule = SHARED if asked.shares(phone) else rule_of(rows[0])
    person, row = _waiting(rows[0].person)
    if How.OLD_NUMBER not in rule.by or (person.user and person.user.passphrase):
        raise NotTheOldNumber
    return _confirm(person, row, how=How.OLD_NUMBER, by=person.user, second=None, at=at)


def account_of(person: Person) -> User:
    """The account of somebody who was seen, opened if there is none; the caller locked the entry."""
    if person.user is None:
        person.user = User.objects.create_user(name=person.name)
        person.save(update_fields=["user"])
    return person.user


def _waiting(person):
    person = Person.objects.select_for_update(of=["self"]).select_related("user").get(pk=person.pk)
    here = person.status == Person.Status.HERE
    if not (here and person.phone_index) or is_confirmed(person):
        raise NothingToConfirm
    row = WrittenNumber.objects.filter(person=person, column=Column.PHONE).first()
    earlier = {"origin": Origin.EARLIER, "written_at": person.registered_at}
    return person, row or WrittenNumber(person=person, column=Column.PHONE, **earlier)


def _confirm(person, row, *, how, by, second, at):
    had_account = person.user is not None
    user = account_of(person)
    user.set_phone(person.phone)
    if row.before_index and not asked.shares(person.phone):
        user.passphrase = ""  # it was for the number before, and this one is theirs alone
    user.save(update_fields=["phone_sealed", "phone_index", "passphrase"])
    row.confirmed_how, row.confirmed_by, row.seconded_by, row.confirmed_at = how, by, second, at
    row.before, row.before_index, row.tell_before_at = "", "", None
    row.save()
    telling.tell_confirmed(user, row, at=at)
    changes = {"account_phone": ("", user.phone)}
    changes |= {} if had_account else {"account": ("", user.uid)}
    registry.note_on_record(person, changes, by=by, at=at)
    return user
