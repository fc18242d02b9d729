"""What each move of a case asks for."""

from functools import cache

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import categories, consequences, need_to_know
from cases.forms.fields import GroupedCategories, WithPhotos, text_field
from cases.forms.reporting import ReportForm
from cases.models import Case
from cases.moves import Move
from foundation.typed import WholeField


class Decision(forms.Form):
    """What all decisions carry: the version of the case its decider looked at."""

    version = WholeField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, case: Case, by: User | None = None, initial=None, **kwargs):
        super().__init__(*args, initial={"version": case.version} | (initial or {}), **kwargs)
        self.case = case


class AcceptForm(Decision):
    category = GroupedCategories()
    priority = ReportForm.base_fields["priority"]
    confidential = forms.BooleanField(label=_("改为保密"), required=False)

    def __init__(self, *args, case, by, initial=None, **kwargs):
        seen = {"category": case.category_id, "priority": case.priority}
        super().__init__(*args, case=case, initial=seen | (initial or {}), **kwargs)
        self.fields["category"].use(categories.in_use(case))
        # It cannot be taken back, so it says who would still see the case.
        sees = consequences.secret_from_all_but(case, by=by, on=timezone.localdate())
        self.fields["confidential"].help_text = sees
        if case.confidential:
            del self.fields["confidential"]


class DispatchForm(Decision):
    handler = forms.ModelChoiceField(
        None, label=_("请谁去"), empty_label=None, widget=forms.RadioSelect
    )
    note = text_field(_("要交代的话"), required=False)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        workers = need_to_know.workers(case, on=timezone.localdate())
        field = self.fields["handler"]
        field.queryset = User.objects.filter(pk__in=[user.pk for user, _role in workers])
        field.choices = [(user.pk, f"{user.name} · {role}") for user, role in workers]


MORE_THAN_WORDS = {"accept": AcceptForm, "dispatch": DispatchForm}


@cache
def form_of(move: Move) -> type[Decision]:
    """What the move asks for, as its entry in the table says."""
    if move.action in MORE_THAN_WORDS:
        return MORE_THAN_WORDS[move.action]
    fields = {ask.name: _field(ask) for ask in move.asks}
    if not move.photos:
        return type("DecisionForm", (Decision,), fields)
    return type("DecisionForm", (Decision, WithPhotos), fields | {"field_order": list(fields)})


def _field(ask):
    if ask.choices:
        return forms.ChoiceField(label=ask.label, choices=ask.choices, widget=forms.RadioSelect)
    return text_field(ask.label, max_length=ask.longest, help_text=ask.help)
