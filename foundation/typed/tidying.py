"""Keyboards, chats and spreadsheets leave marks in a text that nobody sees and nobody meant.

`text` is for words: it takes off what is invisible and nothing else. `code` is for numbers and
codes, where a full-width digit is a digit and a blank is nothing. A password is given to neither:
whatever is in it belongs to it.
"""

import re
import unicodedata

# Soft hyphen, blanks without width, directions, the mark at the beginning of a file. The joiners
# (U+200C, U+200D) stay: Mongolian words and pictures of families are written with them.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
# Of every kind, and what keyboards for Chinese and Japanese give for one.
DASHES = re.compile("[\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d\u30fc]")


def text(typed: str) -> str:
    r"""The words as they were meant: lines end with \n alone, as a browser counts them."""
    typed = LINE_ENDS.sub("\n", typed).replace("\u00a0", " ")
    return INVISIBLE.sub("", CONTROL.sub("", typed))


def line(typed: str) -> str:
    """`text` for a field of one line: what a paste brought along as line ends and tabs are blanks."""
    return re.sub(r"[\n\t]+", " ", text(typed))


def code(typed: str, *, blank: str = "") -> str:
    """Half-width, without an invisible mark, with one kind of dash and `blank` for each blank.

    Large and small letters stay as they are, for only the reader of a code knows whether they count.
    """
    plain = unicodedata.normalize("NFKC", DASHES.sub("-", typed))
    return "".join(
        blank if c.isspace() else c
        for c in plain
        if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )
