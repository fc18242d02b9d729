"""Two entries with one ID number in the API: both offices read, propose, agree and separate."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts import reauthentication
from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import CodeField, TextField
from foundation.api.operations import Asked, Paged, moment, one, operation
from foundation.audit import reasons
from grids.access import duty_audience
from grids.roles import Duty
from residents.joining import comparison, workflow
from residents.joining.forms import ProposalForm
from residents.joining.meetings import sides_of
from residents.models import Meeting
from residents.models.meetings import SIDES

State = Meeting.State
SHARED = {"section": "people", "audience": duty_audience(Duty.IMPORT_ROSTER)}
STATES = {"waiting": Meeting.WAITING, "decided": [State.JOINED, State.TWO]}
COLUMNS = ["name", "remarks"]
SHOWN = [each for each in State.choices if each[0] != State.GONE]
MOVED_ON = {workflow.MovedOn.code: workflow.MovedOn.sentence}
DIFFER = {workflow.NumbersDiffer.code: workflow.NumbersDiffer.sentence}
BUILT_ON = {workflow.CannotBeDone.code: workflow.CannotBeDone.sentence}
WRONG_PASSWORD = _("密码不对，请再看一看。连着错 5 次要等 15 分钟。")


class MeetingLine(serializers.Serializer):
    uid = serializers.UUIDField()
    state = serializers.ChoiceField(SHOWN)
    name = serializers.CharField(help_text=_("我们这边登记的姓名。"))
    found_at = serializers.DateTimeField(help_text=_("什么时候发现号码相同的。"))


class MeetingCell(serializers.Serializer):
    label = serializers.CharField()
    value = serializers.CharField(help_text=_("那边的只说一样不一样，和在哪个社区。"))
    differs = serializers.BooleanField()


class MeetingSide(serializers.Serializer):
    side = serializers.ChoiceField(SIDES, help_text=_("first 是先登记的那一份。"))
    ours = serializers.BooleanField(help_text=_("是不是我们这边的。"))
    cells = MeetingCell(many=True)


class MeetingSaid(serializers.Serializer):
    label = serializers.CharField()
    value = serializers.CharField()


class MeetingFacts(MeetingLine):
    sides = MeetingSide(many=True, help_text=_("两份登记，我们这边的在前面。"))
    choices = serializers.ListField(
        child=serializers.ChoiceField(COLUMNS), help_text=_("两份写得不一样、可以选的项。")
    )
    said = MeetingSaid(many=True, help_text=_("提的人怎么说的；还没有人提是空的。"))
    seen = serializers.CharField(help_text=_("点头时带上它；还没有人提是空的。"))
    may_agree = serializers.BooleanField(help_text=_("您能不能点头。"))
    may_separate = serializers.BooleanField(help_text=_("还能不能分开。"))


class MeetingQuery(Paged):
    state = serializers.ChoiceField(
        [("waiting", _("等着核对")), ("decided", _("核对过的"))], default="waiting"
    )


class MeetingProposal(Asked):
    verdict = serializers.ChoiceField(Meeting.Verdict.choices)
    kept = serializers.ChoiceField(SIDES, required=False, help_text=_("是同一个人才写：留哪一份。"))
    taken = serializers.ListField(
        child=serializers.ChoiceField(COLUMNS),
        default=list,
        max_length=len(COLUMNS),
        help_text=_("哪几项用另一份的，从 choices 里选；不写就都用留下那份的。"),
    )
    why = TextField(
        max_length=reasons.LONGEST,
        help_text=_("怎么核对的。另一边看得到，不写姓名和号码。"),
    )


class MeetingSure(Asked):
    password = serializers.CharField(
        max_length=256, trim_whitespace=False, help_text=_("您的登录密码，再发一次。")
    )


class MeetingAgreement(MeetingSure):
    seen = CodeField(max_length=40, help_text=_("您看到的 seen。"))


@operation(
    "GET",
    **SHARED,
    asks=MeetingQuery,
    answers=MeetingLine,
    pages=True,
    summary=_("身份证号相同的登记"),
    about=_("两边的办公室都看得到，最近发现的在前面。"),
)
def meetings(request, asked):
    visible = Meeting.objects.visible_to(request.reader)
    rows = visible.filter(state__in=STATES[asked["state"]]).with_both()
    page = keyset.page(rows, order=("-found_at", "-pk"), cursor=asked.get("cursor", ""))
    return page._replace(items=[_line(each, request.reader) for each in page.items])


@operation(
    "GET",
    **SHARED,
    answers=MeetingFacts,
    summary=_("一组身份证号相同的登记"),
    about=_("两份并排，一项一项对着看；有没有保密的事，这里看不出来。"),
)
def meeting(request, uid):
    return _facts(request, _find(request, uid))


@operation(
    "POST",
    **SHARED,
    asks=MeetingProposal,
    answers=MeetingFacts,
    refuses=MOVED_ON | DIFFER,
    summary=_("提出是一个人还是两个人"),
    about=_("提了以后，等另一边管登记的人点头。"),
)
def propose_meeting(request, uid, asked):
    found = _find(request, uid)
    form = _proposal(request, found, asked)
    about = {"verdict": asked["verdict"], "taken": form.taken, "why": form.cleaned_data["why"]}
    about["kept"] = getattr(found, asked["kept"]) if asked.get("kept") else None
    _act(request, found, workflow.propose, **about)
    return _facts(request, _find(request, uid))


@operation(
    "POST",
    **SHARED,
    asks=MeetingAgreement,
    answers=MeetingFacts,
    refuses=MOVED_ON
    | DIFFER
    | {workflow.NotTheOtherSide.code: workflow.NotTheOtherSide.sentence}
    | BUILT_ON,
    summary=_("点头"),
    about=_("要由另一边管登记的人来点头，带上密码。是一个人的话，两份就合成一份。"),
)
def agree_meeting(request, uid, asked):
    found = _find(request, uid)
    _ask_password(request, asked)
    _act(request, found, workflow.agree, seen=asked["seen"])
    return _facts(request, _find(request, uid))


@operation(
    "POST",
    **SHARED,
    refuses=MOVED_ON,
    summary=_("退回，重新提"),
    about=_("提的人也可以这样收回。"),
)
def decline_meeting(request, uid):
    """Answers nothing: open again, it may be out of sight of whoever wrote the later number."""
    _act(request, _find(request, uid), workflow.decline)


@operation(
    "POST",
    **SHARED,
    asks=MeetingSure,
    refuses=MOVED_ON | {workflow.TooLate.code: workflow.TooLate.sentence} | BUILT_ON,
    summary=_("把合成一份的再分开"),
    about=_("三十天以内。带上密码；两份登记和合并以前一样。"),
)
def separate_meeting(request, uid, asked):
    """Answers nothing, for the same reason."""
    found = _find(request, uid)
    _ask_password(request, asked)
    _act(request, found, workflow.separate)


def _find(request, uid):
    visible = Meeting.objects.visible_to(request.reader).exclude(state=State.GONE)
    return one(visible.with_both().filter(uid=uid))


def _proposal(request, meeting, asked):
    """What the page's form makes of it: who must say which entry stays, and what a reason tells."""
    kept = asked.get("kept", "")
    other = dict(zip(SIDES, reversed(SIDES), strict=True)).get(kept, "")
    typed = {"verdict": asked["verdict"], "kept": kept, "why": asked["why"]}
    typed |= dict.fromkeys(asked["taken"], other)
    form = ProposalForm(typed, meeting=meeting, ours=sides_of(request.reader, meeting))
    if set(asked["taken"]) - {name for name, _label in form.choosable}:
        raise wrong(taken=("unknown", _("这一项两份写得一样，没有可选的。")))
    if not form.is_valid():
        raise wrong(**{name: ("invalid", faults[0]) for name, faults in form.errors.items()})
    return form


def _ask_password(request, asked):
    """What joins or separates wants the password, as on the page; wrong ones count as there."""
    now = timezone.now()
    if not reauthentication.is_theirs(request._request, asked["password"], now):
        raise wrong(password=("wrong", WRONG_PASSWORD))


def _act(request, meeting, act, **about):
    try:
        act(meeting=meeting, by=request.user, at=timezone.now(), **about)
    except workflow.CannotBeDone as cannot:
        raise Refused(cannot.code, cannot.sentence) from None


def _line(meeting, reader):
    return {
        "uid": str(meeting.uid),
        "state": meeting.state,
        "name": comparison.named(meeting, to=reader),
        "found_at": moment(meeting.found_at),
    }


def _facts(request, meeting):
    reader, now = request.reader, timezone.now()
    said = comparison.said(meeting, to=reader) if meeting.proposed_by else []
    proposed = meeting.state == State.PROPOSED
    return _line(meeting, reader) | {
        "sides": [
            {
                "side": each.side,
                "ours": each.is_ours,
                "cells": [
                    {"label": str(cell.label), "value": str(cell.value), "differs": cell.differs}
                    for cell in each.facts
                ],
            }
            for each in comparison.side_by_side(meeting, to=reader)
        ],
        "choices": [name for name, _label in comparison.choices_for(meeting)],
        "said": [{"label": str(label), "value": str(value)} for label, value in said],
        "seen": workflow.mark_of(meeting),
        "may_agree": proposed
        and workflow.are_two(meeting.proposed_by, request.user, meeting, at=now),
        "may_separate": workflow.may_separate(meeting, now),
    }
