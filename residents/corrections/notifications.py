"""Who hears of a correction: whoever proposed it when it is decided; who decides, in the morning."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_noop

from grids.models import Reader
from notices import digest, outbox, reminders
from notices.digest import Line
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
    digest.also("corrections", 50, waiting)
    reminders.retired("corrections-waiting", by=digest.RULE)


def waiting(reader: Reader, at: datetime) -> Line | None:
    """How many they can decide: not their own."""
    rows = Correction.objects.kept_by(reader).open().exclude(proposed_by=reader.user)
    n = rows.count()
    return Line(WAITING, {"n": n}, reverse("corrections:corrections")) if n else None
