from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms import ReauthenticationForm
from grids import idle
from grids.roles import ROLES


class CardForm(ReauthenticationForm):
    """Nothing but the password, where it was not typed lately."""


def in_words(minutes: int) -> str:
    if minutes % 60:
        return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}
    return ngettext("%(n)s 小时", "%(n)s 小时", minutes // 60) % {"n": minutes // 60}


class IdleForm(ReauthenticationForm):
    """One choice for each role; only what is another than now is changed."""

    def __init__(self, *args, ask_password, **kwargs):
        super().__init__(*args, ask_password=ask_password, **kwargs)
        password = self.fields.pop("password", None)
        for role, minutes in idle.by_role().items():
            offered = sorted({*idle.CHOICES[idle.walks(role)], minutes})
            about = _("在登记过的手机上") if idle.walks(role) else ""
            self.fields[role] = forms.TypedChoiceField(
                label=ROLES[role].label,
                choices=[(each, in_words(each)) for each in offered],
                coerce=int,
                initial=minutes,
                help_text=about,
            )
        if password:
            self.fields["password"] = password

    def chosen(self) -> dict[str, int]:
        """{role: minutes} of those that are another than before."""
        return {
            role: minutes
            for role, minutes in self.cleaned_data.items()
            if role in ROLES and minutes != self.fields[role].initial
        }
