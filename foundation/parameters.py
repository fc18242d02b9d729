"""What stands in an address or a form may be anything; here it becomes a number, an id or words.

No page makes a number of a parameter by itself: full-width digits and five thousand nines are
digits, too, and no column holds them. tests/open/test_addresses.py asks every page with such.
"""

import re
import unicodedata
from uuid import UUID

from django.http import HttpRequest

LARGEST = 2**63 - 1
"""What a key can be, in either database."""
DIGITS = re.compile(r"[0-9]{1,19}")


def whole_number(request: HttpRequest, name: str) -> int | None:
    """The parameter of that name, of the form before the address; None when it is no key or count."""
    return as_whole_number(request.POST.get(name) or request.GET.get(name, ""))


def as_whole_number(text: str | None) -> int | None:
    """0 … `LARGEST` in plain digits; None for anything else."""
    if not text or not DIGITS.fullmatch(text):
        return None
    return number if (number := int(text)) <= LARGEST else None


def length_of(request: HttpRequest) -> int:
    """How many bytes the body has, as it says itself; more than any limit when it is no number."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return LARGEST if (length := as_whole_number(said)) is None else length


def as_uid(text: str | None) -> UUID | None:
    """The id, however it is punctuated; None for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def plain(text: str) -> str:
    """Blanks in place of control characters: nobody types them, and no search means them."""
    return "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)


def is_plain(text: str) -> bool:
    """Neither a control character nor half of a character, as no address of ours has."""
    # What can be printed is neither; only the rest is looked at one by one.
    return text.isprintable() or not any(
        unicodedata.category(each) in ("Cc", "Cs") for each in text
    )
