"""What whoever writes a correction into the register is asked besides: a word, who heads the family
now, whose entry it is, and the password where a way to sign in ends."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation import names
from foundation.audit import reasons
from foundation.typed import CodeField, TextField
from grids.roles import Duty
from residents import homes, masks
from residents.corrections import kinds
from residents.corrections.acts import More
from residents.models import Correction, Person
from residents.numbers.forms import TELLS_TOO_MUCH

Kind, Relation = Correction.Kind, Person.Relation
LEAVES = (Kind.MOVED_AWAY, Kind.DIED)
MOST_ALIKE = 8
SOMEBODY_NEW = "new"
TO_THE_HEAD = [each for each in Relation.choices if each[0] != Relation.HEAD]


class MoreForm(ReauthenticationForm):
    """`correction` may be one that is not written yet, at the desk of whoever keeps the register."""

    asked = TextField(initial="1", max_length=1, widget=forms.HiddenInput)

    def __init__(self, data=None, *, correction, reader, ask_password, value=None, **options):
        ends = kinds.of(correction.kind).ends_sign_ins(_said(correction, value))
        super().__init__(data, ask_password=ends and ask_password, **options)
        self.correction, self.reader = correction, reader
        self.family = _who_is_asked(correction, value)
        self.alike = _alike(correction, reader, value)
        if self.family:
            self._ask_the_family()
        if self.alike:
            self._ask_who()

    def _ask_the_family(self):
        if self.correction.kind in LEAVES:
            known = [(str(each.uid), each.name) for each in self.family]
            self.fields["head"] = forms.ChoiceField(
                label=_("户主现在是谁"),
                choices=[("", _("还不清楚，以后再问")), *known],
                required=False,
                widget=forms.RadioSelect,
            )
        for each in self.family:
            self.fields[f"relation-{each.uid}"] = forms.ChoiceField(
                label=gettext("%(name)s是新户主的什么人") % {"name": each.name},
                choices=[("", _("还没有问")), *TO_THE_HEAD],
                required=False,
            )

    def _ask_who(self):
        known = [(str(each.uid), line_about(each, self.reader)) for each in self.alike]
        self.fields["who"] = forms.ChoiceField(
            label=_("登记里有同名的人，是同一个人吗"),
            choices=[*known, (SOMEBODY_NEW, _("都不是，新登记一个人"))],
            widget=forms.RadioSelect,
        )

    @property
    def asks(self) -> bool:
        return bool(self.family or self.alike or "password" in self.fields)

    @property
    def more(self) -> More:
        said = self.cleaned_data
        by_uid = {str(each.uid): each for each in (*self.family, *self.alike)}
        relations = {each.pk: said.get(f"relation-{each.uid}", "") for each in self.family}
        return More(
            head=by_uid.get(said.get("head", "")),
            relations=relations,
            person=by_uid.get(said.get("who", "")),
        )


class DecisionForm(MoreForm):
    """Accepts or declines what was seen."""

    seen = CodeField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, declines=False, **options):
        super().__init__(*args, **options)
        self.declines = declines
        self.fields["answer"] = answer_field()
        if declines:
            for name in set(self.fields) - {"answer", "seen", "asked"}:
                del self.fields[name]

    def clean_answer(self):
        return clean_answer(self.cleaned_data["answer"], needed=self.declines)


def answer_field():
    return TextField(
        label=_("一句话"),
        max_length=reasons.LONGEST,
        required=False,
        help_text=_("提的人看得到。不采用的话要写为什么，不用写姓名和号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def clean_answer(words: str, *, needed: bool) -> str:
    if needed and len(words) < 2:
        raise forms.ValidationError(_("请写一句为什么不采用，让提的人知道。"))
    if reasons.NUMBER.search(words):
        raise forms.ValidationError(TELLS_TOO_MUCH)
    return words


def ends_sign_ins(correction: Correction) -> bool:
    """Whether somebody's way to sign in ends with it, so that it takes the password."""
    return kinds.of(correction.kind).ends_sign_ins(_said(correction, None))


def needs_its_page(correction: Correction, reader) -> bool:
    """Whether accepting it asks for more than a word, so that it does not go with several others."""
    if ends_sign_ins(correction):
        return True
    return bool(_who_is_asked(correction, None) or _alike(correction, reader, None))


def _said(correction, value):
    """What is proposed, also while it is still being typed."""
    return value or (correction.value if correction.value_sealed else {})


def _who_is_asked(correction, value):
    """The others of a family whose head leaves, or that gets another head."""
    person = correction.person
    if person is None:
        return []
    if correction.kind in LEAVES:
        return homes.family_of(person) if person.relation == Relation.HEAD else []
    if correction.kind == Kind.HOUSEHOLD:
        said = _said(correction, value)
        return homes.family_of(person) if said.get("relation") == Relation.HEAD else []
    return []


def _alike(correction, reader, value):
    """Entries of the same name that whoever decides keeps themselves, of whomever moved in."""
    if correction.kind != Kind.MOVED_IN or correction.person_id:
        return []
    said = _said(correction, value)
    if not said:
        return []
    people = Person.objects.visible_to(reader).with_duty(reader, Duty.IMPORT_ROSTER).standing()
    people = people.exclude(status=Person.Status.DIED).filter(name_key=names.key(said["name"]))
    return list(people.select_related("community", "home__building__compound")[:MOST_ALIKE])


def line_about(person, reader) -> str:
    """Which of several of one name: where they live, the masked phone, and the year of birth."""
    told = [masks.who(person, to=reader)]
    if person.birth_on:
        told.append(gettext("%(year)s 年生") % {"year": person.birth_on.year})
    if person.status != Person.Status.HERE:
        told.append(person.get_status_display())
    return " · ".join(told)
