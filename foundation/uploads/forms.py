"""The form by which a workbook comes in."""

import uuid
from typing import Any

from django import forms
from django.db import models

from foundation.workbooks import reading


class UploadForm(forms.Form):
    """A workbook and the place it is about; hostile files end here, with a sentence.

    The subclass has a field for the place and says with `offer` which ones there are. `seen` is
    what the survey found in the file.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uid"].initial = uuid.uuid4

    def offer(self, field: str, places: models.QuerySet[Any]) -> None:
        """Where there is only one, it is chosen already."""
        choice: Any = self.fields[field]
        choice.queryset = places
        if len(places) == 1:
            choice.initial = places[0]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.seen = reading.survey(file)
        except reading.Refused as refused:
            raise forms.ValidationError(refused.sentence) from None
        return file


def file_field(*, label: Any, help_text: Any, accept: str) -> forms.FileField:
    """The field of a file whose name is shown once it is chosen."""
    shown = {"accept": accept, "data-preview": "id_file_chosen"}
    return forms.FileField(
        label=label, help_text=help_text, max_length=200, widget=forms.FileInput(attrs=shown)
    )
