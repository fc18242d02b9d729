"""How names sound: pinyin and initials for search, with surnames read as surnames.

A name has one reading that stands first, by which lists are sorted, and others by which it is
found as well: 单 is shan as a surname, and dan or chan to whoever has not met the family.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Any

from foundation.names.spelling import IDEOGRAPHS, folded, spelled

LONGEST_PINYIN, LONGEST_INITIALS = 120, 20
MOST_OTHERS = 24
"""Other readings kept of one name; those that differ in the fewest characters come first."""

# Characters that read differently as a surname than as a word.
SURNAMES = dict(
    zip(
        "单曾解仇查任区华尉盖朴缪冼翟乐折员繁令召种阚卜粘乜句宓秘洗谌郇隗覃宿祭过哈车柏缴那黑逄适撒贲晟薄都能角炅佴蔚贠",
        [
            "shan",
            "zeng",
            "xie",
            "qiu",
            "zha",
            "ren",
            "ou",
            "hua",
            "wei",
            "ge",
            "piao",
            "miao",
            "xian",
            "zhai",
            "yue",
            "she",
            "yun",
            "po",
            "ling",
            "shao",
            "chong",
            "kan",
            "bu",
            "nian",
            "nie",
            "gou",
            "mi",
            "bi",
            "xian",
            "chen",
            "xun",
            "wei",
            "qin",
            "su",
            "zhai",
            "guo",
            "ha",
            "che",
            "bai",
            "jiao",
            "na",
            "he",
            "pang",
            "kuo",
            "sa",
            "ben",
            "cheng",
            "bo",
            "du",
            "nai",
            "jue",
            "gui",
            "nai",
            "yu",
            "yun",
        ],
        strict=True,
    )
)
ALSO_SURNAMES = {"谌": "shen", "费": "bi"}
"""Readings some families have of their name, which dictionaries of words leave out."""
# Surnames of two characters, and words of Mongolian names, that dictionaries read otherwise.
DOUBLE_SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "令狐": "ling hu",
    "澹台": "tan tai",
    "皇甫": "huang fu",
    "濮阳": "pu yang",
    "夏侯": "xia hou",
    "乐正": "yue zheng",
    "宰父": "zai fu",
    "亓官": "qi guan",
    "拓跋": "tuo ba",
    "夹谷": "jia gu",
    "呼延": "hu yan",
}
WORDS = {
    "查干": "cha gan",
    "格日勒": "ge ri le",
    "其其格": "qi qi ge",
    "朝鲁": "chao lu",
    "朝克图": "chao ke tu",
    "乌力吉": "wu li ji",
    "额尔": "e er",
    "呼和": "hu he",
    "那仁": "na ren",
    "那日": "na ri",
    "那顺": "na shun",
    "勒": "le",
}
# ü has no key: whoever types writes v, u, or the yu of passports.
WITHOUT_KEY = {"lv": ("lu", "lyu"), "nv": ("nu", "nyu"), "lve": ("lue",), "nve": ("nue",)}
RUNS = re.compile(f"[{IDEOGRAPHS}]+|[^{IDEOGRAPHS}]+")
SAID_OTHERWISE = re.compile("|".join([*DOUBLE_SURNAMES, *WORDS]))

Ways = tuple[str, ...]
"""How one character, or one word in letters, may be read; the first is how it is read here."""


def pinyin(name: str) -> str:
    return "".join(ways[0] for ways in _readings(name))[:LONGEST_PINYIN]


def initials(name: str) -> str:
    return _initials(ways[0] for ways in _readings(name))


def other_sounds(name: str) -> str:
    """All other readings and their initials, each behind a blank: " dantian dt"; "" if none."""
    readings = _readings(name)
    known = {"", pinyin(name)}, {"", initials(name)}
    found: dict[str, None] = {}
    for syllables in islice(_others(readings), MOST_OTHERS):
        sounds = "".join(syllables)[:LONGEST_PINYIN], _initials(syllables)
        found |= {
            sound: None for sound, first in zip(sounds, known, strict=True) if sound not in first
        }
    return "".join(f" {sound}" for sound in found)


def _initials(syllables: Iterable[str]) -> str:
    return "".join(syllable[0] for syllable in syllables)[:LONGEST_INITIALS]


def _others(readings: tuple[Ways, ...]) -> Iterator[tuple[str, ...]]:
    """Every reading but the first; those with one character read otherwise before those with two."""
    several = [place for place, ways in enumerate(readings) if len(ways) > 1]
    for count in range(1, len(several) + 1):
        for places in combinations(several, count):
            for others in product(*(readings[place][1:] for place in places)):
                read = [ways[0] for ways in readings]
                for place, other in zip(places, others, strict=True):
                    read[place] = other
                yield tuple(read)


@lru_cache(maxsize=20_000)
def _readings(name: str) -> tuple[Ways, ...]:
    """Small letters of a plain keyboard only; a character nobody can read has no sound."""
    readings: list[Ways] = []
    for number, run in enumerate(RUNS.findall(folded(spelled(name)))):
        if re.match(f"[{IDEOGRAPHS}]", run):
            firsts = _first_reading(run, is_beginning=number == 0)
            pairs = zip(firsts, run, strict=True)
            readings += [_ways(first, *_heard(character)) for first, character in pairs]
            if number == 0 and (also := ALSO_SURNAMES.get(run[0])):
                readings[0] = _ways(*readings[0], also)
        else:
            readings += [_in_letters(word) for word in re.split("[ ·.-]", run)]
    return tuple(ways for ways in readings if ways)


def _ways(*sounds: str) -> Ways:
    """Each once, and none twice because it was written with v."""
    keyless = [way for sound in sounds for way in WITHOUT_KEY.get(sound, ())]
    return tuple(dict.fromkeys(sound for sound in (*sounds, *keyless) if sound))


def _in_letters(text: str) -> Ways:
    """Ali and Müller: people type neither capitals nor dots, nor what stands above a letter."""
    text = unicodedata.normalize("NFD", text.lower()).replace("u\N{COMBINING DIAERESIS}", "ü")
    letters = re.sub("[^a-z0-9ü]", "", text)
    return _ways(letters.replace("ü", "v"), letters.replace("ü", "u"))


def _first_reading(run: str, *, is_beginning: bool) -> list[str]:
    if is_beginning and run[0] in SURNAMES:
        sounds = [SURNAMES[run[0]], *_plain(run[1:])]
    else:
        sounds = _plain(run)
    for match in SAID_OTHERWISE.finditer(run):
        word = match[0]
        if word in WORDS or is_beginning and match.start() == 0:
            said = WORDS.get(word) or DOUBLE_SURNAMES[word]
            sounds[match.start() : match.end()] = said.split()
    return sounds


def _plain(run: str) -> list[str]:
    """One sound for each character, as it is read beside the others; "" where none is known."""
    # As late as here: its tables cost a fifth of every start, and most processes never ask.
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    spans = combinations(range(len(run) + 1), 2)
    if any(end - start > 1 and run[start:end] in PHRASES_DICT for start, end in spans):
        sounds = lazy_pinyin(run, style=Style.NORMAL, errors=_unread)
        if len(sounds) == len(run):  # no dictionary that takes two characters for one
            return list(sounds)
    return [(*_heard(character), "")[0] for character in run]


def _unread(characters: str) -> Any:
    """A list, one for each character, which pypinyin takes and its types do not name."""
    return [""] * len(characters)


@lru_cache(maxsize=20_000)
def _heard(character: str) -> Ways:
    """Every reading dictionaries know of a character."""
    from pypinyin import Style, pinyin  # late, as above

    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True, errors=_unread)[0])
