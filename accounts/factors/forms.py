from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation import typed

ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


def code_field(label, **options) -> typed.CodeField:
    return typed.CodeField(
        label=label, max_length=24, widget=forms.TextInput(attrs=ONE_TIME), **options
    )


class SecondForm(forms.Form):
    """Digits of the phone, a code from paper, or one from a card."""

    code = code_field(_("码"))

    def __init__(self, *args, by_card, **kwargs):
        super().__init__(*args, **kwargs)
        if by_card:  # twelve letters, which no phone fills in by itself
            self.fields["code"].widget.attrs["autocomplete"] = "off"


class KeyForm(ReauthenticationForm):
    field_order = ["digits", "password"]
    digits = code_field(_("手机上现在的 6 位数字"))


class PaperForm(ReauthenticationForm):
    """Nothing but the password, where it was not typed lately."""
