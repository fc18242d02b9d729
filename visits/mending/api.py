"""Taking an entry back and telling it anew, through the functions of the pages."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.api.operations import Done, one, operation
from grids.access import duty_audience
from grids.roles import Duty
from visits import api
from visits.mending import acts
from visits.models import Visit

SHARED = {"section": "contacts", "audience": duty_audience(Duty.LOG_CONTACTS)}
MENDED = {each.code: each.sentence for each in (acts.NotToday, acts.MendedBefore, acts.Confirmed)}


def _own(request, uid):
    rows = Visit.objects.own_of(request.reader).select_related("dwelling")
    return one(rows.filter(client_id=uid))


@operation(
    "POST",
    **SHARED,
    answers=api.ContactFacts,
    refuses=MENDED,
    summary=_("撤销一次联系"),
    about=_("自己当天记的才行；下次该联系的日子回到没记以前。再发一次，回答一样。"),
)
def withdraw_contact(request, uid):
    visit = _own(request, uid)
    with api.refused():
        acts.withdraw(visit=visit, by=request.user, at=timezone.now())
    return api.line_of(visit, request.reader)


@operation(
    "POST",
    **SHARED,
    asks=api.ContactSaid,
    answers=api.ContactFacts,
    repeats=True,
    refuses=MENDED | api.REFUSES,
    summary=_("改一次联系"),
    about=_("自己当天记的才行，整条重新说一遍；原来的一份留着。不写 occurred_at，时间照原来的。"),
)
def correct_contact(request, uid, asked):
    visit, user, now = _own(request, uid), request.user, timezone.now()
    earlier = Visit.objects.filter(client_id=asked["client_id"], by=user).first()
    people = api.met(asked, visit.dwelling, request.reader, earlier)
    with api.refused():
        version = acts.correct(visit=visit, people=people, by=user, at=now, **asked)
    return Done(api.line_of(version, request.reader), new=version.received_at == now)
