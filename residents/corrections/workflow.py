"""更正: proposed, then accepted or declined by whoever keeps the register there, or taken back.

    open → accepted | declined | withdrawn

What cannot be done raises CannotBeDone, which carries the sentence people read and a code for
programs. What was typed is never lost with it: the form stays on the page.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once
from residents.corrections import kinds, notifications
from residents.corrections.acts import Decided, More
from residents.homes import NotOfTheFamily
from residents.models import Correction, Dwelling, Person, Roster
from residents.own.entries import are_close, own_entries

State, Origin, Kind = Correction.State, Correction.Origin, Correction.Kind
KEPT = timedelta(days=366)
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
    AlreadyProposed when it says something else or is somebody else's, NothingNew, Gone.
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
    _check(correction)
    correction.stood_text = json.dumps(kinds.of(kind).stands(correction))
    return sent.write()[0]


def _check(correction):
    person = correction.person
    if person and person.status != Person.Status.HERE and correction.kind != Kind.MOVED_IN:
        raise Gone
    if _is_so(correction):
        raise NothingNew


def _is_so(correction):
    """Whether the register says already what is proposed."""
    value, person = correction.value, correction.person
    match correction.kind:
        case Kind.PHONE | Kind.NAME | Kind.REMARKS:
            return getattr(person, correction.kind) == value[correction.kind]
        case Kind.NO_ENTRY:
            return bool(correction.dwelling.no_entry_since) == bool(value["since"])
        case Kind.HOUSEHOLD:
            elsewhere = value.get("head") or value.get("household") not in (
                None,
                person.household_id,
            )
            alone = value["relation"] == Person.Relation.HEAD and person.household_id is None
            return person.relation == value["relation"] and not elsewhere and not alone
    return False


def mark_of(correction: Correction) -> str:
    """Another one when the register changes, so that nobody agrees with what they did not see."""
    stands = kinds.of(correction.kind).stands(correction)
    text = json.dumps([str(correction.uid), stands])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


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
    if held.person_id:
        held.person = Person.objects.select_for_update(of=["self"]).get(pk=held.person_id)
    _check(held)
    about = held.person or more.person
    if about and are_close(own_entries(by), about):
        raise OwnHome
    if more.person and more.person.status == Person.Status.HERE:
        if more.person.home_id == held.dwelling_id:
            raise NothingNew
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
    return Correction.objects.select_for_update(of=["self"]).with_all().get(pk=correction.pk)


def _held(correction: Correction, by: User) -> Correction:
    """For another than who proposed it to decide; of two at once the second finds it moved on."""
    held = _hold(correction)
    if held.state != State.OPEN:
        raise MovedOn
    if held.proposed_by_id == by.pk and held.origin == Origin.DOOR:
        raise OwnProposal
    return held


def _decide(held, state, answer, by, at):
    held.state, held.answer, held.decided_by, held.decided_at = state, answer, by, at
    held.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    notifications.tell_proposer(held, at=at)


def forget_old(*, at: datetime) -> int:
    """What was decided over a year ago; the record keeps who changed what."""
    return Correction.objects.filter(decided_at__lt=at - KEPT).delete()[0]
