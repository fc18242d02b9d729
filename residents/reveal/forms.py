from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import ReauthenticationForm
from foundation.audit import reasons
from foundation.typed import TextField
from residents.reveal import disclosure


class RevealForm(ReauthenticationForm):
    field = forms.ChoiceField(label=_("看哪一项"), widget=forms.RadioSelect)
    usual = forms.ChoiceField(
        label=_("为什么要看"),
        required=False,
        choices=list(disclosure.REASONS.items()),
        widget=forms.RadioSelect,
        help_text=_("点一个，或者自己写。本人看得到这句话。"),
    )
    why = TextField(
        label=_("自己写"),
        required=False,
        max_length=reasons.LONGEST - 40,  # the usual reason goes before it
        help_text=_("不用写姓名和号码。比如：问问明天几点在家。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        there = [column for column in disclosure.FIELDS if getattr(person, f"{column}_sealed")]
        self.fields["field"].choices = [(column, disclosure.FIELDS[column]) for column in there]
        if len(there) == 1:
            self.initial["field"] = there[0]

    def clean(self):
        """One sentence of both: the usual reason, and what was added to it."""
        cleaned = super().clean()
        if "why" in cleaned and "usual" in cleaned:
            usual = cleaned["usual"] and str(disclosure.REASONS[cleaned["usual"]])
            cleaned["why"] = str(_("：")).join(part for part in (usual, cleaned["why"]) if part)
            try:
                reasons.in_one_line(cleaned["why"])
            except reasons.TooShort:
                self.add_error("why", _("请点一个理由，或者多写几个字，让本人看得懂。"))
        return cleaned
