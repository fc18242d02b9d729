"""What is typed where a number is written, confirmed, or asked for once more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.audit import reasons
from foundation.typed import TextField

TOO_SHORT = _("请多写几个字，让本人看得懂。")
TELLS_TOO_MUCH = _("理由里不要写姓名和号码，这句话会一直留着。")


class ReasonField(TextField):
    """A reason that goes on record; cleaned to one line."""

    def __init__(self, **options):
        options = {"label": _("为什么换号码"), "max_length": reasons.LONGEST} | options
        super().__init__(**options)

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        try:
            return reasons.for_the_record(value)
        except reasons.TooShort:
            raise forms.ValidationError(TOO_SHORT) from None
        except reasons.TellsTooMuch:
            raise forms.ValidationError(TELLS_TOO_MUCH) from None
