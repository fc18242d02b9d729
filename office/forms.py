"""Forms of the pages on which a second person decides, and the field of several rows."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation.audit import reasons
from foundation.parameters import as_whole_number
from foundation.typed import TextField
from office.models import Proposal


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, chosen by key. Django asks the table for whatever came as one, and SQLite breaks
    on a number no key can be."""

    def clean(self, value):
        for key in value or () if not self.to_field_name else ():
            if as_whole_number(str(key)) is None:
                said = self.error_messages["invalid_choice"]
                raise ValidationError(said, code="invalid_choice", params={"value": key})
        return super().clean(value)


class WhichField(RowsField):
    def label_from_instance(self, proposal):
        role = proposal.get_role_display() if proposal.role else ""
        place = proposal.area.name
        if proposal.kind == Proposal.Kind.MOVE and proposal.posting:
            place = f"{proposal.posting.area.name} → {place}"
        parts = [proposal.get_kind_display(), proposal.who, role, place]
        if proposal.from_on:
            parts.append(_("%(day)s 起") % {"day": date_format(proposal.from_on)})
        if proposal.until_on:
            parts.append(_("到 %(last)s 为止") % {"last": date_format(proposal.until_on)})
        return " · ".join(part for part in parts if part)


class SeveralForm(ReauthenticationForm):
    """Which of several to confirm; all of them, unless somebody takes one out."""

    which = WhichField(
        Proposal.objects.none(),
        label=_("确认哪几件"),
        to_field_name="uid",
        error_messages={"required": _("一件也没有选。请选上要确认的。")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].queryset = waiting
        self.fields["which"].initial = [each.uid for each in waiting]


class SecondForm(ReauthenticationForm):
    """Yes or no, with a reason for the no, and the password of whoever decides.

    What a form of this kind adds are `answer`, whose no is "refuse", and `words`.
    """

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == "refuse":
            try:
                reasons.in_one_line(cleaned.get("words", ""))
            except reasons.TooShort:
                self.add_error("words", _("请写几个字，让同事知道为什么。"))
        return cleaned


class ConfirmForm(SecondForm):
    """Of a grave post, a new account or a code."""

    answer = forms.ChoiceField(
        label=_("您看呢"),
        choices=[("confirm", _("确认，就这么办")), ("refuse", _("不确认"))],
        widget=forms.RadioSelect,
    )
    words = TextField(
        label=_("不确认的原因"),
        required=False,
        max_length=reasons.LONGEST,
        help_text=_("确认就不用写。"),
    )
