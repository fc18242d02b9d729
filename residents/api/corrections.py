"""Corrections of the register in the API: propose at the door, and read what became of it.

What is sent is read by the very forms of our pages; nothing is written before whoever keeps the
register accepts it. `client_id` is made before sending: sent again, it is one correction.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from foundation.api import keyset
from foundation.api.errors import Refused, wrong
from foundation.api.fields import CodeField, DayField, TextField, WholeField
from foundation.api.operations import MOST, Asked, Done, Paged, moment, named, one, operation
from grids.access import duty_audience
from grids.models import posts
from grids.roles import Duty
from residents import care
from residents.corrections import kinds, workflow
from residents.corrections.saying import line_of
from residents.models import Correction, Dwelling, Person, Residency

SHARED = {"section": "people", "audience": duty_audience(Duty.SEE_PEOPLE)}
WISHES = ["stay_out", "come_in"]
NOT_OF_THIS_KIND = _("这一种更正没有这一项。")
NOT_THIS_KIND = _("这里不能提这一种，或者没有说清是谁、哪一户。")
REFUSES = {
    workflow.AlreadyProposed.code: workflow.AlreadyProposed.detail,
    workflow.NothingNew.code: workflow.NothingNew.sentence,
    workflow.Gone.code: workflow.Gone.sentence,
}


class CorrectionFacts(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Correction.Kind.choices)
    state = serializers.ChoiceField(Correction.State.choices)
    person = serializers.UUIDField(allow_null=True, help_text=_("登记里的人；有人搬来时是空的。"))
    door = serializers.IntegerField(allow_null=True, help_text=_("门牌的编号。"))
    stands = serializers.CharField(help_text=_("登记里是什么，号码遮住中间。"))
    proposed = serializers.CharField(help_text=_("提的是什么，号码遮住中间。"))
    note = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(help_text=_("看的人说的一句话。"))


class CorrectionQuery(Paged):
    state = serializers.ChoiceField(Correction.State.choices, required=False)


class NewCorrection(Asked):
    client_id = serializers.UUIDField(help_text=_("发送前由您生成；重发用同一个，只会提一次。"))
    kind = serializers.ChoiceField(Correction.Kind.choices)
    person = serializers.UUIDField(required=False, help_text=_("说的是哪位居民，用 uid。"))
    door = WholeField(
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("有人搬来、请别进屋，写门牌的编号。"),
    )
    note = TextField(
        max_length=120,
        required=False,
        allow_blank=True,
        help_text=_("怎么知道的，不写姓名和号码；改手机必须写。"),
    )
    phone = CodeField(max_length=30, required=False, allow_blank=True)
    name = TextField(max_length=60, required=False)
    remarks = TextField(max_length=200, required=False, allow_blank=True)
    relation = serializers.ChoiceField(Person.Relation.choices, required=False)
    head = serializers.UUIDField(required=False, help_text=_("哪一户：同一个门里户主的 uid。"))
    need = serializers.ChoiceField(care.Kind.choices, required=False)
    ends = serializers.BooleanField(required=False, help_text=_("这种需要不再有了。"))
    source = TextField(max_length=60, required=False)
    purpose = TextField(max_length=120, required=False)
    expires_on = DayField(required=False)
    on = DayField(required=False, help_text=_("从哪天起。"))
    wish = serializers.ChoiceField(WISHES, required=False)
    tenure = serializers.ChoiceField(Residency.Tenure.choices, required=False)
    birth_on = DayField(required=False)


ABOUT = ("client_id", "kind", "person", "door", "note")


@operation(
    "POST",
    **SHARED,
    asks=NewCorrection,
    answers=CorrectionFacts,
    repeats=True,
    refuses=REFUSES,
    summary=_("提一条登记更正"),
    about=_("和门牌页上“改登记”提的一样：管登记的同事看过才改，改了会告诉您。"),
)
def propose_correction(request, asked):
    about = _about(request, asked)
    kind = kinds.find(asked["kind"], of_person="person" in about)
    place = about.get("person") or about["dwelling"]
    hidden = asked["kind"] == Correction.Kind.TAG and not posts.holds(
        request.reader, Duty.SEE_CARE, place
    )
    if kind is None or hidden:
        raise wrong(kind=("not_here", NOT_THIS_KIND))
    form, now = _form(kind, asked, about), timezone.now()
    facts = {"kind": kind.name, "note": form.cleaned_data["note"], **about}
    facts |= {"client_id": asked["client_id"], "value": form.value}
    try:
        made = workflow.propose(**facts, by=request.user, at=now)
    except workflow.CannotBeDone as cannot:
        raise Refused(cannot.code, cannot.sentence) from None
    made = Correction.objects.with_all().get(pk=made.pk)
    return Done(facts_of(made, request.reader), new=made.proposed_at == now)


def _about(request, asked):
    """The person or the door, as the pages find them."""
    reader = request.reader
    if "person" in asked and "door" in asked:
        raise wrong(door=("not_of_this_kind", NOT_OF_THIS_KIND))
    if "person" in asked:
        people = Person.objects.visible_to(reader).standing().select_related("home")
        return {"person": named(people, "person", uid=asked["person"])}
    doors = Dwelling.objects.visible_to(reader).with_duty(reader, Duty.SEE_PEOPLE)
    return {"dwelling": named(doors, "door", pk=asked.get("door", 0))}


def _form(kind, asked, about):
    """The form of our page over what was sent. Raises errors.Refused, by field."""
    typed = {name: value for name, value in asked.items() if name not in ABOUT}
    data = {name: str(value) for name, value in typed.items()}
    data |= {"client_id": str(asked["client_id"]), "note": asked.get("note", "")}
    form = kind.form(data, **about)
    if strange := sorted(set(typed) - set(form.fields)):
        raise wrong(**{name: ("not_of_this_kind", NOT_OF_THIS_KIND) for name in strange})
    if not form.is_valid():
        faults = form.errors.get_json_data()
        raise wrong(
            **{
                name: (faults[name][0]["code"] or "invalid", faults[name][0]["message"])
                for name in faults
            }
        )
    return form


@operation(
    "GET",
    **SHARED,
    asks=CorrectionQuery,
    answers=CorrectionFacts,
    pages=True,
    summary=_("登记更正"),
    about=_("您提的，和您管的登记里别人提的；最近提的在前面。"),
)
def corrections(request, asked):
    rows = Correction.objects.visible_to(request.reader).with_all()
    if "state" in asked:
        rows = rows.filter(state=asked["state"])
    page = keyset.page(rows, order=("-proposed_at", "-pk"), cursor=asked.get("cursor", ""))
    return page._replace(items=[facts_of(each, request.reader) for each in page.items])


@operation(
    "GET",
    **SHARED,
    answers=CorrectionFacts,
    summary=_("一条登记更正"),
    about=_("id 就是提的时候的 client_id。"),
)
def correction(request, uid):
    rows = Correction.objects.visible_to(request.reader).with_all().filter(uid=uid)
    return facts_of(one(rows), request.reader)


def facts_of(found, reader):
    line = line_of(found, reader)
    return {
        "id": str(found.uid),
        "kind": found.kind,
        "state": found.state,
        "person": str(found.person.uid) if found.person_id else None,
        "door": found.dwelling_id,
        "stands": line.stands,
        "proposed": line.proposed,
        "note": found.note,
        "proposed_at": moment(found.proposed_at),
        "decided_at": moment(found.decided_at),
        "answer": found.answer,
    }
