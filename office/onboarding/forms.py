from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import typed


class OpeningForm(forms.Form):
    """The day from which the street works with the house."""

    opens_on = typed.DayField(
        label=_("开张日"),
        help_text=_("今天，或者往后 60 天以内。没到这一天可以再改。"),
    )


class DivisionsForm(forms.Form):
    """A table of codes and names; hostile files end where it is read, with a sentence."""

    file = forms.FileField(
        label=_("区划名单"),
        help_text=_("最多 10 MB 的 .xlsx、.xls、.ods 或 .csv。先看清楚会新登记什么，再导入。"),
        max_length=200,
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.xls,.ods,.csv", "data-preview": "id_file_chosen"}
        ),
    )
