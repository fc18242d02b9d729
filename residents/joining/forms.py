from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation.audit import reasons
from foundation.typed import TextField
from residents.joining.comparison import choices_for, where
from residents.models import Meeting
from residents.models.meetings import SIDES


class ProposalForm(forms.Form):
    """One person or two; which entry stays, and what it takes from the other one."""

    verdict = forms.ChoiceField(
        label=_("是不是同一个人"), choices=Meeting.Verdict.choices, widget=forms.RadioSelect
    )
    kept = forms.ChoiceField(
        label=_("如果是，留哪一份"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("本人现在住在哪边，就留哪边的。住处、户、手机和登录跟着留下的这一份。"),
    )
    why = TextField(
        label=_("怎么核对的"),
        max_length=reasons.LONGEST,
        help_text=_("另一边看得到。不用写姓名和号码。比如：打电话问过本人，看过证件。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, meeting, ours, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        sides = sorted(SIDES, key=lambda side: side not in ours)
        self.fields["kept"].choices = [
            (side, where(getattr(meeting, side), side in ours)) for side in sides
        ]
        self.choosable = choices_for(meeting)
        for name, label in self.choosable:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=self.fields["kept"].choices,
                required=False,
                widget=forms.RadioSelect,
                help_text=_("两份写得不一样，用哪一份的。不选就用留下那份的。"),
            )

    def clean_why(self):
        names = {self.meeting.first.name, self.meeting.second.name}
        try:
            for name in sorted(names):
                reason = reasons.for_the_record(self.cleaned_data["why"], name=name)
        except reasons.TooShort:
            raise forms.ValidationError(_("请多写几个字，让另一边看得懂。")) from None
        except reasons.TellsTooMuch:
            raise forms.ValidationError(_("这里不要写姓名和号码。")) from None
        return reason

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("verdict") == Meeting.Verdict.ONE and not cleaned.get("kept"):
            self.add_error("kept", _("请选留哪一份。"))
        return cleaned

    @property
    def taken(self) -> list[str]:
        """Columns the entry that stays takes from the other one."""
        kept = self.cleaned_data["kept"]
        return [
            name for name, _label in self.choosable if self.cleaned_data[name] not in ("", kept)
        ]


class SureForm(ReauthenticationForm):
    """Agrees with what was seen, or separates; with the password, for the register moves."""

    seen = TextField(required=False, max_length=40, widget=forms.HiddenInput)
