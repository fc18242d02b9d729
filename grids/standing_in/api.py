"""Absences in the API: whose, on which days, and who has the work; say one, end one."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation import once
from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import DayField
from foundation.api.operations import Asked, Done, Paged, named, one, operation
from grids.access import duty_audience
from grids.models import Absence
from grids.models.absences import staff_led_by
from grids.roles import Duty
from grids.standing_in import absences as acts
from grids.standing_in.candidates import candidates

SHARED = {"section": "places", "audience": duty_audience(Duty.HANDLE_CASES)}
NOBODY_SUCH = _("没有这位同事，或者不归您带。")
NOT_A_CANDIDATE = acts.NotACandidate.sentence
REFUSALS = (acts.WrongDays, acts.AlreadyAway, acts.NothingToCover, acts.Circle)
REFUSES = {each.code: each.sentence for each in REFUSALS} | {
    once.Conflict.code: once.Conflict.detail
}


class Person(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()


class AbsenceFacts(serializers.Serializer):
    id = serializers.UUIDField()
    user = Person(help_text=_("谁不在。"))
    from_on = serializers.DateField()
    until_on = serializers.DateField(help_text=_("最后一天。"))
    stand_in = Person(allow_null=True, help_text=_("请了谁代班；空的是还没有人。"))


class AbsenceQuery(Paged):
    pass


class NewAbsence(Asked):
    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会记一次。"))
    user = serializers.UUIDField(required=False, help_text=_("替您带的同事说，写那位同事的 uid。"))
    from_on = DayField(help_text=_("第一天，从今天起。"))
    until_on = DayField(help_text=_("最后一天，一次最多三个月。"))
    stand_in = serializers.UUIDField(
        required=False, help_text=_("谁代班，写 uid；不写是还没有人。")
    )


@operation(
    "GET",
    **SHARED,
    asks=AbsenceQuery,
    answers=AbsenceFacts,
    pages=True,
    summary=_("谁不在"),
    about=_("您自己的、请您代班的和您带的同事的，从今天起；最早的在前面。"),
)
def absences(request, asked):
    rows = Absence.objects.visible_to(request.reader).open(request.reader.day)
    rows = rows.select_related("user", "stand_in")
    page = keyset.page(rows, order=("from_on", "pk"), cursor=asked.get("cursor", ""))
    return page._replace(items=[_facts(each) for each in page.items])


@operation(
    "POST",
    **SHARED,
    asks=NewAbsence,
    answers=AbsenceFacts,
    repeats=True,
    refuses=REFUSES,
    summary=_("说哪几天不在"),
    about=_("到那几天代班自动生效，过了自动结束；不写为什么不在。保密的事不在代班里。"),
)
def say_absence(request, asked):
    user, now = request.user, timezone.now()
    if "user" in asked and asked["user"] != user.uid:
        led = staff_led_by(request.reader)
        user = named(led, "user", sentence=NOBODY_SUCH, uid=asked["user"])
    days = {"from_on": asked["from_on"], "until_on": asked["until_on"]}
    about = {"uid": asked["client_id"], "user": user, "by": request.user, "at": now}
    try:
        row = acts.say(stand_in=_stand_in(user, days, asked), **days, **about)
    except acts.NotACandidate:
        raise wrong(stand_in=("unknown", NOT_A_CANDIDATE)) from None
    except acts.CannotBeDone as cannot:
        raise Refused(cannot.code, cannot.sentence) from None
    except once.Conflict as conflict:
        raise Refused(conflict.code, conflict.detail) from None
    return Done(_facts(row), new=row.said_at == now)


def _stand_in(user, days, asked):
    if "stand_in" not in asked:
        return None
    found = {each.user.uid: each.user for each in candidates(user, **days)}
    if asked["stand_in"] not in found:
        raise wrong(stand_in=("unknown", NOT_A_CANDIDATE))
    return found[asked["stand_in"]]


@operation(
    "POST",
    **SHARED,
    refuses={acts.Over.code: acts.Over.sentence},
    summary=_("回来了，或者不走了"),
    about=_("代班到昨天为止；还没开始的收回。"),
)
def end_absence(request, uid):
    rows = Absence.objects.visible_to(request.reader).open(request.reader.day)
    rows = rows.filter(user=request.user) | rows.led_by(request.reader)
    row = one(rows.filter(uid=uid))
    try:
        acts.end(absence=row, by=request.user, at=timezone.now())
    except acts.Over as over:
        raise Refused(over.code, over.sentence) from None


def _facts(row):
    return {
        "id": str(row.uid),
        "user": _person(row.user),
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "stand_in": row.stand_in and _person(row.stand_in),
    }


def _person(user):
    return {"uid": str(user.uid), "name": user.name}
