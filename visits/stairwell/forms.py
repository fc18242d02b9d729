from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.typed import MomentField
from visits import wording
from visits.models import REACHED, Outcome
from visits.stairwell.rounds import Knock

OUTCOMES = (Outcome.MET, Outcome.PROXY, Outcome.NOBODY, Outcome.REFUSED, Outcome.VACANT)
"""What one tap can say; a date agreed and people who moved have the page of their door."""
NOT_THERE = ("", _("没去"))


class RoundForm(forms.Form):
    """Doors × outcomes. A door with one person needs no name; of several somebody is ticked."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    occurred_at = MomentField(label=_("不是现在的话，是什么时候走的"), required=False)

    def __init__(self, data=None, *, doors, people, initial=None):
        """`doors` in walking order; `people` behind them whom this user may see, {door: people}."""
        super().__init__(data, initial={"client_id": uuid4()} | (initial or {}))
        self.doors, self.behind = doors, people
        words = [(each.value, wording.AT_THE_DOOR[each.value]) for each in OUTCOMES]
        for door in doors:
            self.fields[_outcome(door)] = forms.ChoiceField(
                label=door.short,
                choices=[NOT_THERE, *words],
                widget=forms.RadioSelect,
                required=False,
            )
            if len(people.get(door.pk, [])) > 1:
                self.fields[_people(door)] = forms.MultipleChoiceField(
                    label=_("见到了谁"),
                    choices=[(str(each.pk), each.name) for each in people[door.pk]],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )

    def rows(self):
        """(outcome, people or None) of each door."""
        for door in self.doors:
            several = _people(door) in self.fields
            yield self[_outcome(door)], self[_people(door)] if several else None

    def clean(self):
        cleaned = super().clean()
        knocks = [self._knock(door, cleaned) for door in self.doors if cleaned.get(_outcome(door))]
        if not knocks and not self.errors:
            raise forms.ValidationError(_("一户也没有选。请在去过的门后面点一下结果。"))
        return cleaned | {"knocks": knocks}

    def _knock(self, door, cleaned):
        outcome, behind = cleaned[_outcome(door)], self.behind.get(door.pk, [])
        if outcome not in REACHED:
            return Knock(door, outcome)
        if len(behind) < 2:
            return Knock(door, outcome, tuple(behind))
        ticked = set(cleaned.get(_people(door), []))
        if not ticked:
            self.add_error(_people(door), _("这一户不止一位，请点一下联系到的是谁。"))
        return Knock(door, outcome, tuple(each for each in behind if str(each.pk) in ticked))


def _outcome(door):
    return f"outcome-{door.pk}"


def _people(door):
    return f"people-{door.pk}"
