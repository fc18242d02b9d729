import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from grids.models import Area
from grids.roles import Duty, Level
from residents import roster_workbook


class RosterForm(forms.Form):
    """A workbook and the community it is about; hostile files end here, with a sentence."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    community = forms.ModelChoiceField(
        Area.objects.none(), label=_("社区"), empty_label=_("请选择社区")
    )
    file = forms.FileField(
        label=_("名册文件"),
        help_text=_("最多 10 MB 的 .xlsx。先检查，看过结果再决定导不导入。"),
        max_length=200,
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "data-preview": "id_file_chosen",
            }
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = uuid.uuid4
        choices = Area.objects.where(user, Duty.IMPORT_ROSTER).valid()
        self.fields["community"].queryset = choices.filter(level=Level.COMMUNITY)
        if len(self.fields["community"].queryset) == 1:
            self.fields["community"].initial = self.fields["community"].queryset[0]

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            self.seen = roster_workbook.survey(file)
        except roster_workbook.Refused as refused:
            raise forms.ValidationError(refused.words) from None
        return file
