"""A contact whose door is no more the worker's when it arrives (accounts/late).

Somebody was there and heard something: it goes into the logbook as it is, where whoever walks
that grid now reads it. That people moved away is not taken from somebody who no longer answers
for the door; it goes back to its writer.
"""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind, Late
from residents.models import Dwelling, Person
from visits import logbook
from visits.forms import ContactForm
from visits.models import Outcome, Visit

SAID = {
    "needs": _("居民的需要"),
    "note": _("记事"),
    "companions": _("同行的人"),
    "next_on": _("约好下次哪天去"),
}


def register() -> None:
    outcome = {"outcome": (_("这次怎么样"), Outcome)}
    kind = Kind(_("记一次联系"), SAID, outcome, before=_is_logged, hand_on=_log)
    kinds.takes_words("visits:door", kind)
    # An entry is mended by its maker alone: what came too late goes back to them.
    kinds.takes_words("visits:mend", Kind(_("改一次联系"), SAID, outcome, before=_is_told))


def _is_logged(late: Late) -> bool:
    """The resend of a contact that arrived while the door was still theirs."""
    same = {name: late.get(name) for name in ("outcome", "needs", "note")}
    sent = Visit.objects.filter(client_id=late.client_id, by=late.writer)
    return sent.filter(dwelling_id=late.where["pk"], **same).exists()


def _is_told(late: Late) -> bool:
    told = Visit.objects.filter(client_id=late.client_id, by=late.writer)
    return told.filter(corrects__client_id=late.where["uid"]).exists()


def _log(late: Late) -> bool:
    dwelling = Dwelling.objects.filter(pk=late.where["pk"]).first()
    if dwelling is None or late.get("outcome") == Outcome.MOVED:
        return False
    people = list(Person.objects.here().filter(home=dwelling).order_by("pk"))
    form = ContactForm(late.fields, people=people, asks=False)
    if not form.is_valid():
        return False
    try:
        logbook.log(dwelling=dwelling, by=late.writer, at=late.at, **form.said)
    except (logbook.ImpossibleTime, logbook.TooLate, logbook.AlreadyLogged):
        return False
    return True
