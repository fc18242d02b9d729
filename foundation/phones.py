"""Mainland phone numbers as people write them, and how we show them."""

import re
import unicodedata

from foundation import typed
from foundation.sealing import blind_index

MOBILE = re.compile(r"1[3-9]\d{9}")
# National numbering plan (YD/T 1047): 010 and 02x have three digits, all other area codes four.
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d\d)-?(\d{7,8})(?:-(\d{1,5}))?")
ALSO_DASHES = re.compile("[\u00ad~]")  # in numbers; a wave in full width, too
COUNTRY = re.compile(r"(?:\+|00)86-?|86-?(?=0|1[3-9][\d-]{9,}$)")


class NotAPhone(ValueError):
    """The text is no mobile and no landline number."""


class LostZero(NotAPhone):
    """A landline whose area code lacks its 0, as spreadsheets leave it; `meant` is what it may be."""

    def __init__(self, text: str, meant: str):
        super().__init__(text)
        self.meant = meant


def clean(text: str) -> str:
    """13800000001, or 0472-5551234, or 0472-5551234-801: the one form of a number.

    Full-width digits, blanks, invisible marks, dots, brackets, dashes of every kind and +86 in front
    are taken off, and so is the .0 of a spreadsheet, whole. Raises NotAPhone, LostZero.
    """
    plain = _plain(text)
    digits, is_abroad = _without_country(plain)
    mobile = digits.replace("-", "")
    if MOBILE.fullmatch(mobile):
        return mobile
    if is_abroad and (found := _landline("0" + digits)):
        return found
    if found := _landline(digits):
        return found
    if not is_abroad and digits[:1] != "0" and (meant := _landline("0" + digits)):
        raise LostZero(text, meant)
    raise NotAPhone(text)


def _plain(text: str) -> str:
    text = typed.code(ALSO_DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    text = re.sub(r"^([+\d-]+)\.0+$", r"\1", text)
    text = re.sub(r"转(?=\d{1,5}$)", "-", text)
    return re.sub(r"-{2,}", "-", re.sub(r"[.()]", "", text))


def _without_country(plain: str) -> tuple[str, bool]:
    """The number as it is dialled here, and whether it was written for callers from abroad."""
    found = COUNTRY.match(plain)
    if not found:
        return plain, False
    rest = plain[found.end() :]
    return rest, rest[:1] != "0" and not plain.startswith("86")


def _landline(digits: str) -> str:
    """In its one form, or nothing. Between its groups there may be any number of dashes."""
    for text in (digits, _joined(digits)):
        if found := LANDLINE.fullmatch(text):
            area, number, inside = found.groups()
            return f"{area}-{number}" + (f"-{inside}" if inside else "")
    return ""


def _joined(digits: str) -> str:
    """0472-555-1234: the dashes only part what is easier to read."""
    return digits.replace("-", "") if re.fullmatch(r"\d+(-\d{3,4}){1,3}", digits) else digits


def spellings(phone: str) -> list[str]:
    """The forms in which a clean number may stand in the register.

    Landlines were kept as they were typed, with a dash or without, before there was one form.
    """
    if not (found := LANDLINE.fullmatch(phone)):
        return [phone]
    area, number, inside = found.groups()
    more = f"-{inside}" if inside else ""
    return [f"{area}-{number}{more}", f"{area}{number}{more}"]


def indexes(phone: str) -> list[str]:
    """By which a clean number is found, in whichever form the register holds it."""
    return [blind_index("phone", each) for each in spellings(phone)]


def mask(phone: str) -> str:
    """138****1234, the form ordered for public lists."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else "****" if phone else ""
