"""What somebody may mean by what they typed into the search box."""

import re
import unicodedata
from dataclasses import dataclass, replace

from foundation import names, phones
from foundation.parameters import plain
from residents import identity
from residents.search import doors

SHORTEST_SOUND = 2
SHORTEST_CODE = 6
LONGEST = 60
MOST_WORDS = 6  # of a name and a door; nobody puts more blanks between them


@dataclass(frozen=True)
class Asked:
    """One text, read in every way it can be read; what it cannot be is empty."""

    text: str  # without blanks, in capitals
    id_number: str = ""
    phone: str = ""
    name: str = ""  # a piece of a name, in characters
    sound: str = ""  # pinyin or initials, small letters only
    code: str = ""  # the beginning of an area's code
    places: tuple[doors.Place, ...] = ()
    pairs: tuple[tuple["Asked", "Asked"], ...] = ()  # somebody, and their door or number

    @property
    def is_half_a_number(self) -> bool:
        """Too many digits for a door, too few for the number of anybody."""
        known = self.id_number or self.phone
        return not known and bool(re.fullmatch(r"\d{5,17}", self.text))

    @property
    def is_wrong_id_number(self) -> bool:
        return not self.id_number and bool(re.fullmatch(r"\d{17}[\dX]", self.text))


def read(typed: str) -> Asked:
    text = plain(unicodedata.normalize("NFKC", typed)[:LONGEST])
    words = "".join(c for c in text if unicodedata.category(c) != "Cf").split()
    return replace(_read("".join(words)), pairs=tuple(_pairs(words)))


def _pairs(words):
    """王 3-2-501, wxl 501, 3号楼 秀兰, 王 13800000001: a blank parts a name from what tells it
    apart from its namesakes."""
    for place in range(1, len(words) if len(words) <= MOST_WORDS else 0):
        parts = _read("".join(words[:place])), _read("".join(words[place:]))
        for who, more in (parts, parts[::-1]):
            is_name = who.sound or who.name and not re.search(r"\d", who.text)
            if is_name and (more.places or more.phone or more.id_number):
                yield who, more


def _read(text):
    return Asked(
        text=text.upper(),
        id_number=_id_number(text),
        phone=_phone(text),
        name=_name(text),
        sound=_sound(text),
        code=text if text.isdecimal() and len(text) >= SHORTEST_CODE else "",
        places=tuple(doors.read(text)),
    )


def _id_number(text):
    try:
        return identity.read(text).number
    except identity.NotAnIdNumber:
        return ""


def _phone(text):
    try:
        return phones.clean(text)
    except phones.LostZero as lost:
        return lost.meant
    except phones.NotAPhone:
        return ""


def _name(text):
    text = names.spelled(text)
    return text if not _sound(text) and names.has_letters(text) else ""


def _sound(text):
    """Wang Xiu-lan, wang'xiu'lan and WXL; ü is the v of keyboards, and lu and the lyu of passports
    are readings every such name has."""
    letters = unicodedata.normalize("NFD", names.spelled(text).lower()).replace(
        "u\N{COMBINING DIAERESIS}", "v"
    )
    letters = "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’-.·")
    return letters if re.fullmatch(rf"[a-z]{{{SHORTEST_SOUND},}}", letters) else ""
