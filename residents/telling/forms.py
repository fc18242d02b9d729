from django import forms
from django.utils.translation import gettext_lazy as _

from residents.telling import choosing


class ToldByForm(forms.Form):
    """One of a few; nothing chosen leaves it to the rules of the place."""

    choice = forms.ChoiceField(
        label=_("怎么告诉我"), required=False, widget=forms.RadioSelect, choices=()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [("", _("照社区的规矩")), *((each.value, each.label) for each in choosing.OFFERED)]
        self.fields["choice"].choices = named
