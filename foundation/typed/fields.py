"""The fields of a form in which somebody types; tests/words/test_typed_forms.py finds all others."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from foundation.typed import reading, tidying

LARGEST = 2**31 - 1
"""What a number somebody types may be, and what every column of one holds."""


class TextField(forms.CharField):
    """Words, in one line or several. What is too long here is too long for the browser, too."""

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().to_python(value)
        tidy = tidying.text if isinstance(self.widget, forms.Textarea) else tidying.line
        return super().to_python(tidy(str(value)))


class CodeField(forms.CharField):
    """A number, a code or a name to sign in with, in full width or with blanks: cleaned to itself.

    `max_length` is of what is left; the browser takes what is longer, or it would cut it off.
    """

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().to_python(value)
        return super().to_python(tidying.code(str(value)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return {name: said for name, said in attrs.items() if name != "maxlength"}


class WholeField(forms.IntegerField):
    """A whole number. Its box is one of text with digits on the keyboard: a browser's box for
    numbers throws away what is typed in full width before anybody sees it."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, *, max_value: Any = LARGEST, min_value: Any = -LARGEST, **options: Any):
        super().__init__(max_value=max_value, min_value=min_value, **options)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = _read(reading.whole, value) if _says_something(value) else None
        return super().to_python(value)


class DayField(forms.DateField):
    """A day somebody alive can mean, however it is written (reading.day)."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str):
            return _read(reading.day, value) if _says_something(value) else None
        return super().to_python(value)


class MomentField(forms.DateTimeField):
    """A day and a time of it, in the time zone of the house."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            if not _says_something(value):
                return None
            return timezone.make_aware(_read(reading.moment, value))
        return super().to_python(value)


def _says_something(value: str) -> bool:
    return bool(tidying.code(value))


def _read(read: Any, value: str) -> Any:
    try:
        return read(value)
    except reading.Unread as unread:
        raise ValidationError(str(unread.sentence), code=unread.code) from None


OF_THEIR_OWN = (models.EmailField, models.URLField, models.SlugField)
TYPED_IN: list[tuple[Any, type[forms.Field]]] = [
    (models.CharField | models.TextField, TextField),
    (models.DateTimeField, MomentField),
    (models.DateField, DayField),
    (models.IntegerField, WholeField),
]
"""What of the framework's columns is typed, and in which of our fields; the first that fits."""


def for_typing(field: "models.Field[Any, Any]", options: dict[str, Any]) -> dict[str, Any]:
    """What a form asks a column for its field with, so that what is typed there is tidied."""
    if not field.choices and not isinstance(field, OF_THEIR_OWN):
        for kind, ours in TYPED_IN:
            if isinstance(field, kind):
                options.setdefault("form_class", ours)
                break
    return options


def column(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The field for a column: a ModelForm names it as its `Meta.formfield_callback`."""
    return field.formfield(**for_typing(field, options))
