"""Resident identity numbers (GB 11643-1999): 18 digits with a check character, or the old 15."""

import re
from datetime import date
from typing import NamedTuple

from foundation import typed

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


class NotAnIdNumber(ValueError):
    """Wrong length, an impossible birth date, or a check character that does not fit."""


class Identity(NamedTuple):
    number: str
    birth_on: date
    sex: str


def read(text: str) -> Identity:
    """The number in its 18-character form, with what it says. Raises NotAnIdNumber.

    Full-width digits, blanks, dashes between groups and a small x are read; an old 15-digit number is written out, so
    that the same person is found under either.
    """
    number = typed.code(text).upper().replace("-", "")
    if re.fullmatch("[0-9]{15}", number):
        number = f"{number[:6]}19{number[6:]}"
        number += check_character(number)
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        raise NotAnIdNumber("shape")
    if number[17] != check_character(number):
        raise NotAnIdNumber("check character")
    try:
        birth_on = birth_of(number)
    except ValueError:
        raise NotAnIdNumber("birth date") from None
    if not date(1880, 1, 1) <= birth_on <= date.today():
        raise NotAnIdNumber("birth date")
    return told_by(number)


def told_by(number: str) -> Identity:
    """What a number says that `read` gave back."""
    return Identity(number, birth_of(number), "male" if int(number[16]) % 2 else "female")


def birth_of(number: str) -> date:
    """The birth date in a number that `read` gave back."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def check_character(number: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11]
