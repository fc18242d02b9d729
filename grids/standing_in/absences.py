"""Say that one is away, ask somebody else, come back sooner, take it back.

Whoever is away says so, or whoever leads them does. Each act works out anew who has whose work
from today on (chains.py), in one turn after the other, and tells whoever gained or lost some.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.models import Absence, Area, StandIn
from grids.standing_in import chains, notifications
from grids.standing_in.candidates import may_be_asked, posts_to_cover
from grids.standing_in.chains import ONE_DAY, Away, Days

LONGEST = timedelta(days=92)
AHEAD = timedelta(days=366)
KEPT = timedelta(days=730)


class CannotBeDone(Exception):
    """`code` for programs, `sentence` says what to do."""

    code = "cannot_be_done"
    sentence = _("现在办不了。")


class WrongDays(CannotBeDone):
    code = "wrong_days"
    sentence = _("请从今天或者以后的一天写起，最后一天不早于第一天，一次最多三个月，一年以内。")


class AlreadyAway(CannotBeDone):
    code = "already_away"
    sentence = _("这几天里已经说过不在了。要改的话，请改原来那一次。")


class NothingToCover(CannotBeDone):
    code = "nothing_to_cover"
    sentence = _("这几天没有要人代的岗位。")


class NotACandidate(CannotBeDone):
    code = "not_a_candidate"
    sentence = _("这位同事这几天代不了这里的班，请从列出来的人里选。")


class Circle(CannotBeDone):
    code = "circle"
    sentence = _("这位同事也不在，请的代班绕回了这边。请另外选一个人。")


class Over(CannotBeDone):
    code = "over"
    sentence = _("这一次已经过去了，或者已经收回了。")


@leaves_record("absence-said")
@transaction.atomic
def say(
    *,
    uid: UUID,
    user: User,
    from_on: date,
    until_on: date,
    stand_in: User | None,
    by: User,
    at: datetime,
) -> Absence:
    """Away on these days; `stand_in` has their work, None leaves it to those who lead.

    `uid` is made before sending. Raises CannotBeDone, once.Conflict.
    """
    today = timezone.localdate(at)
    row = Absence(uid=uid, user=user, from_on=from_on, until_on=until_on)
    row.stand_in, row.said_by, row.said_at = stand_in, by, at
    sent = once.Sent(row, by="said_by_id", content=("user_id", "from_on"), key="uid")
    if earlier := sent.before():
        return earlier
    _take_turns()
    _check_days(from_on, until_on, today)
    if Absence.objects.within(from_on, until_on).filter(user=user).exists():
        raise AlreadyAway
    if not posts_to_cover(user, from_on=from_on, until_on=until_on):
        raise NothingToCover
    _check_stand_in(stand_in, user, from_on, until_on)
    row, is_new = sent.write()
    if is_new:
        _follow(row, by=by, at=at)
        notifications.said(row, by=by, at=at)
        facts = {"user": user.uid, "from_on": from_on, "until_on": until_on}
        facts |= {"stand_in": _uid(stand_in)}
        _note(row, {name: ("", value) for name, value in facts.items()}, by=by, at=at)
    return row


@leaves_record("absence-changed")
@transaction.atomic
def change(
    *, absence: Absence, until_on: date, stand_in: User | None, by: User, at: datetime
) -> Absence:
    """Until another day, or with somebody else from today on; returns the row that holds now.

    Days that are over stay as they were, in a row of their own. Raises CannotBeDone.
    """
    today = timezone.localdate(at)
    absence = _held(absence, today)
    first = max(absence.from_on, today)
    _check_days(first, until_on, today)
    others = Absence.objects.within(first, until_on).filter(user=absence.user_id)
    if others.exclude(pk=absence.pk).exists():
        raise AlreadyAway
    if stand_in != absence.stand_in or until_on > absence.until_on:
        _check_stand_in(stand_in, absence.user, first, until_on)
    changes = {"until_on": (absence.until_on, until_on)}
    changes |= {"stand_in": (_uid(absence.stand_in), _uid(stand_in))}
    if stand_in != absence.stand_in and absence.from_on < today:
        absence = _cut(absence, today, stand_in, by, at)
    absence.until_on, absence.stand_in = until_on, stand_in
    absence.save()
    _follow(absence, by=by, at=at)
    notifications.changed(absence, by=by, at=at)
    _note(absence, changes, by=by, at=at)
    return absence


@leaves_record("absence-ended")
@transaction.atomic
def end(*, absence: Absence, by: User, at: datetime) -> None:
    """Back today: yesterday was the last day away. What had not begun is taken back. Raises Over."""
    today = timezone.localdate(at)
    absence = _held(absence, today)
    before = absence.until_on
    if absence.from_on >= today:
        absence.taken_back_at = at
    else:
        absence.until_on = today - ONE_DAY
    absence.save()
    _follow(absence, by=by, at=at)
    notifications.ended(absence, by=by, at=at)
    changes = {"until_on": (before, absence.until_on), "taken_back_at": ("", absence.taken_back_at)}
    _note(absence, changes, by=by, at=at)


@leaves_record("standing-in-declined")
@transaction.atomic
def decline(*, absence: Absence, by: User, at: datetime) -> Absence:
    """Whoever was asked cannot: from today on nobody is, and those who lead hear of it. Raises Over."""
    today = timezone.localdate(at)
    absence = _held(absence, today)
    if absence.stand_in_id != by.pk:
        raise Over
    if absence.from_on < today:
        absence = _cut(absence, today, None, by, at)
    absence.stand_in = None
    absence.save()
    _follow(absence, by=by, at=at)
    notifications.declined(absence, by=by, at=at)
    _note(absence, {"stand_in": (_uid(by), "")}, by=by, at=at)
    return absence


def _take_turns():
    """Who has whose work hangs on what everybody said: one changes it at a time."""
    Area.objects.select_for_update(no_key=True).order_by("path").first()


def _held(absence, today):
    _take_turns()
    row = Absence.objects.open(today).select_related("user", "stand_in").filter(pk=absence.pk)
    if (held := row.first()) is None:
        raise Over
    return held


def _check_days(from_on, until_on, today):
    in_time = today <= from_on <= until_on <= today + AHEAD
    if not in_time or until_on - from_on >= LONGEST:
        raise WrongDays


def _check_stand_in(stand_in, user, from_on, until_on):
    days = {"from_on": from_on, "until_on": until_on}
    if stand_in and not may_be_asked(stand_in, instead_of=user, **days):
        raise NotACandidate


def _cut(absence, today, stand_in, by, at):
    """Another row from today on; the old one ends yesterday, as it was."""
    rest = Absence(user=absence.user, from_on=today, until_on=absence.until_on)
    rest.stand_in, rest.said_by, rest.said_at = stand_in, by, at
    absence.until_on = today - ONE_DAY
    absence.save()
    rest.save(force_insert=True)
    return rest


def _follow(absence, *, by, at):
    """Work out who has what from today on, and tell whoever it touches. Raises Circle."""
    today = timezone.localdate(at)
    said = [_away(each) for each in Absence.objects.open(today)]
    if chains.closes_a_circle(said, absence.user_id, since=today):
        raise Circle
    held = {_from(each, today) for each in StandIn.objects.filter(until_on__gte=today)}
    now = {*chains.resolve(said, since=today)}
    _write(now, today)
    notifications.tell_changed(held, now, by=by, at=at)


def forget_old(at: datetime) -> None:
    """Two years after the last day, with the days of whoever stood in."""
    past = timezone.localdate(at) - KEPT
    StandIn.objects.filter(until_on__lt=past).delete()
    Absence.objects.filter(until_on__lt=past).delete()


def _away(row):
    return Away(row.pk, row.user_id, row.from_on, row.until_on, row.stand_in_id)


def _from(row, today):
    """What was so of today and later."""
    first = max(row.from_on, today)
    return Days(row.absence_id, row.absent_id, row.by_id, first, row.until_on)


def _write(now, today):
    """Days that are over stay; whatever is of today or later is written anew."""
    rows = StandIn.objects.filter(until_on__gte=today)
    rows.filter(from_on__lt=today).update(until_on=today - ONE_DAY)
    rows.filter(from_on__gte=today).delete()
    StandIn.objects.bulk_create(
        StandIn(
            absence_id=each.key,
            absent_id=each.absent,
            by_id=each.by,
            from_on=each.from_on,
            until_on=each.until_on,
        )
        for each in sorted(now, key=lambda each: (each.absent, each.from_on))
    )


def _uid(user):
    return str(user.uid) if user else ""


def _note(row, changes, *, by, at):
    """In the place where they work: of several the first."""
    posts = posts_to_cover(row.user, from_on=row.from_on, until_on=row.until_on)
    scope = posts[0].record_scope if posts else trail.HOUSE
    if changes := trail.differing(changes):
        trail.thing_changed(scope=scope, thing=row, changes=changes, by=by, at=at)
