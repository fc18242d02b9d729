from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.uploads.forms import UploadForm, file_field
from grids.models import Area
from grids.roles import Duty, Level


class FileForm(UploadForm):
    """An organisation workbook and the street it is about."""

    street = forms.ModelChoiceField(
        Area.objects.none(), label=_("街道"), empty_label=_("请选择街道")
    )
    file = file_field(
        label=_("填好的组织表"),
        help_text=_("最多 10 MB 的 .xlsx、.xls 或 .ods。先检查，看过结果再决定要不要导入。"),
        accept=".xlsx,.xls,.ods",
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("street", streets_of(reader))


def streets_of(reader):
    """The streets somebody administers."""
    mine = Area.objects.with_duty(reader, Duty.ADMINISTER).valid(on=reader.day)
    return mine.filter(level=Level.TOWNSHIP).order_by("path")
