"""Good deeds: taken in by one person, posted or refused by another.

The points are held from the first moment and settled by the decision, so deed and ledger never
disagree. What cannot be done raises an exception that carries the sentence people read.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import User
from foundation import once
from grids.models import Reader
from grids.roles import Duty
from morality_bank import ledger, notifications, opening
from morality_bank.contention import patiently
from morality_bank.models import Account, Bank, Deed, Rule, Transfer
from residents.models import Person
from residents.own.entries import are_close, own_entries

OLDEST = timedelta(days=60)
"""Nobody can say for sure what was done longer ago."""
SAID = ("account_id", "rule_id", "happened_on", "note", "contact")
"""The same deed when its client_id comes again."""


class CannotBeDone(Exception):
    """The deed cannot be taken in or decided like this; `sentence` says why."""

    sentence = _("这件好事现在办不了。")


class NotYourPerson(CannotBeDone):
    sentence = _("这位居民不在您负责的范围里，或者已经不住在这里。")


class TooClose(CannotBeDone):
    sentence = _("自己和家里人的好事，请别的同事来办。")


class WrongRule(CannotBeDone):
    sentence = _("这个事项不适用于这位居民，请另选一个。")


class WrongDay(CannotBeDone):
    sentence = _("日期要在最近 60 天以内，不能是将来。")


class MonthIsFull(CannotBeDone):
    def __init__(self, most: int):
        super().__init__(most)
        self.sentence = ngettext_lazy(
            "这个事项每人每月最多 %(most)s 次，这个月已经满了。",
            "这个事项每人每月最多 %(most)s 次，这个月已经满了。",
            "most",
        ) % {"most": most}


class AlreadyTakenIn(CannotBeDone, once.Conflict):
    """This client_id was used for another deed; the first one stands."""

    code = "already_taken_in"
    detail = _("这个 client_id 已经存过另一件好事。")
    sentence = _("这张表已经存过另一件好事了，请重新打开再存。")


class NotYourDeed(CannotBeDone):
    sentence = _("只有存的人能收回。")


class NotYourBank(CannotBeDone):
    sentence = _("这件好事不归您审定。")


class OwnTaking(CannotBeDone):
    sentence = _("您自己存的好事，要由别人审定。")


class AlreadyDecided(CannotBeDone):
    sentence = _("这件好事已经有人审定了。")


@patiently
@transaction.atomic
def take_in(
    *,
    person: Person,
    rule: Rule,
    happened_on: date,
    note: str,
    client_id: UUID,
    by: User,
    at: datetime,
    contact: UUID | None = None,
) -> Deed:
    """Write down a good deed and hold its points until somebody else decides.

    The first deed opens the account. Safe to repeat: the same client_id with the same content
    returns the first deed. Raises the refusals above, all of them CannotBeDone.
    """
    account = opening.open_account(bank=rule.bank, person=person, on=timezone.localdate(at))
    issuer = Account.objects.get(bank=rule.bank, kind=Account.Kind.ISSUER)
    # Held before anything is counted: two takers at once cannot both have the month's last one.
    # Both accounts now, as the ledger will ask for both: never one first and then the other.
    Account.objects.lock(issuer.pk, account.pk)
    deed = Deed(
        client_id=client_id,
        bank=rule.bank,
        account=account,
        rule=rule,
        points=rule.points,
        happened_on=happened_on,
        note=note,
        contact=contact,
        taken_by=by,
        taken_at=at,
    )
    sent = once.Sent(deed, by="taken_by_id", content=SAID, conflict=AlreadyTakenIn)
    if earlier := sent.before():
        return earlier
    _check_person(person, by, timezone.localdate(at))
    _check_rule(deed, person)
    _check_day(happened_on, timezone.localdate(at))
    deed, is_new = sent.write(lambda: _insert(deed, issuer))
    if is_new:
        notifications.tell_taken_in(deed, at)
    return deed


@patiently
@transaction.atomic
def post(*, deed: Deed, by: User, at: datetime) -> Deed:
    """The points are the depositor's from now on."""
    return _decide(deed, Transfer.Phase.POST, state=Deed.State.POSTED, why="", by=by, at=at)


@patiently
@transaction.atomic
def refuse(*, deed: Deed, why: str, by: User, at: datetime) -> Deed:
    """Nothing is posted and nothing is held against anybody; both people hear why."""
    return _decide(deed, Transfer.Phase.VOID, state=Deed.State.REFUSED, why=why, by=by, at=at)


@patiently
@transaction.atomic
def take_back(*, deed: Deed, by: User, at: datetime) -> Deed:
    """Whoever took it in takes it back while nobody has decided; its points are free again.

    What the depositor was told of it is gone, if it was told yet. Pressed twice it is taken back once.
    """
    if deed.taken_by_id != by.pk:
        raise NotYourDeed
    waiting = Deed.objects.waiting().filter(pk=deed.pk)
    if not waiting.update(state=Deed.State.WITHDRAWN):
        deed.refresh_from_db(fields=["state"])
        if deed.state != Deed.State.WITHDRAWN:
            raise AlreadyDecided
        return deed
    deed.refresh_from_db(fields=["state"])
    key = uuid5(deed.uid, "decision")
    ledger.settle(key=key, pending=deed.transfer, phase=Transfer.Phase.VOID, by=by, at=at)
    notifications.take_back(deed)
    return deed


def hindrance(deed: Deed, by: User, own: list[Person]) -> CannotBeDone | None:
    """Why this user, who may decide in this bank, must leave this deed to somebody else.

    `own` are their own register entries (residents.own.entries.own_entries).
    """
    if deed.taken_by_id == by.pk:
        return OwnTaking()
    if are_close(own, deed.account.person):
        return TooClose()
    return None


def _decide(deed, phase, *, state, why, by, at):
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Bank.objects.decided_by(reader).filter(pk=deed.bank_id).exists():
        raise NotYourBank
    if reason := hindrance(deed, by, own_entries(by)):
        raise reason
    # One conditional UPDATE decides between two presidents; the other one finds nothing to do.
    waiting = Deed.objects.waiting().filter(pk=deed.pk)
    if not waiting.update(state=state, why=why, decided_by=by, decided_at=at):
        raise AlreadyDecided
    deed.refresh_from_db(fields=["state", "why", "decided_by", "decided_at"])
    ledger.settle(
        key=uuid5(deed.uid, "decision"),
        pending=deed.transfer,
        phase=phase,
        by=by,
        at=at,
    )
    notifications.tell_decided(deed, at)
    return deed


def _hold_points(deed, issuer):
    return ledger.hold(
        key=uuid5(deed.uid, "hold"),
        debit=issuer,
        credit=deed.account,
        amount=deed.points,
        reason=deed.rule.name,
        source=f"deed:{deed.uid}",
        by=deed.taken_by,
        at=deed.taken_at,
    )


def _insert(deed, issuer):
    deed.transfer = _hold_points(deed, issuer)
    deed.save(force_insert=True)


def _check_person(person, by, on):
    reader = Reader.of(by, day=on)
    in_reach = Person.objects.visible_to(reader).with_duty(reader, Duty.TAKE_IN_DEEDS).here()
    if not in_reach.filter(pk=person.pk).exists():
        raise NotYourPerson
    if are_close(own_entries(by), person):
        raise TooClose


def _check_rule(deed, person):
    rule = deed.rule
    if not rule.active or rule.bank.community_id != person.community_id:
        raise WrongRule
    if rule.most_a_month:
        # Also what was taken in for an entry that was joined into this person's.
        theirs = Q(account=deed.account) | Q(account__person__joined_into=person)
        alike = Deed.objects.filter(theirs, rule=rule)
        if alike.counted_in_month(deed.happened_on).count() >= rule.most_a_month:
            raise MonthIsFull(rule.most_a_month)


def _check_day(day, today):
    if not today - OLDEST <= day <= today:
        raise WrongDay
