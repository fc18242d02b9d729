"""What both offices say about a meeting: one proposes, somebody of the other one agrees.

Two people decide, of whom one keeps the register on each side; whoever keeps both may be either.
What cannot be done raises CannotBeDone, which carries the sentence people read.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts import two_people
from accounts.models import User
from grids.models import Reader
from notices import outbox
from residents.joining import entries
from residents.joining.following import CannotBeDone
from residents.joining.meetings import SEPARABLE_FOR, keepers, sides_of
from residents.models import Meeting, Person
from residents.models.meetings import SIDES

State, Verdict = Meeting.State, Meeting.Verdict
PROPOSED = gettext_noop("有一组身份证号相同的登记，等您点头或者退回。")
ANSWERED = gettext_noop("您提的那组身份证号相同的登记，另一边答复了。")


class MovedOn(CannotBeDone):
    code = "moved_on"
    sentence = _("刚才有人处理过这一组，请看看现在的结果。")


class NumbersDiffer(CannotBeDone):
    code = "numbers_differ"
    sentence = _("两份登记的身份证号已经不一样了，不用再核对。")


class NotTheOtherSide(CannotBeDone):
    code = "not_the_other_side"
    sentence = _("要由另一边管登记的同事来点头，不能是提的人自己。")


class TooLate(CannotBeDone):
    code = "too_late"
    sentence = _("合成一份超过 30 天了，不能再分开。")


def are_two(proposer: User, confirmer: User, meeting: Meeting, *, at: datetime) -> bool:
    """Two people by accounts.two_people, of whom one keeps the register on each side."""
    day = timezone.localdate(at)
    if not two_people.are_two(proposer, confirmer, day):
        return False
    one, other = (sides_of(Reader.for_job(user, day), meeting) for user in (proposer, confirmer))
    return bool(one) and bool(other) and one | other == set(SIDES)


@transaction.atomic
def propose(
    *,
    meeting: Meeting,
    verdict: str,
    kept: Person | None,
    taken: list[str],
    why: str,
    by: User,
    at: datetime,
) -> Meeting:
    """One person, and which entry stays with what of the other; or two people. Raises CannotBeDone."""
    meeting = _held(meeting, State.OPEN)
    if not _one_number(meeting):
        raise NumbersDiffer
    meeting.state, meeting.verdict, meeting.why = State.PROPOSED, verdict, why
    meeting.kept, meeting.taken = (kept, taken) if verdict == Verdict.ONE else (None, [])
    meeting.proposed_by, meeting.proposed_at = by, at
    meeting.save()
    _tell_other_side(meeting, at)
    return meeting


@transaction.atomic
def decline(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """What was proposed is not so, or is taken back: the meeting is open again."""
    meeting = _held(meeting, State.PROPOSED)
    if meeting.proposed_by_id != by.pk:
        _tell(meeting.proposed_by, meeting, "declined", ANSWERED, at)
    return _open_again(meeting)


def agree(*, meeting: Meeting, seen: str, by: User, at: datetime) -> Meeting:
    """Somebody of the other office agrees with what they saw, `seen` (`mark_of`). Raises CannotBeDone."""
    if mark_of(meeting) != seen:
        raise MovedOn
    what = join if meeting.verdict == Verdict.ONE else settle_as_two
    return what(meeting=meeting, by=by, at=at)


def mark_of(meeting: Meeting) -> str:
    """Another one for each proposal, so that nobody agrees with what they did not see."""
    return f"{meeting.proposed_at.timestamp():.6f}" if meeting.proposed_at else ""


@transaction.atomic
def settle_as_two(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Two people; whoever had the number first keeps it until one of the entries is corrected."""
    return _agreed(meeting, Verdict.TWO, State.TWO, by, at)


@transaction.atomic
def join(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """One person: one entry stays, and what belongs to the other one follows."""
    meeting = _agreed(meeting, Verdict.ONE, State.JOINED, by, at)
    entries.join(meeting, by=by, at=at)
    meeting.save(update_fields=["sealed_before"])
    return meeting


@transaction.atomic
def separate(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Two entries again, as they were, within thirty days. Raises CannotBeDone."""
    meeting = _held(meeting, State.JOINED)
    if not may_separate(meeting, at):
        raise TooLate
    meeting.state = State.OPEN
    meeting.save(update_fields=["state"])
    entries.separate(meeting, by=by, at=at)
    return _open_again(meeting)


def may_separate(meeting: Meeting, at: datetime) -> bool:
    return bool(
        meeting.state == State.JOINED
        and meeting.sealed_before
        and meeting.decided_at
        and meeting.decided_at > at - SEPARABLE_FOR
    )


def _held(meeting: Meeting, state: str) -> Meeting:
    """The meeting as it is now, held; of two who decide at once the second finds it moved on."""
    held = Meeting.objects.select_for_update(of=["self"]).get(pk=meeting.pk)
    if held.state != state:
        raise MovedOn
    return held


def _agreed(meeting, verdict, state, by, at):
    told = mark_of(meeting)
    meeting = _held(meeting, State.PROPOSED)
    if meeting.verdict != verdict or mark_of(meeting) != told:
        raise MovedOn
    if not _one_number(meeting):
        raise NumbersDiffer
    if not are_two(meeting.proposed_by, by, meeting, at=at):
        raise NotTheOtherSide
    meeting.state, meeting.decided_by, meeting.decided_at = state, by, at
    meeting.save()
    _tell(meeting.proposed_by, meeting, "agreed", ANSWERED, at)
    return meeting


def _one_number(meeting) -> bool:
    both = Person.objects.standing().filter(pk__in=[meeting.first_id, meeting.second_id])
    indexes = list(both.exclude(id_number_index="").values_list("id_number_index", flat=True))
    return len(indexes) == 2 and len(set(indexes)) == 1


def _open_again(meeting):
    meeting.state, meeting.verdict, meeting.why = State.OPEN, "", ""
    meeting.kept, meeting.taken = None, []
    meeting.proposed_by = meeting.proposed_at = None
    meeting.decided_by = meeting.decided_at = None
    meeting.save()
    return meeting


def _tell_other_side(meeting, at):
    day, proposer = timezone.localdate(at), meeting.proposed_by
    theirs = sides_of(Reader.for_job(proposer, day), meeting)
    there = [getattr(meeting, side) for side in SIDES if theirs != {side}]
    told = {pk for person in there for pk in keepers(person.community, on=day)}
    for user in User.objects.filter(pk__in=told - {proposer.pk}).order_by("pk"):
        _tell(user, meeting, "proposed", PROPOSED, at)


def _tell(user, meeting, what, text, at):
    key = f"meeting:{meeting.uid}:{what}:{at.isoformat()}"
    link = reverse("residents:meeting", args=[meeting.uid])
    outbox.tell(to=user, key=key, text=text, link=link, at=at)
