"""Keys as they stand on paper: groups of characters that somebody can type back without a mistake.

A key is written in base 32 without I, L, O and U (Crockford's letters), sixteen characters a line
in groups of four, and each line ends in two check characters. Whatever one character is mistyped
and whatever two of a line are exchanged, the line does not fit; nor does it on another line or for
another key. Standard library only: an empty machine reads it (`bootstrap.py restore`).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What a hand or an eye makes of them.
READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
GROUP, LINE = 4, 16  # characters
# A prime below 32²: no change of one character, and no exchange of two, is a multiple of it.
MODULUS = 1021
RECOVERY, INDEX, FIELD = "R", "I", "F"  # what a line is part of
LABEL = re.compile(r"\s*([RIFrif])(\S*)-(\d+)/(\d+)\s+(.*)$")


class Mistyped(Exception):
    """The text says which line, in Chinese and English."""


class Line(NamedTuple):
    """One line of one key: `name` is R, I, or F and the id of a field key ("Fk1")."""

    name: str
    number: int  # from 1
    of: int
    text: str  # "7G3K 09AB … 4T2M  Q8"

    def __str__(self):
        return f"{self.name}-{self.number}/{self.of}  {self.text}"


def lines_of(name: str, key: bytes) -> list[Line]:
    letters = to_letters(key)
    cut = [letters[at : at + LINE] for at in range(0, len(letters), LINE)]
    return [
        Line(name, number, len(cut), _shown(_seed(name, number, len(cut)), part))
        for number, part in enumerate(cut, start=1)
    ]


def read(file):
    """The lines of a sheet: of a file, or as somebody types them, each looked at right away."""
    if file:
        return file.read_text(encoding="utf-8").splitlines()
    print(
        "照着密钥页打每一行（如 R-1/4 …），空行结束。 Type each line of the key sheet; an empty line ends it."
    )
    lines = []
    while line := input("> ").strip():
        try:
            if not typed_line(line):
                print(
                    "看不出是哪一行，请从 R-1/4 这样的行号打起。 Begin with the number of the line, like R-1/4."
                )
            else:
                lines.append(line)
        except Mistyped as wrong:
            print(wrong)
    return lines


def typed_line(line: str) -> tuple[str, int, int, str] | None:
    """Name, number, of how many, characters; nothing when it is no line of a key. Raises Mistyped."""
    named = LABEL.match(line)
    if not named:
        return None
    name, number, of = named[1].upper() + named[2], int(named[3]), int(named[4])
    return name, number, of, _part(name, number, of, named[5])


def typed(lines: Iterable[str]) -> dict[str, bytes]:
    """The keys by name, from lines as they stand on the sheet, in any order. Raises Mistyped.

    What is no line of a key is passed over, so a whole sheet may be given, too.
    """
    found: dict[tuple[str, int], dict[int, str]] = {}
    for name, number, of, part in filter(None, map(typed_line, lines)):
        found.setdefault((name, of), {})[number] = part
    keys = {}
    for (name, of), parts in found.items():
        if missing := [number for number in range(1, of + 1) if number not in parts]:
            raise Mistyped(f"{name}-{missing[0]}/{of}：少了这一行。 This line is missing.")
        keys[name] = to_bytes(name, "".join(parts[number] for number in sorted(parts)))
    return keys


def _part(name, number, of, text):
    """The characters of one line, without those that check it."""
    letters = re.sub(r"[\s-]", "", text).upper().translate(READ_AS)
    fits = set(letters) <= set(LETTERS) and len(letters) > 2
    if not fits or _value(_seed(name, number, of), letters):
        raise Mistyped(
            f"{name}-{number}/{of}：有一个字符不对，请再看一遍这一行。 "
            "One character is wrong; look at this line again."
        )
    return letters[:-2]


def to_letters(key: bytes) -> str:
    size = -(-len(key) * 8 // 5)
    value = int.from_bytes(key, "big") << (size * 5 - len(key) * 8)
    return "".join(LETTERS[value >> 5 * n & 31] for n in reversed(range(size)))


def to_bytes(name: str, letters: str) -> bytes:
    size = len(letters) * 5 // 8
    value = 0
    for letter in letters:
        value = value * 32 + LETTERS.index(letter)
    rest = len(letters) * 5 - size * 8
    if value & ((1 << rest) - 1):
        raise Mistyped(f"{name}：最后一行不全。 The last line of {name} is not whole.")
    return (value >> rest).to_bytes(size, "big")


def _shown(seed, part):
    groups = [part[at : at + GROUP] for at in range(0, len(part), GROUP)]
    return f"{' '.join(groups)}  {_check(seed, part)}"


def _check(seed, part):
    """Two characters that make the whole a multiple of the modulus, as ISO 7064 does it."""
    value = -_value(seed, part + "00") % MODULUS
    return LETTERS[value >> 5] + LETTERS[value & 31]


def _seed(name, number, of):
    return (int.from_bytes(name.encode(), "big") * 64 + number) * 64 + of


def _value(seed, letters):
    for letter in letters:
        seed = (seed * 32 + LETTERS.index(letter)) % MODULUS
    return seed
