"""Appoint, relieve, hand over: who is responsible for an area, and until when."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import two_people
from accounts.models import Enablement, User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import roles, second, watching
from grids.models import Area, Posting
from grids.roles import ROLES, apart_from


class CannotGive(Exception):
    """A post that cannot be given like this, whoever asks."""


class WrongLevel(CannotGive):
    """This role cannot be held in an area of that level."""


class NothingLeft(CannotGive):
    """The post is over by then, so there is nothing to move."""


class HeldThere(CannotGive):
    """They hold the same post there already on one of those days."""


class SamePerson(Exception):
    """Nobody hands a post over to themselves."""


class HeldApart(CannotGive):
    """They hold a post that is never in one hand with this one; `role` is its slug."""

    def __init__(self, role: str):
        super().__init__(role)
        self.role = role


class NeedsAnEnd(CannotGive):
    """This role is given for a time: it takes a last day."""


class PlaceEnded(CannotGive):
    """The area is in use no more, that day or today."""


def check_level(area: Area, role: str) -> None:
    """Whether the role can be held there. Raises WrongLevel."""
    if area.level not in ROLES[role].levels:
        raise WrongLevel(f"{role} cannot be held in a {area.level}")


def check_end(role: str, until_on: date | None) -> None:
    """Whether the role may be held as long. Raises NeedsAnEnd."""
    if until_on is None and ROLES[role].for_a_time:
        raise NeedsAnEnd(role)


def check_place(area: Area, from_on: date, *, today: date) -> None:
    """Whether a post may still be given there. Raises PlaceEnded."""
    if area.valid_to is not None and area.valid_to < max(from_on, today):
        raise PlaceEnded(area.code)


def check_apart(*, user: User, role: str, from_on: date, until_on: date | None) -> None:
    """Whether the role may lie in this hand on all those days. Raises HeldApart."""
    theirs = Posting.objects.filter(user=user, role__in=apart_from(role))
    if other := theirs.within(from_on, until_on).first():
        raise HeldApart(other.role)


def _check_there(area, role, from_on, until_on, *, at):
    """What the place and the role ask; a change of grids that ends the place waits until we are done.

    The place is held before anybody is, as a change of grids does (grids/boundaries).
    """
    check_level(area, role)
    check_end(role, until_on)
    held = Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    check_place(held, from_on, today=timezone.localdate(at))


def _keep_apart(user, **post):
    """The same, with whoever gives this person another post meanwhile waiting until we are done."""
    User.objects.select_for_update().get(pk=user.pk)
    check_apart(user=user, **post)


@leaves_record("post-given")
@transaction.atomic
def appoint(
    *,
    user: User,
    area: Area,
    role: str,
    from_on: date,
    until_on: date | None = None,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
) -> Posting:
    """Give somebody a post from that day on.

    Raises WrongLevel, NeedsAnEnd, PlaceEnded, HeldApart, and for a grave post second.NeedsSecond,
    second.NotASecond.
    """
    _check_there(area, role, from_on, until_on, at=at)
    _keep_apart(user, role=role, from_on=from_on, until_on=until_on)
    _takes_two(role, area, about=user, by=by, confirmed_by=confirmed_by, at=at)
    posting = Posting.objects.create(
        user=user, area=area, role=role, from_on=from_on, until_on=until_on
    )
    post = {"user": user.uid, "area": area.code, "role": role}
    post |= {"from_on": from_on, "until_on": until_on}
    _enabled(user, by=by, confirmed_by=confirmed_by, at=at)
    post |= _confirmed(confirmed_by)
    _note(posting, {field: ("", value) for field, value in post.items()}, by=by, at=at)
    return posting


@leaves_record("post-taken")
@transaction.atomic
def relieve(*, posting: Posting, on: date, by: User | None, at: datetime) -> None:
    """The day named is the first without the post; what came before stays on record.

    A post that would end before it began is taken away whole.
    """
    changes = _relieved(posting, on)
    _tell_ended(posting, on - timedelta(days=1), by=by, at=at)
    _note(posting, changes, by=by, at=at)


@leaves_record("post-handed-over")
@transaction.atomic
def hand_over(
    *,
    posting: Posting,
    to: User,
    on: date,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
) -> Posting:
    """From that day somebody else holds the post. Raises SamePerson, and as `appoint` does."""
    if to == posting.user:
        raise SamePerson
    area, role = posting.area, posting.role
    until_on = posting.until_on if posting.until_on and posting.until_on >= on else None
    _check_there(area, role, on, until_on, at=at)
    _takes_two(role, area, about=to, by=by, confirmed_by=confirmed_by, at=at)
    _keep_apart(to, role=posting.role, from_on=on, until_on=until_on)
    post = {"area": posting.area, "role": posting.role, "until_on": until_on}
    successor = Posting.objects.create(user=to, from_on=on, **post)
    _enabled(to, by=by, confirmed_by=confirmed_by, at=at)
    changes = _relieved(posting, on)
    _tell_ended(posting, on - timedelta(days=1), by=by, at=at)
    changes |= {"handed_to": ("", trail.name_of(successor))}
    changes |= {field: ("", value) for field, value in _confirmed(confirmed_by).items()}
    _note(posting, changes, by=by, at=at)
    return successor


@leaves_record("post-moved")
@transaction.atomic
def move(
    *,
    posting: Posting,
    to: Area,
    on: date,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
) -> Posting:
    """From that day they hold the same post in another place, until the day it was given for.

    Raises NothingLeft, HeldThere, and as `appoint` does.
    """
    user, role = posting.user, posting.role
    _check_there(to, role, on, posting.until_on, at=at)
    until_on = Posting.objects.select_for_update().get(pk=posting.pk).until_on
    posting.until_on = until_on
    check_move(posting, to=to, on=on)
    _keep_apart(user, role=role, from_on=on, until_on=until_on)
    _takes_two(role, to, about=user, by=by, confirmed_by=confirmed_by, at=at)
    moved = Posting.objects.create(user=user, area=to, role=role, from_on=on, until_on=until_on)
    _enabled(user, by=by, confirmed_by=confirmed_by, at=at)
    confirmed = {field: ("", value) for field, value in _confirmed(confirmed_by).items()}
    changes = _relieved(posting, on) | {"moved_to": ("", trail.name_of(moved))} | confirmed
    _tell_ended(posting, on - timedelta(days=1), by=by, at=at)
    _note(posting, changes, by=by, at=at)
    if moved.record_scope != posting.record_scope:  # whose record must tell of it, too
        post = {"user": user.uid, "area": to.code, "role": role, "from_on": on}
        post |= {"until_on": until_on}
        given = {field: ("", value) for field, value in post.items()}
        _note(moved, given | confirmed, by=by, at=at)
    return moved


def check_move(posting: Posting, *, to: Area, on: date) -> None:
    """Whether there is something to move, and room for it. Raises NothingLeft, HeldThere."""
    if posting.until_on is not None and posting.until_on < on:
        raise NothingLeft
    theirs = Posting.objects.filter(user=posting.user_id, area=to, role=posting.role)
    if theirs.within(on, posting.until_on).exists():
        raise HeldThere


@leaves_record("post-ended")
@transaction.atomic
def end(
    *,
    posting: Posting,
    last_day: date | None,
    by: User | None,
    at: datetime,
    confirmed_by: User | None = None,
) -> None:
    """Say until when a post is held, that day included; a later day makes it longer.

    That is to give it anew: raises as `appoint` does.
    """
    if is_longer(posting.until_on, last_day):
        _check_there(posting.area, posting.role, posting.from_on, last_day, at=at)
    before = Posting.objects.select_for_update().get(pk=posting.pk).until_on
    if is_longer(before, last_day):
        area, role, about = posting.area, posting.role, posting.user
        _keep_apart(about, role=role, from_on=posting.from_on, until_on=last_day)
        _takes_two(role, area, about=about, by=by, confirmed_by=confirmed_by, at=at)
    posting.until_on = last_day
    posting.save(update_fields=["until_on"])
    if is_longer(before, last_day):
        _enabled(posting.user, by=by, confirmed_by=confirmed_by, at=at)
    elif last_day and last_day != before:
        _tell_ended(posting, last_day, by=by, at=at)
    changes = {field: ("", value) for field, value in _confirmed(confirmed_by).items()}
    _note(posting, changes | {"until_on": (before, last_day)}, by=by, at=at)


def is_longer(before: date | None, last_day: date | None) -> bool:
    """Whether a post that was held until the one day is given anew by the other."""
    return before is not None and (last_day is None or last_day > before)


def _takes_two(role, area, *, about, by, confirmed_by, at):
    if roles.is_grave(role):
        second.check(area=area, by=by, confirmed_by=confirmed_by, about=about, at=at)


def _tell_ended(posting, last_day, *, by, at):
    """One person may end a grave post, and cannot do it in secret."""
    if by is not None and roles.is_grave(posting.role):
        watching.tell_post_ended(posting, last_day, by=by, at=at)


def _enabled(user, *, by, confirmed_by, at):
    act = Enablement.Act.APPOINTED
    two_people.note(user=user, act=act, by=by, confirmed_by=confirmed_by, at=at)


def _confirmed(user) -> dict:
    """For the record: who the second person was, if it took one."""
    return {"confirmed_by": user.uid} if user else {}


def _relieved(posting, on) -> dict:
    """What changes for the record; a post taken away whole keeps its number in it."""
    last_day = on - timedelta(days=1)
    if last_day < posting.from_on:
        Posting.objects.filter(pk=posting.pk).delete()
        return {"from_on": (posting.from_on, ""), "until_on": (posting.until_on, "")}
    before, posting.until_on = posting.until_on, last_day
    posting.save(update_fields=["until_on"])
    return {"until_on": (before, last_day)}


def _note(posting, changes, *, by, at):
    if changes := trail.differing(changes):
        scope = posting.area.record_scope
        trail.thing_changed(scope=scope, thing=posting, changes=changes, by=by, at=at)
