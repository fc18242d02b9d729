from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SignInEvent, User
from foundation.audit import reasons
from foundation.typed import DayField, MomentField, TextField
from reports.oversight.registers import Asked

LONGEST = timedelta(days=400)


class AccountField(forms.ModelChoiceField):
    """By the uid, which says nothing to whoever reads an address."""

    def __init__(self, **options):
        super().__init__(
            User.objects.none(),
            to_field_name="uid",
            label=_("谁"),
            empty_label=_("所有人"),
            required=False,
            **options,
        )


class AskedForm(forms.Form):
    """What is looked for in a register; by its address, so that it can be passed on."""

    account = AccountField()
    kind = forms.ChoiceField(
        label=_("什么事"),
        required=False,
        choices=[("", _("都看")), *SignInEvent.Kind.choices],
    )
    since = DayField(label=_("从哪天"), required=False)
    until = DayField(label=_("到哪天（含当天）"), required=False)
    device = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, accounts, with_kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts.order_by("name", "pk")
        if not with_kind:
            del self.fields["kind"]

    def asked(self) -> Asked:
        cleaned = self.cleaned_data
        since, until = cleaned["since"], cleaned["until"]
        return Asked(
            account=cleaned["account"],
            device=cleaned["device"],
            kind=cleaned.get("kind", ""),
            since=_midnight(since) if since else None,
            until=_midnight(until + timedelta(days=1)) if until else None,
        )


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


class AnswerForm(forms.Form):
    """One account or one device, and two moments."""

    account = AccountField()
    device = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    since = MomentField(label=_("从什么时候"))
    until = MomentField(label=_("到什么时候"))

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts.order_by("name", "pk")
        self.fields["account"].empty_label = ""

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("account") and not cleaned.get("device"):
            self.add_error("account", _("请选一个人。"))
        if cleaned.get("since") and cleaned.get("until"):
            if not timedelta(0) < cleaned["until"] - cleaned["since"] <= LONGEST:
                self.add_error("until", _("要晚于开始的时间，最多四百天。"))
        return cleaned


class TakeForm(forms.Form):
    """Why the lines are taken along; it goes on record."""

    why = TextField(
        label=_("用途"),
        max_length=reasons.LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_why(self):
        try:
            return reasons.for_the_record(self.cleaned_data["why"])
        except reasons.TooShort:
            raise ValidationError(_("请多写几个字，说清楚做什么用。")) from None
        except reasons.TellsTooMuch:
            raise ValidationError(_("用途里不要写号码，这句话会一直留着。")) from None
