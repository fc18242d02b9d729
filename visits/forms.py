from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.typed import DayField, MomentField, TextField
from visits.models import Channel, Outcome

ICONS = {
    Outcome.MET: "smile",
    Outcome.PROXY: "users",
    Outcome.NOBODY: "door-closed",
    Outcome.REFUSED: "hand",
    Outcome.RESCHEDULED: "calendar-clock",
    Outcome.VACANT: "house",
    Outcome.MOVED: "truck",
}


class ContactForm(forms.Form):
    """Three taps: the door, an outcome, save; one more for a call. The rest waits under "more"."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("这次怎么样"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请点一下结果，比如“见到了”或“没人在”。")},
    )
    people = forms.MultipleChoiceField(
        label=_("联系到的人"), required=False, widget=forms.CheckboxSelectMultiple
    )
    channel = forms.ChoiceField(
        label=_("方式"), choices=Channel.choices, initial=Channel.DOOR, widget=forms.RadioSelect
    )
    needs = TextField(label=_("居民的需要"), max_length=200, required=False, widget=forms.TextInput)
    note = TextField(
        label=_("记事"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    companions = TextField(label=_("同行的人"), max_length=80, required=False)
    next_on = DayField(label=_("约好下次哪天去"), required=False)
    occurred_at = MomentField(label=_("不是现在的话，是什么时候"), required=False)

    def __init__(self, data=None, *, people, initial=None, **kwargs):
        """`people` are those behind the door whom this user may see; due ones come ticked."""
        today = timezone.localdate()
        due = [p.pk for p in people if p.next_due_on and p.next_due_on <= today]
        defaults = {"client_id": uuid4(), "people": due or [p.pk for p in people]}
        super().__init__(data, initial=defaults | (initial or {}), **kwargs)
        self.known = {str(person.pk): person for person in people}
        self.fields["people"].choices = [(pk, person.name) for pk, person in self.known.items()]

    def clean_people(self):
        return [self.known[pk] for pk in self.cleaned_data["people"]]

    def clean_next_on(self):
        next_on = self.cleaned_data["next_on"]
        if next_on and next_on <= timezone.localdate():
            raise forms.ValidationError(_("下次要在今天以后。"))
        if next_on and next_on > timezone.localdate() + timedelta(days=366):
            raise forms.ValidationError(_("最远约到一年以内。"))
        return next_on

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.RESCHEDULED and not cleaned.get("next_on"):
            if "next_on" not in self.errors:
                self.add_error("next_on", _("改约的话，请写约在哪一天。"))
        return cleaned

    @property
    def more_is_open(self):
        """Opened when something in there needs attention or was already filled in."""
        more = ("needs", "note", "companions", "next_on", "occurred_at")
        return "people" in self.errors or any(
            name in self.errors or self.data.get(name) for name in more
        )
