"""Reasons in somebody's own words, where one is asked for.

A reason on record outlives the data it tells of, so no name and no number belongs into it.
"""

import re

SHORTEST, LONGEST = 5, 120  # characters
NUMBER = re.compile(r"\d[\d\s-]{5,}\d")


class TooShort(Exception):
    """Fewer than five characters say nothing."""


class TellsTooMuch(Exception):
    """A name, or a number as long as a telephone has."""


def in_one_line(words: str) -> str:
    """The reason, without what is blank around and between its words. Raises TooShort."""
    reason = " ".join(words.split())
    if len(reason) < SHORTEST:
        raise TooShort
    return reason


def for_the_record(words: str, *, name: str = "") -> str:
    """The same for a reason that goes on record; `name` is whose it must not hold.

    Raises TooShort, TellsTooMuch.
    """
    reason = in_one_line(words)
    if NUMBER.search(reason) or (name and name in reason):
        raise TellsTooMuch
    return reason
