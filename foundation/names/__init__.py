"""Names of people: how they are written, and how they sound when they are read aloud."""

from foundation.names.sounds import initials, other_sounds, pinyin
from foundation.names.spelling import LONGEST, NotAName, clean, has_letters, key, spelled

__all__ = [
    "LONGEST",
    "NotAName",
    "clean",
    "has_letters",
    "initials",
    "key",
    "other_sounds",
    "pinyin",
    "spelled",
]
