"""The fields of a form in which somebody types; tests/words/test_typed_forms.py finds all others."""

from typing import Any

from django import forms
from django.db import models

from foundation.typed import tidying


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


OF_THEIR_OWN = (models.EmailField, models.URLField, models.SlugField)


def for_words(field: "models.Field[Any, Any]", options: dict[str, Any]) -> dict[str, Any]:
    """What a form asks a column for its field with: words are typed in a TextField."""
    is_text = isinstance(field, models.CharField | models.TextField)
    if is_text and not field.choices and not isinstance(field, OF_THEIR_OWN):
        options.setdefault("form_class", TextField)
    return options


def column(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The field for a column: a ModelForm names it as its `Meta.formfield_callback`."""
    return field.formfield(**for_words(field, options))
