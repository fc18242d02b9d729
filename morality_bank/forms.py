from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.typed import DayField, TextField
from morality_bank.models import Rule


class RuleField(forms.ModelChoiceField):
    def label_from_instance(self, rule):
        return _("%(name)s · %(points)s 分") % {"name": rule.name, "points": rule.points}


class DeedForm(forms.Form):
    """What, when, a word about it. `client_id` is made with the page, so a double tap is one."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    rule = RuleField(
        label=_("做了什么"),
        queryset=Rule.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("请点一下是哪一种好事。"),
            "invalid_choice": _("这个事项已经不用了，请另选一个。"),
        },
    )
    happened_on = DayField(label=_("哪天做的"))
    note = TextField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("写上谁受益、谁看见，审定的人靠它来判断。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, rules, initial=None):
        defaults = {"client_id": uuid4(), "happened_on": timezone.localdate()}
        super().__init__(data, initial=defaults | (initial or {}))
        self.fields["rule"].queryset = rules
        today = timezone.localdate().isoformat()
        self.fields["happened_on"].widget.attrs["max"] = today


class RefuseForm(forms.Form):
    why = TextField(
        label=_("为什么没有通过"),
        max_length=200,
        help_text=_("储户和存好事的人都会看到这句话。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
