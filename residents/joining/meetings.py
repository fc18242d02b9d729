"""Which entries have one number: found by the clock, shown to both offices, told to each once a day."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from foundation.batches import in_pieces
from grids.models import Area, Posting, Reader, posts
from grids.roles import Duty
from notices import outbox
from residents.joining import comparing
from residents.models import Meeting, Person
from residents.models.meetings import SIDES

State = Meeting.State
SEPARABLE_FOR = timedelta(days=30)
FOUND = gettext_noop("有 %(n)s 份登记的身份证号和另一份登记相同，请核对。")


def look(*, at: datetime) -> int:
    """Compare what waits, find who met, tell both offices. Returns how many met."""
    comparing.compare()
    let_go()
    met = _find(at)
    _tell(met, at)
    return len(met)


@transaction.atomic
def let_go() -> int:
    """What is no meeting any more: one of the numbers was changed, one of the entries joined."""
    joined = Q(first__status=Person.Status.JOINED) | Q(second__status=Person.Status.JOINED)
    apart = ~Q(first__id_number_index=F("second__id_number_index")) | joined
    gone = Meeting.objects.waiting().filter(apart).values_list("pk", flat=True)
    return Meeting.objects.filter(pk__in=list(gone)).update(state=State.GONE)


@transaction.atomic
def _find(at: datetime) -> list[Meeting]:
    """A meeting for each number that is somebody else's too; one that was over begins anew."""
    found = []
    met = Person.objects.standing().filter(id_number_state=Person.IdState.MET)
    for some in in_pieces(met.exclude(id_number_index="").order_by("pk")):
        confirmed = Person.objects.with_id_indexes([each.id_number_index for each in some])
        confirmed = confirmed.filter(id_number_state=Person.IdState.CONFIRMED)
        holders = {each.id_number_index: each for each in confirmed}
        known = Meeting.objects.filter(second__in=some)
        pairs = {(each.first_id, each.second_id): each for each in known}
        for person in some:
            if holder := holders.get(person.id_number_index):
                before = pairs.get((holder.pk, person.pk))
                if before is None or before.state == State.GONE:
                    found.append(_begin(before, holder, person, at))
    return found


def _begin(before, holder, person, at):
    meeting = before or Meeting(first=holder, second=person)
    meeting.first, meeting.second = holder, person
    meeting.state, meeting.found_at = State.OPEN, at
    meeting.save()
    return meeting


def forget_old(*, at: datetime) -> int:
    """What it takes to separate two entries, once it is too late to; returns of how many."""
    joined = Meeting.objects.filter(state=State.JOINED, decided_at__lte=at - SEPARABLE_FOR)
    return joined.exclude(sealed_before="").update(sealed_before="")


def keepers(community: Area, *, on: date) -> set[int]:
    """Accounts that keep the register of this community; without anybody there, those above."""
    held = Posting.objects.on(on).allowing(Duty.IMPORT_ROSTER)
    for there in (held.filter(area=community), held.over(community)):
        users = User.objects.filter(pk__in=there.values("user"), is_active=True)
        if found := set(users.values_list("pk", flat=True)):
            return found
    return set()


def sides_of(reader: Reader, meeting: Meeting) -> set[str]:
    """On which sides of it they keep the register: `first`, `second`."""
    duty = Duty.IMPORT_ROSTER
    return {side for side in SIDES if posts.holds(reader, duty, getattr(meeting, side))}


def _tell(met: list[Meeting], at: datetime) -> None:
    """How many each has to look at; nothing about anybody. Not those who wrote the number."""
    day, offices, counts = timezone.localdate(at), {}, Counter()
    for meeting in met:
        for side in SIDES:
            community = getattr(meeting, side).community_id
            if community not in offices:
                offices[community] = keepers(Area.objects.get(pk=community), on=day)
        both = offices[meeting.first.community_id] | offices[meeting.second.community_id]
        counts.update(both - {meeting.second.id_number_by_id})
    for user in User.objects.filter(pk__in=counts).order_by("pk"):
        outbox.tell(
            to=user,
            key=f"meetings:{day.isoformat()}",
            text=FOUND,
            values={"n": counts[user.pk]},
            link=reverse("residents:meetings"),
            at=at,
        )
