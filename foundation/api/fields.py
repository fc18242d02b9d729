"""What a program sends on from somebody's keyboard, read as the forms of our pages read it.

An operation asks with these (`Asked`); what it answers is declared with those of the framework.
"""

from datetime import date, datetime
from typing import Any

from django.core.validators import RegexValidator
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty

from foundation import typed
from foundation.typed import reading


class TextField(serializers.CharField):
    """Words, without what nobody sees; in several lines, for a program has no boxes."""

    def run_validation(self, data: Any = empty) -> Any:
        """Nothing but marks is as blank as nothing."""
        return super().run_validation(typed.text(data) if isinstance(data, str) else data)


class CodeField(serializers.CharField):
    """A number, a code or a name to sign in with; `pattern` is of what is left of it."""

    def __init__(self, pattern: str = "", **options: Any):
        super().__init__(**options)
        if pattern:
            message = serializers.RegexField.default_error_messages["invalid"]
            self.validators.append(RegexValidator(pattern, message=message))

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation(typed.code(data) if isinstance(data, str) else data)


class WholeField(serializers.IntegerField):
    """As JSON writes it, or in an address as somebody types it."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, str):
            data = _read(reading.whole, data)
        number: int = super().to_internal_value(data)
        return number


class DayField(serializers.DateField):
    def to_internal_value(self, value: Any) -> date:
        if not isinstance(value, str):
            self.fail("invalid", format="YYYY-MM-DD")
        day: date = _read(reading.day, value)
        return day


class MomentField(serializers.DateTimeField):
    """A moment somebody alive can mean; sums with it stay within the calendar."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = super().to_internal_value(value)
        except OverflowError:  # on its way to our time zone
            self.fail("overflow")
        except serializers.ValidationError:
            if not isinstance(value, str):
                raise
            return timezone.make_aware(_read(reading.moment, value))
        if moment.year not in reading.YEARS:
            self.fail("overflow")
        return moment


def _read(read: Any, value: str) -> Any:
    try:
        return read(value)
    except reading.Unread as unread:
        raise serializers.ValidationError(str(unread.sentence), unread.code) from None
