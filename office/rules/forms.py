from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.typed import TextField, column
from grids.models import CalendarDay
from office.rules.writing import mark_of


class RuleForm(forms.ModelForm):
    """One rule of a community. `seen`: what held when the page was drawn (writing.mark_of).

    The kind names the fields; a rule that stands already keeps what it is about.
    """

    seen = TextField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, fixed: list[str], held, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["seen"].initial = mark_of(held)
        if held is not None:
            for name in fixed:
                self.fields.pop(name, None)

    def _get_validation_exclusions(self):
        """What a page only shows is looked at, too: it is part of what must be there once."""
        return super()._get_validation_exclusions() - {"area", *self._meta.fields}


class YesNo(forms.TypedChoiceField):
    """A switch as two choices: nobody overlooks what an empty box means."""

    widget = forms.RadioSelect

    def __init__(self, *, yes, no, **options):
        choices = [("yes", yes), ("no", no)]
        super().__init__(choices=choices, coerce=lambda value: value == "yes", **options)

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)


class DayForm(RuleForm):
    is_workday = YesNo(label=_("这一天"), yes=_("上班"), no=_("休息"))

    class Meta:
        model = CalendarDay
        formfield_callback = column
        fields = ["day", "is_workday", "why"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < self.reader.day:
            raise forms.ValidationError(
                _("这一天已经过去了，改了也不影响什么。请选今天以后的日子。")
            )
        return day
