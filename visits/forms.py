from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.typed import DayField, MomentField, TextField
from visits import wording
from visits.models import REACHED, Channel, NoteFor, Outcome

ICONS = {
    Outcome.MET: "smile",
    Outcome.PROXY: "users",
    Outcome.NOBODY: "door-closed",
    Outcome.REFUSED: "hand",
    Outcome.RESCHEDULED: "calendar-clock",
    Outcome.VACANT: "house",
    Outcome.MOVED: "truck",
}


ASIDE = ("gone", "sure")
"""What the form asks besides what the logbook keeps."""


def _meant(people):
    """Of one, that one; of several the one who is due; of several who are due, nobody."""
    today = timezone.localdate()
    due = [p.pk for p in people if p.next_due_on and p.next_due_on <= today]
    meant = due or [p.pk for p in people]
    return meant if len(meant) == 1 else []


def contradiction(people: int):
    """Why a home with people in it is not simply called empty."""
    return ngettext(
        "这一户登记着 %(n)s 位居民。人搬走了请点“已搬走”；确实没人住就在这里打钩，再保存一次。",
        "这一户登记着 %(n)s 位居民。人搬走了请点“已搬走”；确实没人住就在这里打钩，再保存一次。",
        people,
    ) % {"n": people}


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
    note_for = forms.ChoiceField(
        label=_("记事给谁看"),
        choices=NoteFor.choices,
        initial=NoteFor.ALL,
        widget=forms.RadioSelect,
        required=False,
    )
    companions = TextField(label=_("同行的人"), max_length=80, required=False)
    next_on = DayField(label=_("约好下次哪天去"), required=False)
    occurred_at = MomentField(label=_("不是现在的话，是什么时候"), required=False)

    gone = forms.MultipleChoiceField(
        label=_("谁搬走了"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("社区核对以前，他们还在这一户，写着“据说已搬走”。"),
    )
    sure = forms.BooleanField(label=_("看着确实没人住，就记空房"), required=False)

    def __init__(self, data=None, *, people, initial=None, asks=True, **kwargs):
        """`people` are those behind the door whom this user may see; who must have been meant comes ticked.

        Without `asks` the form takes what it gets: it was sent before, or nobody is there to answer.
        """
        defaults = {"client_id": uuid4(), "people": _meant(people)}
        super().__init__(data, initial=defaults | (initial or {}), **kwargs)
        labels = [(each.value, wording.for_each_channel(each.value)) for each in Outcome]
        self.fields["outcome"].choices = labels
        self.known = {str(person.pk): person for person in people}
        for name in ("people", "gone"):
            self.fields[name].choices = [(pk, person.name) for pk, person in self.known.items()]
        self.asks, self.contradicts = asks, False
        self.asks_who = len(people) > 1 and not self.initial["people"]

    def clean_people(self):
        return [self.known[pk] for pk in self.cleaned_data["people"]]

    def clean_gone(self):
        return [self.known[pk] for pk in self.cleaned_data["gone"]]

    def clean_note_for(self):
        return self.cleaned_data["note_for"] or NoteFor.ALL

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
        if self.asks and self.known and not self.errors:
            self._ask(cleaned)
        return cleaned

    def _ask(self, cleaned):
        """What must not be guessed: who was met of several, who is gone, and a home that is none."""
        outcome = cleaned["outcome"]
        if outcome in REACHED and self.asks_who and not cleaned["people"]:
            self._needs("people", _("请点一下见到了谁；都见到了就都点上。"))
        if outcome == Outcome.MOVED and not cleaned["gone"]:
            self._needs("gone", _("请点一下是谁搬走了；全家都搬走了就都点上。"))
        if outcome == Outcome.VACANT and not cleaned["sure"]:
            self.contradicts = True
            self.add_error("sure", contradiction(len(self.known)))

    def _needs(self, name, sentence):
        self.add_error(name, sentence)
        self.fields[name].required = True  # for whoever looks at it again

    @property
    def said(self) -> dict:
        """As the logbook takes it."""
        said = {name: self.cleaned_data[name] for name in self.fields if name not in ASIDE}
        if said["outcome"] == Outcome.MOVED:
            said["people"] = self.cleaned_data["gone"]
        return said

    @property
    def asks_gone(self):
        """Nobody is ticked beforehand, and it is asked only once somebody is said to be gone."""
        return "gone" in self.errors or bool(self.data.get("gone") or self.initial.get("gone"))

    @property
    def more_is_open(self):
        """Opened when something in there needs attention or was already filled in."""
        more = ("needs", "note", "companions", "next_on", "occurred_at")
        return "people" in self.errors or any(
            name in self.errors or self.data.get(name) for name in more
        )


class MendForm(ContactForm):
    """The same contact told anew: it comes as it was told, and leaves its time alone if none is typed."""

    def __init__(self, data=None, *, visit, people, **kwargs):
        met = [person.pk for person in visit.people.all()]
        told = {"people": met, "gone": met if visit.outcome == Outcome.MOVED else []}
        columns = ("outcome", "channel", "needs", "note", "note_for", "next_on", "companions")
        told |= {name: getattr(visit, name) for name in columns}
        super().__init__(
            data, people=people, initial=told | (kwargs.pop("initial", None) or {}), **kwargs
        )
        self.asks_who = len(people) > 1
        self.fields["occurred_at"].label = _("时间要改的话，是什么时候")

    @property
    def more_is_open(self):
        return True
