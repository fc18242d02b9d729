"""Forms of the pages on which a second person decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation.audit import reasons
from foundation.typed import TextField


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
