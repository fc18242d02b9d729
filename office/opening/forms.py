import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.workbooks import reading
from grids.models import Area
from grids.roles import Duty, Level

ACCEPTED = ".xlsx,.xls,.ods"


class FileForm(forms.Form):
    """A workbook and the street it is about; hostile files end here, with a sentence."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    street = forms.ModelChoiceField(
        Area.objects.none(), label=_("街道"), empty_label=_("请选择街道")
    )
    file = forms.FileField(
        label=_("填好的组织表"),
        help_text=_("最多 10 MB 的 .xlsx、.xls 或 .ods。先检查，看过结果再决定要不要导入。"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "data-preview": "id_file_chosen"}),
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = uuid.uuid4
        streets = streets_of(reader)
        self.fields["street"].queryset = streets
        if len(streets) == 1:
            self.fields["street"].initial = streets[0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.seen = reading.survey(file)
        except reading.Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return file


def streets_of(reader):
    """The streets somebody administers."""
    mine = Area.objects.with_duty(reader, Duty.ADMINISTER).valid(on=reader.day)
    return mine.filter(level=Level.TOWNSHIP).order_by("path")
