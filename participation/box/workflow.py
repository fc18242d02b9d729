"""Something is put into the box, answered, and once more if whoever wrote it is not satisfied."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import once, rate_limits
from foundation.pictures import files
from grids.models import Area, Reader
from participation.box import clocks, notifications, routing
from participation.models import Concern, Feedback, Photo, Round

AN_HOUR = 5
"""So much an hour from one account, or from one network without any."""
A_NETWORK = 20
"""Behind one network may be a whole estate; together they may write so much an hour."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
SAID = ("kind", "subject", "words", "who")


class AlreadyGiven(once.Conflict):
    """This client_id was used by somebody else, or for other words."""

    code = "already_given"
    detail = _("这个 client_id 已经提过别的意见。")
    sentence = _("这张表已经提过别的意见了。请重新打开页面再写。")


class CannotBeDone(Exception):
    """It has moved on meanwhile; `sentence` says so."""

    sentence = ""


class AlreadyAnswered(CannotBeDone):
    sentence = _("这条意见刚才已经有人答复了。")


class NotYours(CannotBeDone):
    sentence = _("这条意见现在不由您答复。")


class NoMoreObjections(CannotBeDone):
    sentence = _("这条意见已经说过一次不满意了，或者还没有答复。")


@transaction.atomic
def give(
    *,
    client_id: UUID,
    kind: str,
    subject: str,
    words: str,
    area: Area,
    by: User | None,
    network: str,
    at: datetime,
    who: str = "",
    word: str = "",
    page: str = "",
    about: User | None = None,
    pictures=(),
) -> Feedback:
    """Put it into the box of a street or community; `about` is somebody known from their badge.

    `network` is counted where there is no account. Safe to repeat: the same client_id returns the
    first one. Raises AlreadyGiven, rate_limits.TooOften.
    """
    feedback = Feedback(
        client_id=client_id,
        kind=kind,
        subject=subject,
        words=words,
        who=who,
        page=page,
        by=by,
        word="" if by else make_password(word),
        at=at,
    )
    sent = once.Sent(feedback, by="by_id", content=SAID, conflict=AlreadyGiven)
    if earlier := sent.before():
        return earlier
    township, community = areas_of(area)
    on = timezone.localdate(at)
    concerned = {user.pk: user for user in routing.named_in([who, words], township, on=on)}
    if about:
        concerned[about.pk] = about
    people = list(concerned.values())
    where = {"township": township, "community": community, "concerned": people, "on": on}
    route = routing.route(kind=kind, subject=subject, **where)
    feedback.township, feedback.community = route.township, route.community
    feedback.number = _draw_number()
    feedback, is_new = sent.write(
        lambda: _count_and_write(feedback, network), loses=(rate_limits.TooOften,)
    )
    if is_new:
        _concern(feedback, people, since=1)
        _open(feedback, number=1, tier=route.tier, at=at)
        photos = [Photo(feedback=feedback) for _picture in pictures]
        files.save(list(zip(photos, pictures, strict=True)))
    return feedback


@transaction.atomic
def answer(*, round_: Round, words: str, by: User, at: datetime) -> Round:
    """In plain words, as they were shown before. Raises AlreadyAnswered, NotYours.

    Whether somebody may is asked once more of what holds now: who is named since then does not.
    """
    held = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    reader = Reader.of(by, day=timezone.localdate(at))
    if not Round.objects.visible_to(reader).filter(pk=held.pk).exists():
        raise NotYours
    if held.has_ended:
        raise AlreadyAnswered
    held.answer, held.answered_by, held.answered_at = words, by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    notifications.settle(held, at=at)
    notifications.to_writer(held, at=at)
    return held


@transaction.atomic
def object_to(*, feedback: Feedback, words: str, at: datetime) -> Round:
    """Not satisfied, once: it goes one level up, past whoever answered. Raises NoMoreObjections."""
    Feedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    rounds = list(feedback.rounds.select_related("feedback__township", "answered_by"))
    if len(rounds) != 1 or not rounds[0].has_ended:
        raise NoMoreObjections
    on = timezone.localdate(at)
    named = routing.named_in([words], feedback.township, on=on)
    tier = routing.next_tier(rounds[0], [*named, *_concerned(feedback)], on=on)
    _concern(feedback, [*named, rounds[0].answered_by], since=2)
    return _open(feedback, number=2, tier=tier, objection=words, at=at)


def may_object(feedback: Feedback) -> bool:
    rounds = list(feedback.rounds.all())
    return len(rounds) == 1 and rounds[0].has_ended


def areas_of(area: Area) -> tuple[Area, Area | None]:
    """(street, community or None): of a street, a community or a grid."""
    below = None
    while area.level != "township" and area.parent is not None:
        below, area = area, area.parent
    if below is not None and below.level != "community":
        raise ValueError(f"{below.level} lies in no community")
    return area, below


def _count_and_write(feedback, network):
    hour = timedelta(hours=1)
    if feedback.by_id:
        rate_limits.spend("feedback", str(feedback.by_id), limit=AN_HOUR, per=hour, at=feedback.at)
    else:
        rate_limits.spend("feedback-network", network, limit=A_NETWORK, per=hour, at=feedback.at)
    feedback.save(force_insert=True)


def _draw_number():
    """Eight characters of thirty-one, in two halves: 31^8 of them, so two never meet."""
    drawn = get_random_string(8, LETTERS)
    return f"{drawn[:4]}-{drawn[4:]}"


def _concerned(feedback):
    return [concern.user for concern in feedback.concerns.select_related("user")]


def _concern(feedback, users, *, since):
    rows = [Concern(feedback=feedback, user=user, since=since) for user in users]
    Concern.objects.bulk_create(rows, ignore_conflicts=True)


def _open(feedback, *, number, tier, at, objection=""):
    due_at, because = clocks.due(place=feedback.community or feedback.township, at=at)
    opened = Round.objects.create(
        feedback=feedback,
        number=number,
        tier=tier,
        objection=objection,
        opened_at=at,
        due_at=due_at,
        due_because=because,
    )
    notifications.to_answerers(opened, at=at)
    notifications.remind(opened, at=at)
    return opened
