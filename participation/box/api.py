"""The box in the API: put something in, read one's own, and the desk of whoever answers."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.access import ANYBODY_SIGNED_IN
from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import TextField
from foundation.api.operations import Asked, Done, Paged, moment, named, one, operation
from foundation.networks import network_of
from grids.access import duty_audience
from grids.api import AreaCode
from grids.roles import Duty
from participation.box import desk, workflow
from participation.box.forms import offices
from participation.models import Feedback, Round
from participation.models.feedback import Kind, Subject, Tier

ANSWERS = {
    "section": "feedback",
    "audience": duty_audience(Duty.ANSWER_FEEDBACK, Duty.STAND_SECOND),
}
MINE = {"section": "my", "audience": ANYBODY_SIGNED_IN}
TAKEN = {workflow.AlreadyGiven.code: workflow.AlreadyGiven.detail}
TAB = list(desk.TABS.items())


class RoundFacts(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField(help_text=_("意见的编号。"))
    kind = serializers.ChoiceField(Kind.choices)
    subject = serializers.ChoiceField(Subject.choices)
    words = serializers.CharField()
    objection = serializers.CharField(help_text=_("第二次看的：为什么不满意。"))
    answerer = serializers.ChoiceField(Tier.choices, help_text=_("由谁答复。"))
    area = serializers.CharField(help_text=_("哪个社区或街道，区域编码。"))
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class RoundQuery(Paged):
    tab = serializers.ChoiceField(TAB, default="open")
    kind = serializers.ChoiceField(Kind.choices, required=False)


class NewAnswer(Asked):
    answer = TextField(max_length=1000)


class MyRound(serializers.Serializer):
    answerer = serializers.ChoiceField(Tier.choices)
    objection = serializers.CharField()
    due_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)


class MyFeedback(serializers.Serializer):
    uid = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(Kind.choices)
    subject = serializers.ChoiceField(Subject.choices)
    words = serializers.CharField()
    at = serializers.DateTimeField()
    rounds = MyRound(many=True)
    may_object = serializers.BooleanField(help_text=_("还能说一次不满意。"))


class NewFeedback(Asked):
    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会记一次。"))
    kind = serializers.ChoiceField(Kind.choices)
    subject = serializers.ChoiceField(Subject.choices)
    words = TextField(max_length=2000)
    who = TextField(max_length=40, required=False, allow_blank=True, help_text=_("说的是谁。"))
    area = AreaCode()


class Objection(Asked):
    words = TextField(max_length=1000)


@operation(
    "GET",
    **ANSWERS,
    asks=RoundQuery,
    answers=RoundFacts,
    pages=True,
    summary=_("意见箱里的意见"),
    about=_("由您答复的；说到您的不在里面。快到期的在前面。"),
)
def feedback_rounds(request, asked):
    tab, now = asked["tab"], timezone.now()
    rows = desk.rounds(request.reader, tab=tab, now=now, kind=asked.get("kind", ""))
    rows = rows.select_related("feedback__community", "feedback__township")
    order = ("-answered_at", "-pk") if tab == "answered" else ("due_at", "pk")
    page = keyset.page(rows, order=order, cursor=asked.get("cursor", ""))
    return page._replace(items=[_round(row) for row in page.items])


@operation(
    "POST",
    **ANSWERS,
    asks=NewAnswer,
    answers=RoundFacts,
    refuses={"already_answered": workflow.AlreadyAnswered.sentence},
    summary=_("答复一条意见"),
    about=_("写的话一字不差给居民看。"),
)
def answer_feedback(request, uid, asked):
    rows = Round.objects.visible_to(request.reader)
    rows = rows.select_related("feedback__community", "feedback__township")
    found = one(rows.filter(uid=uid))
    about = {"by": request.user, "at": timezone.now()}
    try:
        workflow.answer(round_=found, words=asked["answer"], **about)
    except workflow.CannotBeDone as refused:
        raise Refused("already_answered", refused.sentence) from None
    return _round(one(rows.filter(uid=uid)))


@operation(
    "GET",
    **MINE,
    asks=Paged,
    answers=MyFeedback,
    pages=True,
    summary=_("我提的意见"),
    about=_("最近提的在前面。"),
)
def my_feedback(request, asked):
    rows = _mine(request).prefetch_related("rounds")
    page = keyset.page(rows, order=("-at", "-pk"), cursor=asked.get("cursor", ""))
    return page._replace(items=[_own(row) for row in page.items])


@operation(
    "POST",
    **MINE,
    asks=NewFeedback,
    answers=MyFeedback,
    repeats=True,
    refuses=TAKEN,
    summary=_("提一条意见"),
    about=_("一小时最多 5 条，多了回答 429。说到的人看不到，也不能答复。"),
)
def give_feedback(request, asked):
    now = timezone.now()
    client_id, area = asked["client_id"], asked.pop("area", None)
    new = not Feedback.objects.filter(client_id=client_id).exists()
    where = {"by": request.user, "network": network_of(request), "at": now}
    try:
        given = workflow.give(**asked, area=_office(request, area), **where)
    except workflow.AlreadyGiven as conflict:
        raise Refused(conflict.code, conflict.detail) from None
    return Done(_own(given), new=new)


@operation(
    "POST",
    **MINE,
    asks=Objection,
    answers=MyFeedback,
    refuses={"no_more_objections": workflow.NoMoreObjections.sentence},
    summary=_("对答复不满意"),
    about=_("有答复以后可以说一次，由上一级的另一个人再看。"),
)
def object_to_answer(request, uid, asked):
    found = one(_mine(request).filter(uid=uid))
    try:
        workflow.object_to(feedback=found, words=asked["words"], at=timezone.now())
    except workflow.NoMoreObjections as refused:
        raise Refused("no_more_objections", refused.sentence) from None
    return _own(one(_mine(request).filter(uid=uid)))


def _mine(request):
    return Feedback.objects.filter(by=request.user)


def _office(request, code):
    """As asked; else the community of the resident's home."""
    if code:
        rows = offices(request.reader.day)
        return named(rows, "area", sentence=_("没有这个社区或街道。"), code=code)
    person = getattr(request.user, "person", None)
    if person is None or person.community is None:
        raise wrong(area=("required", _("请写哪个社区或街道。")))
    return person.community


def _round(row):
    feedback = row.feedback
    return {
        "uid": str(row.uid),
        "number": feedback.number,
        "kind": feedback.kind,
        "subject": feedback.subject,
        "words": feedback.words,
        "objection": row.objection,
        "answerer": row.tier,
        "area": (feedback.community or feedback.township).code,
        "opened_at": moment(row.opened_at),
        "due_at": moment(row.due_at),
        "answer": row.answer,
        "answered_at": moment(row.answered_at),
    }


def _own(feedback):
    rounds = sorted(feedback.rounds.all(), key=lambda each: each.number)
    return {
        "uid": str(feedback.uid),
        "number": feedback.number,
        "kind": feedback.kind,
        "subject": feedback.subject,
        "words": feedback.words,
        "at": moment(feedback.at),
        "rounds": [
            {
                "answerer": each.tier,
                "objection": each.objection,
                "due_at": moment(each.due_at),
                "answer": each.answer,
                "answered_at": moment(each.answered_at),
            }
            for each in rounds
        ],
        "may_object": len(rounds) == 1 and rounds[0].has_ended,
    }
