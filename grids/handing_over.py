"""交接: posts with all that is open go to a successor, once the successor has accepted.

    handing_over.goes_along(Part("cases", 10, _("在办的事"), count=…, move=…))

Each app registers in `ready()` what goes along. Until the yes nothing moves, and the office sees
that it waits. A grave post is not handed over here: that takes a second person (office/proposals.py).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import postings, roles
from grids.models import Handover, Posting, Reader
from grids.models.posts import holds
from grids.roles import Duty
from notices import outbox, reminders
from notices.models import Reminder

RULE = "handover"
ASKED = gettext_noop("%(who)s请您从%(day)s起接%(name)s的班，请看一看，同意才算数。")
ASKED_OF_YOU = gettext_noop("%(who)s请%(to)s从%(day)s起接您的岗位，%(to)s同意才算数。")
ACCEPTED = gettext_noop("%(to)s同意接%(name)s的岗位，从%(day)s起。")
DECLINED = gettext_noop("%(to)s没有接%(name)s的岗位，请另外安排。")
WITHDRAWN = gettext_noop("%(who)s收回了：您不用接%(name)s的岗位了。")


class Part(NamedTuple):
    """Something open that goes along. `count(handover)` is how much of it; `move(handover, at)`
    moves it on the day, None where it follows the post by itself."""

    slug: str
    place: int
    label: str | Promise
    count: Callable[[Handover], int]
    move: Callable[[Handover, datetime], None] | None = None


_parts: dict[str, Part] = {}


def goes_along(part: Part) -> None:
    _parts[part.slug] = part


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: part.place)


class CannotBeDone(Exception):
    sentence = _("现在办不了。")


class NothingChosen(CannotBeDone):
    sentence = _("请选要交接的岗位，日期从今天起。")


class TakesTwo(CannotBeDone):
    sentence = _("里面有要两个人确认的岗位，请到“任职”里交接，由第二个人确认。")


class NotThem(CannotBeDone):
    sentence = _("不能交给这位同事：是同一个人、账号停用了，或者已有的岗位不能和这个放在一起。")


class HeldAlready(CannotBeDone):
    sentence = _("这位同事那时已经有这个岗位，不用交接。请从那天起结束原来的岗位。")


class AlreadyAsked(CannotBeDone):
    sentence = _("同样的交接已经提过，正在等对方同意。")


class Decided(CannotBeDone):
    sentence = _("这次交接已经有结果了。")


class Changed(CannotBeDone):
    sentence = _("提出以后情况变了：岗位已经动过，或者提出的人不再管这里。请街道重新提。")


@leaves_record("handover-asked")
@transaction.atomic
def ask(
    *, user: User, to: User, posts: Iterable[Posting], on: date, by: User, at: datetime, uid: UUID
) -> Handover:
    """Ask somebody to take these posts over from that day. Raises CannotBeDone."""
    if earlier := Handover.objects.filter(uid=uid, asked_by=by).first():
        return earlier
    posts, today = list(posts), timezone.localdate(at)
    if not posts or on < today or any(post.user_id != user.pk for post in posts):
        raise NothingChosen
    if any(roles.is_grave(post.role) for post in posts):
        raise TakesTwo
    if not _may_take(user, to, posts, on):
        raise NotThem
    if _holds_already(to, posts, on):
        raise HeldAlready
    row = Handover(uid=uid, user=user, to=to, on=on, asked_by=by, asked_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyAsked from None
    row.posts.set(posts)
    _tell(row, to, ASKED, at)
    _tell(row, user, ASKED_OF_YOU, at)
    changes = {"user": ("", user.uid), "to": ("", to.uid), "on": ("", on)}
    _note(row, changes, by=by, at=at)
    return row


@transaction.atomic
def accept(*, handover: Handover, by: User, at: datetime) -> Handover:
    """The successor's yes: posts, and on the day what is open. Raises Decided, Changed.

    The record has it by post (postings.hand_over).
    """
    row = _held(handover)
    if row.to_id != by.pk:
        raise Decided
    day = max(row.on, timezone.localdate(at))
    asker = Reader.for_job(row.asked_by, timezone.localdate(at))
    posts = list(row.posts.select_related("area", "user").order_by("pk"))
    for post in posts:
        still = post.user_id == row.user_id and (post.until_on is None or post.until_on >= day)
        if not still or not holds(asker, Duty.ADMINISTER, post.area):
            raise Changed
    if not posts or not _may_take(row.user, row.to, posts, day):
        raise Changed
    if _holds_already(row.to, posts, day):
        raise Changed
    _decide(row, Handover.State.ACCEPTED, at, on=day)
    if day > timezone.localdate(at):
        due = timezone.make_aware(datetime.combine(day, time(0, 1)))
        reminders.remind(rule=RULE, subject=str(row.uid), period=str(day), due_at=due)
    _tell(row, row.asked_by, ACCEPTED, at)
    _tell(row, row.user, ACCEPTED, at)
    given = {"to": row.to, "on": day, "by": row.asked_by, "at": at}
    # One that had not begun is gone by now: the row goes on with those of the successor.
    try:
        row.posts.set([postings.hand_over(posting=post, **given) for post in posts])
    except postings.CannotGive:  # a place that ended meanwhile
        raise Changed from None
    if day <= timezone.localdate(at):
        _move(row, at)
    return row


@leaves_record("handover-declined")
@transaction.atomic
def decline(*, handover: Handover, by: User, at: datetime) -> None:
    """Nothing moves, and whoever asked hears of it. Raises Decided."""
    row = _held(handover)
    if row.to_id != by.pk:
        raise Decided
    _decide(row, Handover.State.DECLINED, at)
    _tell(row, row.asked_by, DECLINED, at)
    _note(row, {"state": (Handover.State.WAITING, row.state)}, by=by, at=at)


@leaves_record("handover-withdrawn")
@transaction.atomic
def withdraw(*, handover: Handover, by: User, at: datetime) -> None:
    """The office needs it no more. Raises Decided."""
    row = _held(handover)
    _decide(row, Handover.State.WITHDRAWN, at)
    _tell(row, row.to, WITHDRAWN, at)
    _note(row, {"state": (Handover.State.WAITING, row.state)}, by=by, at=at)


def register() -> None:
    reminders.on(RULE, _on_the_day)  # what was accepted days ago
    goes_along(
        Part(
            "drafts",
            90,
            _("没交上的话（由前任自己交代）"),
            lambda row: row.user.late_drafts.count(),
        )
    )


def open_matters(handover: Handover) -> list[tuple[Part, int]]:
    """What goes along, as it stands now."""
    return [(part, part.count(handover)) for part in parts()]


def _on_the_day(reminder: Reminder, at: datetime) -> None:
    row = Handover.objects.select_related("user", "to").get(uid=reminder.subject)
    _move(row, at)


def _move(row, at):
    """Open matters, if the successor is there and holds any of the posts by now."""
    held = row.posts.on(timezone.localdate(at)).filter(user=row.to, user__is_active=True)
    if not held.exists():
        return
    for part in parts():
        if part.move:
            part.move(row, at)


def _may_take(user, to, posts, on):
    if to == user or not to.is_active:
        return False
    try:
        for post in posts:
            postings.check_apart(user=to, role=post.role, from_on=on, until_on=post.until_on)
    except postings.HeldApart:
        return False
    return True


def _holds_already(to, posts, on):
    """Whether one of these posts is theirs on one of its days."""
    theirs = Posting.objects.filter(user=to)
    return any(
        theirs.filter(area=post.area_id, role=post.role).within(on, post.until_on).exists()
        for post in posts
    )


def _held(handover):
    rows = Handover.objects.select_for_update(of=["self"]).select_related("user", "to", "asked_by")
    row = rows.get(pk=handover.pk)
    if row.state != Handover.State.WAITING:
        raise Decided
    return row


def _decide(row, state, at, *, on=None):
    row.state, row.decided_at, row.on = state, at, on or row.on
    row.save()
    outbox.settle(about=_about(row), at=at)


def _tell(row, to, text, at):
    values = {"who": row.asked_by.name, "name": row.user.name, "to": row.to.name}
    outbox.tell(
        to=to,
        key=f"{_about(row)}:{row.state}",
        about=_about(row),
        text=text,
        values=values | {"day": row.on.isoformat()},
        link=reverse("handing-over:handover", args=[row.uid]),
        at=at,
    )


def _about(row):
    return f"handover:{row.uid}"


def _note(row, changes, *, by, at):
    post = row.posts.select_related("area").order_by("pk").first()
    scope = post.record_scope if post else trail.HOUSE
    trail.thing_changed(scope=scope, thing=row, changes=changes, by=by, at=at)
