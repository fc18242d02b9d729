"""Corrections answered in the API: accept, decline, take back; read by the forms of our pages."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts import reauthentication
from foundation.api.errors import Refused, wrong
from foundation.api.fields import CodeField, TextField
from foundation.api.operations import Asked, one, operation
from foundation.audit import reasons
from grids.access import duty_audience
from grids.roles import Duty
from residents.api.corrections import NOT_OF_THIS_KIND, SHARED, CorrectionFacts, facts_of
from residents.api.meetings import WRONG_PASSWORD
from residents.corrections import workflow
from residents.corrections.deciding import DecisionForm, ends_sign_ins, line_about
from residents.models import Correction, Person

KEEPS = {"section": "people", "audience": duty_audience(Duty.IMPORT_ROSTER)}
RELATIONS = [each for each in Person.Relation.choices if each[0] != Person.Relation.HEAD]


def _named(*refusals):
    return {each.code: each.sentence for each in refusals}


MOVED_ON = _named(workflow.MovedOn)
APART = _named(workflow.OwnProposal, workflow.OwnHome)
WRITTEN = _named(workflow.NothingNew, workflow.Gone, workflow.NoFamily, workflow.SecretaryOnly)


class CorrectionSomebody(serializers.Serializer):
    person = serializers.UUIDField()
    about = serializers.CharField(help_text=_("姓名，住处，号码遮住中间。"))


class CorrectionQuestions(serializers.Serializer):
    seen = serializers.CharField(help_text=_("采用时带上它；登记变了，它也变。"))
    password = serializers.BooleanField(help_text=_("采用时要不要带上您的登录密码。"))
    family = CorrectionSomebody(many=True, help_text=_("户主走了或者换了人，要问的家里人。"))
    alike = CorrectionSomebody(many=True, help_text=_("登记里同名的人；有的话要说是不是同一个人。"))


class CorrectionRelation(Asked):
    person = serializers.UUIDField()
    relation = serializers.ChoiceField(RELATIONS, help_text=_("是新户主的什么人。"))


class CorrectionAcceptance(Asked):
    seen = CodeField(max_length=40, help_text=_("您看到的 seen。"))
    answer = TextField(max_length=reasons.LONGEST, required=False, allow_blank=True)
    head = serializers.UUIDField(required=False, help_text=_("户主现在是谁；还不清楚就不写。"))
    relations = CorrectionRelation(many=True, required=False)
    same_as = CodeField(
        max_length=40,
        required=False,
        help_text=_("同名的人里是哪一位，写 person；都不是就写 new。"),
    )
    password = serializers.CharField(
        max_length=256, trim_whitespace=False, required=False, help_text=_("您的登录密码。")
    )


class CorrectionRefusal(Asked):
    answer = TextField(max_length=reasons.LONGEST, help_text=_("为什么不采用，提的人看得到。"))


@operation(
    "GET",
    **KEEPS,
    answers=CorrectionQuestions,
    refuses=MOVED_ON,
    summary=_("采用一条更正以前要问的"),
    about=_("和我们页面上问的一样。"),
)
def correction_questions(request, uid):
    found = _kept(request, uid)
    if found.state != Correction.State.OPEN:
        raise Refused(workflow.MovedOn.code, workflow.MovedOn.sentence)
    form = _form({}, found, request.reader)
    return {
        "seen": workflow.mark_of(found),
        "password": ends_sign_ins(found),
        "family": [_somebody(each, request.reader) for each in form.family],
        "alike": [_somebody(each, request.reader) for each in form.alike],
    }


@operation(
    "POST",
    **KEEPS,
    asks=CorrectionAcceptance,
    answers=CorrectionFacts,
    refuses=MOVED_ON | APART | WRITTEN,
    summary=_("采用一条更正"),
    about=_("登记就改成提的那样，会告诉提的人。别人手里刚变过的，要重新看过再采用。"),
)
def accept_correction(request, uid, asked):
    found = _kept(request, uid)
    typed = {"answer": asked.get("answer", ""), "seen": asked["seen"]}
    said = {"head": "head", "same_as": "who"}
    typed |= {field: str(asked[name]) for name, field in said.items() if name in asked}
    for each in asked.get("relations", ()):
        typed[f"relation-{each['person']}"] = each["relation"]
    form = _form(typed, found, request.reader)
    _check(form, typed)
    if ends_sign_ins(found):
        _ask_password(request, asked)
    return _done(request, uid, workflow.accept, found, form, seen=asked["seen"], more=form.more)


@operation(
    "POST",
    **KEEPS,
    asks=CorrectionRefusal,
    answers=CorrectionFacts,
    refuses=MOVED_ON | APART,
    summary=_("不采用一条更正"),
    about=_("登记不动，会告诉提的人为什么。"),
)
def decline_correction(request, uid, asked):
    found = _kept(request, uid)
    typed = {"answer": asked["answer"]}
    form = _form(typed, found, request.reader, declines=True)
    _check(form, typed)
    return _done(request, uid, workflow.decline, found, form)


@operation(
    "POST",
    **SHARED,
    answers=CorrectionFacts,
    refuses=MOVED_ON,
    summary=_("收回自己提的更正"),
    about=_("还没有人看过的才收得回；登记没有动过。"),
)
def withdraw_correction(request, uid):
    mine = Correction.objects.visible_to(request.reader).filter(proposed_by=request.user)
    found = one(mine.filter(uid=uid))
    try:
        workflow.withdraw(correction=found, by=request.user, at=timezone.now())
    except workflow.CannotBeDone as cannot:
        raise Refused(cannot.code, cannot.sentence) from None
    return facts_of(one(Correction.objects.with_all().filter(uid=uid)), request.reader)


def _kept(request, uid):
    return one(Correction.objects.kept_by(request.reader).with_all().filter(uid=uid))


def _form(typed, found, reader, *, declines=False):
    data = {"asked": "1"} | typed
    return DecisionForm(
        data, correction=found, reader=reader, ask_password=False, declines=declines
    )


def _somebody(person, reader):
    return {"person": str(person.uid), "about": line_about(person, reader)}


def _check(form, typed):
    """What the page's form makes of it. Raises errors.Refused, by field."""
    names = {name: "relations" if name.startswith("relation-") else name for name in typed}
    names["who"] = "same_as"
    if strange := sorted(set(typed) - set(form.fields)):
        raise wrong(**{names[name]: ("not_of_this_kind", NOT_OF_THIS_KIND) for name in strange})
    if not form.is_valid():
        faults = form.errors.get_json_data()
        raise wrong(
            **{
                names.get(name, name): (each[0]["code"] or "invalid", each[0]["message"])
                for name, each in faults.items()
            }
        )


def _ask_password(request, asked):
    """A way to sign in ends with it, so it takes the password, as on the page."""
    if "password" not in asked:
        raise wrong(password=("required", _("采用这一条要带上您的登录密码。")))
    if not reauthentication.is_theirs(request._request, asked["password"], timezone.now()):
        raise wrong(password=("wrong", WRONG_PASSWORD))


def _done(request, uid, act, found, form, **more):
    answer, now = form.cleaned_data["answer"], timezone.now()
    try:
        act(correction=found, answer=answer, by=request.user, at=now, **more)
    except workflow.CannotBeDone as cannot:
        raise Refused(cannot.code, cannot.sentence) from None
    return facts_of(_kept(request, uid), request.reader)
