"""What is typed about somebody or a door that is otherwise than the register has it.

Each form gives one `value`, plain as JSON holds it; `kinds` says what becomes of it.
"""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import PhoneField
from foundation import names
from foundation.audit import reasons
from foundation.typed import DayField, TextField
from residents import care, homes
from residents.models import CareTag, Person, Residency
from residents.numbers.forms import TELLS_TOO_MUCH, TOO_SHORT
from residents.person_forms import ODD_NAME, TWO_NAMES

A_YEAR = timedelta(days=366)
LONG_AGO = timedelta(days=10 * 366)


class ChangeForm(forms.Form):
    """One change, and how it is known. `person` or `dwelling` is whom it is about."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    note_required = False

    def __init__(self, data=None, *, person=None, dwelling=None, **options):
        options["initial"] = {"client_id": uuid4()} | options.get("initial", {})
        super().__init__(data, **options)
        self.person, self.dwelling = person, dwelling
        self.fields["note"] = TextField(
            label=_("怎么知道的"),
            required=self.note_required,
            max_length=reasons.LONGEST,
            help_text=_("比如：本人在门口说的。不用写姓名和号码。"),
        )

    def clean_note(self):
        words = self.cleaned_data["note"]
        if not words:
            return ""
        try:
            for name in self.names or [""]:
                words = reasons.for_the_record(words, name=name)
        except reasons.TooShort:
            raise forms.ValidationError(TOO_SHORT) from None
        except reasons.TellsTooMuch:
            raise forms.ValidationError(TELLS_TOO_MUCH) from None
        return words

    @property
    def names(self) -> list[str]:
        """What whomever it is about is called, and will be: none of it belongs into the note."""
        now, then = self.person and self.person.name, self.cleaned_data.get("name")
        return [name for name in (now, then) if name]

    @property
    def value(self) -> dict:
        raise NotImplementedError


class PhoneChange(ChangeForm):
    note_required = True  # it goes on record with the number
    phone = PhoneField(
        label=_("现在的手机号"), max_length=30, required=False, help_text=_("空着就是没有手机了。")
    )

    @property
    def value(self):
        return {"phone": self.cleaned_data["phone"]}


class NameChange(ChangeForm):
    name = TextField(label=_("姓名"), max_length=60)

    def __init__(self, *args, person=None, **options):
        super().__init__(*args, person=person, **options)
        if person:
            self.fields["name"].initial = person.name

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    @property
    def value(self):
        return {"name": self.cleaned_data["name"]}


def clean_name(text: str) -> str:
    try:
        return names.clean(text)
    except names.NotAName as error:
        why = TWO_NAMES if str(error) == "several" else ODD_NAME
        raise forms.ValidationError(why) from None


class RemarksChange(ChangeForm):
    remarks = TextField(
        label=_("备注"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写好以后整段换掉原来的。"),
    )

    def __init__(self, *args, person=None, **options):
        super().__init__(*args, person=person, **options)
        if person:
            self.fields["remarks"].initial = person.remarks

    @property
    def value(self):
        return {"remarks": self.cleaned_data["remarks"]}


class HouseholdChange(ChangeForm):
    """What somebody is to the head of their family, and whose family of this door it is."""

    relation = forms.ChoiceField(
        label=_("和户主的关系"), choices=Person.Relation.choices, widget=forms.RadioSelect
    )
    head = forms.ChoiceField(
        label=_("哪一户"), required=False, help_text=_("同一个门里有几家，才要选。")
    )

    def __init__(self, *args, person=None, **options):
        super().__init__(*args, person=person, **options)
        heads = homes.heads_beside(person) if person else []
        choices = [("", _("还是现在这一户")), *((str(each.uid), each.name) for each in heads)]
        self.fields["head"].choices = choices
        if not heads:
            del self.fields["head"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("relation") == Person.Relation.HEAD and cleaned.get("head"):
            self.add_error("head", _("户主有自己的一户，这里不用选。"))
        return cleaned

    @property
    def value(self):
        uid = self.cleaned_data.get("head", "")
        name = dict(self.fields["head"].choices)[uid] if uid else ""
        return household_value(self.cleaned_data["relation"], uid, name)


def household_value(relation: str, head: str = "", head_name: str = "") -> dict:
    """`head` is the uid of whose household it is, `head_name` how a list says it."""
    return {"relation": relation, "head": head, "head_name": head_name}


class TagChange(ChangeForm):
    """A need that is there, or is not any more."""

    need = forms.ChoiceField(label=_("哪一种需要"), choices=care.Kind.choices)
    ends = forms.BooleanField(label=_("不再需要了，到昨天为止"), required=False)
    source = TextField(label=_("来源"), max_length=60, required=False)
    purpose = TextField(label=_("用途"), max_length=120, required=False)
    expires_on = DayField(label=_("有效至"), required=False)

    def __init__(self, *args, **options):
        defaults = {
            "source": _("上门了解"),
            "purpose": _("定期探访"),
            "expires_on": timezone.localdate() + A_YEAR,
        }
        super().__init__(*args, **options | {"initial": defaults | options.get("initial", {})})

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["ends"]:
            self._ends(cleaned)
            return cleaned
        for name in ("source", "purpose", "expires_on"):
            if not cleaned.get(name):
                self.add_error(name, _("这一项要填。"))
        day, today = cleaned.get("expires_on"), timezone.localdate()
        if day and not today <= day <= today + LONG_AGO:
            self.add_error("expires_on", _("有效期要在今天以后，十年以内。"))
        return cleaned

    def _ends(self, cleaned):
        noted = CareTag.objects.filter(person=self.person, kind=cleaned["need"])
        if not noted.valid(timezone.localdate()).exists():
            self.add_error("ends", _("登记里现在没有这个标签。"))

    @property
    def value(self):
        said = self.cleaned_data
        if said["ends"]:
            return {"kind": said["need"], "ends": True}
        return {
            "kind": said["need"],
            "source": said["source"],
            "purpose": said["purpose"],
            "expires_on": said["expires_on"].isoformat(),
        }


class DayChange(ChangeForm):
    """Since when somebody is gone."""

    on = DayField(label=_("哪一天"), help_text=_("不清楚就写知道的那天。"))

    def __init__(self, *args, **options):
        today = {"on": timezone.localdate()}
        super().__init__(*args, **options | {"initial": today | options.get("initial", {})})

    def clean_on(self):
        return clean_past_day(self.cleaned_data["on"])

    @property
    def value(self):
        return {"on": self.cleaned_data["on"].isoformat()}


def clean_past_day(day):
    today = timezone.localdate()
    if not today - LONG_AGO <= day <= today:
        raise forms.ValidationError(_("日子要在今天以前，十年以内。"))
    return day


class NoEntryChange(ChangeForm):
    wish = forms.ChoiceField(
        label=_("这家怎么说"),
        choices=[("stay_out", _("请我们别进屋")), ("come_in", _("现在可以进屋了"))],
        initial="stay_out",
        widget=forms.RadioSelect,
    )

    @property
    def value(self):
        asked = self.cleaned_data["wish"] == "stay_out"
        return {"since": timezone.localdate().isoformat() if asked else ""}


class MovedInChange(DayChange):
    """Somebody lives here whom the register does not have at this door."""

    name = TextField(label=_("姓名"), max_length=60)
    phone = PhoneField(label=_("手机"), max_length=30, required=False)
    birth_on = DayField(label=_("出生日期"), required=False)
    tenure = forms.ChoiceField(
        label=_("居住类型"),
        choices=Residency.Tenure.choices,
        initial=Residency.Tenure.RENT,
        widget=forms.RadioSelect,
    )
    field_order = ["name", "phone", "tenure", "on", "birth_on"]

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_birth_on(self):
        day = self.cleaned_data["birth_on"]
        if day and not 0 <= care.age(day, timezone.localdate()) <= 130:
            raise forms.ValidationError(_("出生日期不对，请再看一看。"))
        return day

    @property
    def value(self):
        said = self.cleaned_data
        return super().value | {
            "name": said["name"],
            "phone": said["phone"],
            "birth_on": said["birth_on"].isoformat() if said["birth_on"] else "",
            "tenure": said["tenure"],
        }
