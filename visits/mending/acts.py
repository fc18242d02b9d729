"""Take an entry back, or tell it anew: by whoever made it, on the day it was made.

What follows from it is worked out anew: the door's last times, last contacts and due dates are as
if the first had never been. The row itself stays; a correction is another row that `corrects` it.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from residents.corrections.workflow import MovedOn
from residents.models import Dwelling, Person
from visits import due_dates, logbook
from visits.mending import said_gone
from visits.models import REACHED, NoteFor, Visit, Withdrawal


class CannotBeMended(Exception):
    code = "cannot_be_mended"
    sentence = _("这一条现在改不了。")


class NotToday(CannotBeMended):
    code = "not_today"
    sentence = _("只有当天记的、自己记的才能改。更早的请再记一次，写明情况。")


class MendedBefore(CannotBeMended):
    code = "mended_before"
    sentence = _("这一条刚才已经撤销或者改过了。请看看现在的样子。")


class Confirmed(CannotBeMended):
    code = "confirmed"
    sentence = _("社区已经核对过搬走的事，不能再改。登记不对的话，请告诉管登记的同事。")


def may_mend(visit: Visit, *, by: User, at: datetime) -> bool:
    """Its own day, its own maker."""
    same_day = timezone.localdate(visit.received_at) == timezone.localdate(at)
    return visit.by_id == by.pk and same_day


@transaction.atomic
def withdraw(*, visit: Visit, by: User, at: datetime) -> None:
    """It never counted. Pressed twice, or on two phones, it is taken back once.

    Raises CannotBeMended: another's, of another day, told anew meanwhile, or confirmed.
    """
    people = _hold(visit)
    if not _end(visit, by, at):
        if Visit.objects.filter(corrects=visit).exists():
            raise MendedBefore
        return
    _go_back(visit, people, by, at)


@transaction.atomic
def correct(
    *,
    visit: Visit,
    client_id: UUID,
    people: list[Person],
    channel: str,
    outcome: str,
    by: User,
    at: datetime,
    companions: str = "",
    needs: str = "",
    note: str = "",
    note_for: str = NoteFor.ALL,
    next_on: date | None = None,
    occurred_at: datetime | None = None,
) -> Visit:
    """The same contact told anew, at the same door; the first version stays to be read.

    Safe to repeat like `logbook.log`. Raises CannotBeMended, logbook.AlreadyLogged,
    logbook.ImpossibleTime, logbook.TooLate.
    """
    version = Visit(
        client_id=client_id,
        corrects=visit,
        dwelling=visit.dwelling,
        channel=channel,
        outcome=outcome,
        by=by,
        occurred_at=occurred_at or visit.occurred_at,
        device_at=visit.device_at,
        received_at=at,
        companions=companions,
        needs=needs,
        note=note,
        note_for=note_for,
        next_on=next_on,
        grid_id=visit.grid_id,
        community_id=visit.community_id,
        township_id=visit.township_id,
    )
    content = (*logbook.SAID, "corrects_id", "occurred_at")
    sent = logbook.sent_as(version, people, content=content, conflict=logbook.AlreadyLogged)
    if earlier := sent.before():
        return earlier
    logbook.check_time(version)
    before = _hold(visit, people)
    if earlier := sent.before():  # of two at once the second waited at the door
        return earlier
    if not _end(visit, by, at):
        raise MendedBefore
    _go_back(visit, before, by, at)
    if next_on:
        logbook.check_agreed(version, people)
    logbook.insert(version, people)
    logbook.follow(version, people)
    return version


def _hold(visit, more=()) -> set[int]:
    """Lock the door, then the people, in the order of the logbook; returns their keys."""
    Dwelling.objects.select_for_update(of=["self"]).get(pk=visit.dwelling_id)
    pks = {*visit.people.values_list("pk", flat=True), *(each.pk for each in more)}
    held = Person.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    return {person.pk for person in held}


def _end(visit, by, at):
    """Whether it ends now: one unique row decides between two hands."""
    if not may_mend(visit, by=by, at=at):
        raise NotToday
    return Withdrawal.objects.get_or_create(visit=visit, defaults={"by": by, "at": at})[1]


def _go_back(visit, people, by, at):
    try:
        said_gone.take_back(visit, by=by, at=at)
    except MovedOn:
        raise Confirmed from None
    _note_at_the_door(visit)
    if visit.reached or visit.next_on:
        due_dates.recompute(people, at=at)


def _note_at_the_door(visit):
    """Of what stands, the newest attempt and the newest contact."""
    latest = Visit.objects.standing().filter(dwelling=visit.dwelling_id)
    columns = latest.aggregate(
        last_attempt_at=Max("occurred_at"),
        last_contact_at=Max("occurred_at", filter=Q(outcome__in=REACHED)),
    )
    Dwelling.objects.filter(pk=visit.dwelling_id).update(**columns)
