"""Mainland phone numbers as people write them, and how we show them."""

import re
import unicodedata

MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,5})?")


class NotAPhone(ValueError):
    """The text is no mobile and no landline number."""


def clean(text: str) -> str:
    """Digits only (a landline keeps its dashes), from any usual spelling.

    Full-width digits, blanks, dots, +86 and 86 in front are taken off. Raises NotAPhone.
    """
    plain = re.sub(r"[\s.()]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+|00)?86-?(?=1[\d-]{10,}$)", "", plain.replace("-", ""))
    if MOBILE.fullmatch(digits):
        return digits
    if LANDLINE.fullmatch(plain):
        return plain
    raise NotAPhone(text)


def mask(phone: str) -> str:
    """138****1234, the form ordered for public lists."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****" if phone else ""
