"""Who hears of a correction: whoever proposed it when it is decided; who decides, in the morning."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import Area, Reader
from notices import outbox, quiet_hours, reminders
from notices.models import Reminder
from residents.joining.meetings import keepers
from residents.models import Correction

ACCEPTED = gettext_noop("您提的一条登记更正改好了。")
DECLINED = gettext_noop("您提的一条登记更正没有采用，请看看为什么。")
WAITING = gettext_noop("有 %(n)s 条登记更正等您看。")
TEXTS = {Correction.State.ACCEPTED: ACCEPTED, Correction.State.DECLINED: DECLINED}


def tell_proposer(correction: Correction, *, at: datetime) -> None:
    """Nothing about anybody: it stands behind the link. Whoever decided it themselves knows."""
    text = TEXTS.get(Correction.State(correction.state))
    if text is None or correction.proposed_by_id in (None, correction.decided_by_id):
        return
    outbox.tell(
        to=correction.proposed_by,
        key=f"correction:{correction.uid}",
        text=text,
        link=reverse("corrections:mine"),
        at=at,
    )


def register() -> None:
    reminders.daily("corrections-waiting", quiet_hours.morning(), _communities, _tell_keepers)


def _communities(day: date) -> list[str]:
    waiting = Correction.objects.open()
    named = waiting.filter(person__isnull=False).values_list("person__community", flat=True)
    at_doors = waiting.filter(person=None).values_list("dwelling__community", flat=True)
    return sorted({str(pk) for pk in (*named, *at_doors)})


def _tell_keepers(reminder: Reminder, at: datetime) -> None:
    """Each how many of this community they can decide: not their own."""
    day = timezone.localdate(at)
    community = Area.objects.get(pk=reminder.subject)
    there = Q(person__community=community) | Q(person=None, dwelling__community=community)
    for user in User.objects.filter(pk__in=keepers(community, on=day)).order_by("pk"):
        waiting = Correction.objects.kept_by(Reader.for_job(user, day)).open().filter(there)
        if count := waiting.exclude(proposed_by=user).count():
            outbox.tell(
                to=user,
                key=f"corrections:{community.pk}:{reminder.period}",
                text=WAITING,
                values={"n": count},
                link=reverse("corrections:corrections"),
                at=at,
            )
