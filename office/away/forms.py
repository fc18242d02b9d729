"""The days one is away, and who stands in, out of those who may."""

import uuid
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.typed import DayField
from grids.models import Absence
from grids.standing_in.candidates import candidates

NOBODY = "nobody"


class StandInForm(forms.Form):
    """Who stands in: whoever may on these days, the nearest first, and nobody, last."""

    stand_in = forms.ChoiceField(label=gettext_lazy("谁代班"), widget=forms.RadioSelect)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def offer(self, from_on: date, until_on: date, chosen: User | None = None):
        """Fill in who may; the first who is there is chosen unless somebody was."""
        found = candidates(self.user, from_on=from_on, until_on=until_on)
        self.people = {str(each.user.uid): each.user for each in found}
        choices = [(str(each.user.uid), _in_words(each)) for each in found]
        self.fields["stand_in"].choices = [*choices, (NOBODY, _("还没有人，请带队的安排"))]
        there = chosen or next((each.user for each in found if not each.is_away), None)
        self.fields["stand_in"].initial = str(there.uid) if there else NOBODY

    def clean_stand_in(self):
        return self.people.get(self.cleaned_data["stand_in"])


class AwayForm(StandInForm):
    """A new absence; `uid` is made with the page, so that two taps are one."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    from_on = DayField(label=gettext_lazy("从哪天起"))
    until_on = DayField(label=gettext_lazy("到哪天（含当天）"))

    field_order = ["uid", "from_on", "until_on", "stand_in"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["uid"].initial = uuid.uuid4
        self.fields["from_on"].initial = self.fields["until_on"].initial = today
        self.offer(*self._days(today))

    def _days(self, today):
        """As typed, where they can be read; else today."""
        typed = []
        for name in ("from_on", "until_on"):
            try:
                typed.append(self.fields[name].clean(self.data.get(name)))
            except ValidationError:
                return today, today
        first, last = typed
        return (first, last) if today - timedelta(days=1) < first <= last else (today, today)


class ChangeForm(StandInForm):
    """Of an absence that goes on or is to come."""

    until_on = DayField(label=gettext_lazy("到哪天（含当天）"))

    field_order = ["until_on", "stand_in"]

    def __init__(self, *args, absence: Absence, **kwargs):
        super().__init__(*args, user=absence.user, **kwargs)
        self.fields["until_on"].initial = absence.until_on
        first = max(absence.from_on, timezone.localdate())
        self.offer(first, max(first, absence.until_on), absence.stand_in)
        if absence.stand_in is None:
            self.fields["stand_in"].initial = NOBODY


def _in_words(each):
    words = f"{each.user.name} · {each.place} · {each.role}"
    return words + _("（这几天里也不在）") if each.is_away else words
