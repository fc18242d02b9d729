"""What accepting a correction does: each by the act of the register that is meant for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import reasons
from residents import homes, registry
from residents.models import CareTag, Correction, Household, Person, WrittenNumber
from residents.numbers import writing

ORIGINS = {
    Correction.Origin.DOOR: WrittenNumber.Origin.DOOR,
    Correction.Origin.DESK: WrittenNumber.Origin.OFFICE,
    Correction.Origin.ROSTER: WrittenNumber.Origin.ROSTER,
}


@dataclass(frozen=True)
class More:
    """What whoever decides was asked besides: who heads the family, who moved in.

    `head` None: nobody knows yet. `relations` by the key of the person. `person`: the entry of
    whoever moved in, None for somebody new.
    """

    head: Person | None = None
    relations: Mapping[int, str] = field(default_factory=dict)
    person: Person | None = None


@dataclass(frozen=True)
class Decided:
    """By whom and when; the number's writer stays whoever proposed it (decision 17)."""

    correction: Correction
    more: More
    by: User
    at: datetime

    @property
    def value(self) -> dict[str, Any]:
        return self.correction.value

    @property
    def person(self) -> Person:
        return self.correction.person

    @property
    def about(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}


def phone(it: Decided) -> None:
    _write_phone(it, it.person)


def _write_phone(it, person):
    correction = it.correction
    writing.write_phone(
        person=person,
        phone=it.value["phone"],
        origin=ORIGINS[Correction.Origin(correction.origin)],
        reason=_reason(correction.note, person),
        by=correction.proposed_by,
        at=it.at,
        accepted_by=it.by,
    )


def _reason(note, person):
    """As it was said, unless it names the person by what they are called meanwhile."""
    try:
        return reasons.for_the_record(note, name=person.name)
    except (reasons.TooShort, reasons.TellsTooMuch):
        return _("核对登记的时候改的")


def name(it: Decided) -> None:
    registry.correct(person=it.person, name=it.value["name"], **it.about)


def remarks(it: Decided) -> None:
    registry.correct(person=it.person, remarks=it.value["remarks"], **it.about)


def household(it: Decided) -> None:
    """Whoever becomes the head of a family that is there already heads it for all of them.

    The family is the one that was said and still lives behind this door: no other is taken for it.
    """
    relation, said = it.value["relation"], it.value
    if key := said.get("household"):  # by a roster
        if not Household.objects.filter(pk=key, dwelling=it.person.home_id).exists():
            raise homes.NotOfTheFamily
        registry.correct(person=it.person, household_id=key, **it.about)
    of = _head_named(it.person, said["head"]) if said.get("head") else None
    if relation == Person.Relation.HEAD and homes.family_of(it.person):
        relations = it.more.relations
        homes.settle_family(
            household=it.person.household, head=it.person, relations=relations, **it.about
        )
        return
    homes.join_family(person=it.person, relation=relation, of=of, **it.about)


def _head_named(person, uid):
    for head in homes.heads_beside(person):
        if str(head.uid) == uid:
            return head
    raise homes.NotOfTheFamily


def tag(it: Decided) -> None:
    said, kind = it.value, it.value["kind"]
    if said.get("ends"):
        noted = CareTag.objects.get(person=it.person, kind=kind)
        yesterday = timezone.localdate(it.at) - timedelta(days=1)
        words = {"source": noted.source, "purpose": noted.purpose, "expires_on": yesterday}
    else:
        words = {"source": said["source"], "purpose": said["purpose"]}
        words["expires_on"] = date.fromisoformat(said["expires_on"])
    registry.tag(person=it.person, kind=kind, **words, **it.about)


def moved_away(it: Decided) -> None:
    registry.moved_away(person=it.person, on=_day(it), **it.about)
    _ask_the_family(it)


def died(it: Decided) -> None:
    registry.died(person=it.person, on=_day(it), **it.about)
    _ask_the_family(it)


def _ask_the_family(it):
    if it.more.head and it.person.household:
        homes.settle_family(
            household=it.person.household,
            head=it.more.head,
            relations=it.more.relations,
            **it.about,
        )


def moved_in(it: Decided) -> None:
    """Somebody the register knows moves; somebody it does not is entered, with the number written."""
    said, to = it.value, it.correction.dwelling
    person = it.correction.person or it.more.person
    if person:
        where = {"to": to, "tenure": said["tenure"], "on": _day(it)}
        registry.move(person=person, **where, **it.about)
    else:
        born = said.get("birth_on")
        columns = {"birth_on": date.fromisoformat(born)} if born else {}
        facts = {"name": said["name"], "home": to, "tenure": said["tenure"], **columns}
        person = registry.register(**facts, **it.about)
    if said.get("phone"):
        _write_phone(it, person)


def no_entry(it: Decided) -> None:
    since = it.value["since"]
    day = date.fromisoformat(since) if since else None
    homes.note_no_entry(dwelling=it.correction.dwelling, since=day, **it.about)


def _day(it):
    return date.fromisoformat(it.value["on"])
