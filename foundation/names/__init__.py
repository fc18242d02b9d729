"""Names of people: how they are written, and how they sound when they are read aloud."""

from foundation.names.sounds import initials, other_sounds, pinyin
from foundation.names.spelling import (
    IDEOGRAPHS,
    LONGEST,
    OF_TWO,
    NotAName,
    clean,
    has_letters,
    key,
    looks_whole,
    spelled,
)

__all__ = [
    "IDEOGRAPHS",
    "LONGEST",
    "OF_TWO",
    "NotAName",
    "clean",
    "has_letters",
    "initials",
    "key",
    "looks_whole",
    "other_sounds",
    "pinyin",
    "spelled",
]
