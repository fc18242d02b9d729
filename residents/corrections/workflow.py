"""更正: proposed, then accepted or declined by whoever keeps the register there, or taken back.

    open → accepted | declined | withdrawn

What cannot be done raises CannotBeDone, which carries the sentence people read and a code for
programs. What was typed is never lost with it: the form stays on the page.
"""

import json
from copy import copy
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once, rate_limits
from grids.models import Reader
from residents.corrections import kinds, known, notifications
from residents.corrections.acts import Decided, More
from residents.homes import NotOfTheFamily
from residents.models import Correction, Dwelling, Person, Roster
from residents.own.entries import are_close, are_one, own_entries

State, Origin, Kind = Correction.State, Correction.Origin, Correction.Kind
KEPT = timedelta(days=366)
A_DAY = 300
"""So many one person proposes at most: more than doors anybody goes to, fewer than a program sends."""
NOBODY = More()


class AlreadyProposed(once.Conflict):
    """This client_id was used for another correction; the first stands."""

    code = "already_proposed"
    detail = _("这个 client_id 已经提过另一条更正。")
    sentence = _("这张表已经提过别的了。请回到门牌页重新打开再提。")


class CannotBeDone(Exception):
    code = "cannot_be_done"
    sentence: Any = _("这一条现在办不了，请刷新再看。")


class NothingNew(CannotBeDone):
    code = "nothing_new"
    sentence = _("登记里已经是这样了，不用改。")


class Gone(CannotBeDone):
    code = "gone"
    sentence = _("登记里这位居民已经不住在这里了，改不了。请先核对登记。")


class MovedOn(CannotBeDone):
    code = "moved_on"
    sentence = _("刚才有人处理过这一条，或者登记刚刚变过。请看看现在的样子再定。")


class OwnProposal(CannotBeDone):
    code = "own_proposal"
    sentence = _("自己提的，要另一位同事来看。")


class OwnHome(CannotBeDone):
    code = "own_home"
    sentence = _("这是您自己或者家里人的登记，请另一位同事来办。")


class SecretaryOnly(CannotBeDone):
    code = "secretary_only"
    sentence = _("这位居民有关爱标签，是不是搬走了要社区书记核对，请书记来定。")


class NoFamily(CannotBeDone):
    code = "no_family"
    sentence = _("选的户主不在这一户里了，或者没有登记住处。请看看现在的样子再定。")


@transaction.atomic
def propose(
    *,
    client_id: UUID,
    kind: str,
    value: dict[str, Any],
    by: User | None,
    at: datetime,
    person: Person | None = None,
    dwelling: Dwelling | None = None,
    note: str = "",
    origin: str = Origin.DOOR,
    roster: Roster | None = None,
) -> Correction:
    """Say what is otherwise than the register has it; nothing of it is written yet.

    Safe to repeat: the same client_id with the same content returns the first one. Raises
    AlreadyProposed when it says something else or is somebody else's, NothingNew, Gone, and
    rate_limits.TooOften after `A_DAY` in one day.
    """
    correction = Correction(
        uid=client_id,
        kind=kind,
        origin=origin,
        person=person,
        dwelling=dwelling,
        roster=roster,
        note=note,
        proposed_by=by,
        proposed_at=at,
    )
    correction.value_text = json.dumps(value)
    sent = once.Sent(
        correction,
        key="uid",
        by="proposed_by_id",
        content=("kind", "person_id", "dwelling_id", "note"),
        conflict=AlreadyProposed,
        also=lambda earlier: earlier.value == value,
    )
    if earlier := sent.before():
        return earlier
    # Whether a number is the right one is told to nobody who only guesses it.
    if kind != Kind.PHONE or origin != Origin.DOOR:
        _check_new(correction, at)
    _check_here(correction)
    correction.stood_text = json.dumps(kinds.of(kind).stands(correction))
    if by is not None and origin == Origin.DOOR:
        rate_limits.spend("corrections", str(by.pk), limit=A_DAY, per=timedelta(days=1), at=at)
    return sent.write()[0]


def _check_here(correction):
    """Whoever moved away may move in again; whoever died may not."""
    person, Status = correction.person, Person.Status
    comes = {Status.HERE, Status.MOVED} if correction.kind == Kind.MOVED_IN else {Status.HERE}
    if person and person.status not in comes:
        raise Gone


def _check_new(correction, at):
    if known.is_so(correction, timezone.localdate(at)):
        raise NothingNew


def mark_of(correction: Correction) -> str:
    """Another one when the register changes, so that nobody agrees with what they did not see.

    Under a key of the house: it goes into the page of people who see a number masked, and what is
    left out of a masked number is soon tried through.
    """
    stands = kinds.of(correction.kind).stands(correction)
    text = json.dumps([str(correction.uid), stands])
    return salted_hmac("mark of a correction", text, algorithm="sha256").hexdigest()[:16]


def accept(
    *,
    correction: Correction,
    seen: str,
    by: User,
    at: datetime,
    answer: str = "",
    more: More = NOBODY,
) -> Correction:
    """It is so: the register is written by the act meant for it, whoever proposed it is told.

    `seen` is `mark_of` as the page showed it. Raises CannotBeDone.
    """
    with transaction.atomic():
        held = _held(correction, by)
        if mark_of(held) != seen:
            raise MovedOn
        _write(held, more, by, at)
        _decide(held, State.ACCEPTED, answer, by, at)
        return held


@transaction.atomic
def write_now(*, by: User, at: datetime, more: More = NOBODY, **said: Any) -> Correction:
    """What whoever keeps the register writes at their desk: `said` as for `propose`, and accepted.

    All of it or nothing; safe to repeat. Raises AlreadyProposed, CannotBeDone.
    """
    held = _hold(propose(by=by, at=at, origin=Origin.DESK, **said))
    if held.state == State.OPEN:
        _write(held, more, by, at)
        _decide(held, State.ACCEPTED, "", by, at)
    return held


def _write(held, more, by, at):
    if more.person and not held.person_id:  # for as long as this is written; its row stays as said
        held = copy(held)
        held.person = _locked(Person, more.person.pk)
    _check_apart(held, by)
    _check_leaving(held, by, at)
    _check_here(held)
    _check_new(held, at)
    try:
        kinds.of(held.kind).act(Decided(held, more, by, at))
    except NotOfTheFamily:
        raise NoFamily from None


@transaction.atomic
def decline(*, correction: Correction, answer: str, by: User, at: datetime) -> Correction:
    """It is not so, or not to be written; why, in a word. Raises MovedOn, OwnProposal."""
    held = _held(correction, by)
    _decide(held, State.DECLINED, answer, by, at)
    return held


@transaction.atomic
def withdraw(*, correction: Correction, by: User, at: datetime) -> Correction:
    """Whoever proposed it takes it back while nobody has decided. Raises MovedOn."""
    held = _hold(correction)
    if held.state != State.OPEN:
        raise MovedOn
    _decide(held, State.WITHDRAWN, "", by, at)
    return held


def _hold(correction: Correction) -> Correction:
    """With whom or what it is about, held first: what stands is what will be written over."""
    if correction.person_id:
        _locked(Person, correction.person_id)
    if correction.dwelling_id:
        _locked(Dwelling, correction.dwelling_id)
    return Correction.objects.select_for_update(of=["self"]).with_all().get(pk=correction.pk)


def _held(correction: Correction, by: User) -> Correction:
    """For another than who proposed it to decide; of two at once the second finds it moved on."""
    held = _hold(correction)
    if held.state != State.OPEN:
        raise MovedOn
    if held.origin == Origin.DOOR and _is_theirs(held, by):
        raise OwnProposal
    _check_apart(held, by)
    return held


def _locked(model, pk):
    return model.objects.select_for_update(of=["self"]).get(pk=pk)


def _is_theirs(held, by):
    """Proposed by them, under this account or another one of theirs."""
    proposer = held.proposed_by
    return proposer is not None and (proposer == by or are_one(proposer, by))


def _check_apart(held, by):
    """Neither written nor turned down by whom it is about, nor by who lives with them."""
    mine = own_entries(by)
    at_home = held.dwelling_id and held.dwelling_id in {me.home_id for me in mine}
    if at_home or (held.person and are_close(mine, held.person)):
        raise OwnHome


def _check_leaving(held, by, at):
    if held.kind == Kind.MOVED_AWAY and held.person:
        reader = Reader.of(by, day=timezone.localdate(at))
        if not known.may_let_go(held.person, reader):
            raise SecretaryOnly


def _decide(held, state, answer, by, at):
    held.state, held.answer, held.decided_by, held.decided_at = state, answer, by, at
    held.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    notifications.tell_proposer(held, at=at)


def forget_old(*, at: datetime) -> int:
    """What was decided over a year ago; the record keeps who changed what."""
    return Correction.objects.filter(decided_at__lt=at - KEPT).delete()[0]
