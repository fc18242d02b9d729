"""One normal form of a name, whichever keyboard, workbook or PDF it came from (decision 31).

`spelled` is how a name is kept and shown; `key` is what names are compared and found by. Which
characters are letters is said here for the ideographs, so that the answer is the same on every
Python, whichever Unicode it knows.
"""

import re
import unicodedata
from functools import lru_cache

from foundation.names.variants import FORMS, RADICALS, RARE, TRADITIONAL

LONGEST = 60
# Unified ideographs A to J (Unicode 17), those kept for compatibility, 〇 and 々.
IDEOGRAPHS = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ee5f\U0002f800-\U0002fa1f\U00030000-\U0003347f"
)
IS_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
SELECTORS = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Which shape of a letter is meant; the name is the same without them."""
TSHEG = "\u0f0b\u0f0c"  # between the syllables of a Tibetan name
MARKS = "·.-' " + TSHEG
DOTS = "•‧∙・●⋅∘⸱ꞏᐧ᛫▪⦁"
DASHES = "‐‑‒–—―−"
APOSTROPHES = "’‘ʼ`´"
AROUND = "·.,;:、。!?…-_'\" “”"
"""What stays behind at either end of a name when it is copied out of a sentence."""
DOUBT = re.compile("[?？…⋯_＿]")
"""张三？ and 张__ are somebody whose name is not known for sure, not 张三 and 张."""

COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The hundred surnames of 85 of a hundred people (公安部, 2007)."""
OF_TWO = re.compile(
    "欧阳|上官|司马|司徒|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯|万俟|钟离|段干|端木|单于"
)
PIECES = re.compile(rf"[{IDEOGRAPHS}]{{2,}}(?:\s+[{IDEOGRAPHS}]{{2,}})+")

_RADICALS = str.maketrans(dict(zip(RADICALS[::2], RADICALS[1::2], strict=True)))
_ONE_MARK = str.maketrans(
    dict.fromkeys(DOTS, "·") | dict.fromkeys(DASHES, "-") | dict.fromkeys(APOSTROPHES, "'")
)
_VARIANTS = str.maketrans(
    {
        written: meant
        for pairs in (TRADITIONAL, FORMS, RARE)
        for written, meant in zip(pairs[::2], pairs[1::2], strict=True)
    }
)
BLANKS = re.compile(rf"(?<=[{IDEOGRAPHS}{SELECTORS}·]) +| +(?=[{IDEOGRAPHS}·])")
DOT_BETWEEN = re.compile(rf"(?<=[{IDEOGRAPHS}])\.+(?=\w)|(?<=\w)\.+(?=[{IDEOGRAPHS}])")
SILENT = re.compile("[·.' -]")
_SELECTOR = re.compile(f"[{SELECTORS}]")


class NotAName(ValueError):
    """`str()` says why: "missing", "long", "several" for two people, or "odd" for anything but
    letters and their marks."""


def clean(text: str) -> str:
    """The name as it is kept, from any usual spelling. Raises NotAName."""
    name = spelled(text)
    if not name:
        raise NotAName("missing")
    if _are_several(text):
        raise NotAName("several")
    if len(name) > LONGEST:
        raise NotAName("long")
    if not all(map(_belongs, name)) or not is_letter(name[0]) or DOUBT.search(text):
        raise NotAName("odd")
    return name


def _are_several(text: str) -> bool:
    """张三 李四, in a line or in two: each piece is a name with its surname. 钱 小芳 is one person."""
    return bool(PIECES.fullmatch(text.strip())) and all(map(_is_whole, text.split()))


def _is_whole(piece: str) -> bool:
    return len(piece) > 2 if OF_TWO.match(piece) else piece[0] in COMMON


def looks_whole(text: str) -> bool:
    """Whether it is a usual surname and a given name of one or two characters; many a word is."""
    longest = 4 if OF_TWO.match(text) else 3
    return 2 <= len(text) <= longest and all(map(IS_IDEOGRAPH.match, text)) and _is_whole(text)


@lru_cache(maxsize=20_000)
def spelled(text: str) -> str:
    """钱 小芳 without its blank, ⻢ as 马, the dot of 阿依古丽·买买提 as the register writes it.

    Letters of other scripts keep one blank between words. Whatever is no name comes back tidied
    in the same way; `clean` refuses it.
    """
    if len(text) < 5 and all("\u4e00" <= character <= "\u9fff" for character in text):
        return text  # as almost every name is, a quarter of a million in a large sheet
    text = unicodedata.normalize("NFKC", text.translate(_RADICALS)).translate(_ONE_MARK)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf" or c == "\u180e")
    text = BLANKS.sub("", " ".join(text.split()))
    text = re.sub("·+", "·", DOT_BETWEEN.sub("·", text))
    return text.strip(AROUND)


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """What two spellings of one name share: 王頔 and 王𬱖, 陳 and 陈, with and without a dot.

    Also of a piece of a name. "" if nothing of a name is in the text.
    """
    return folded(SILENT.sub("", spelled(text))).casefold()[:LONGEST]


def folded(name: str) -> str:
    """Each character in the form of the national table; still with its dots and blanks."""
    return _SELECTOR.sub("", name.translate(_VARIANTS))


def is_letter(character: str) -> bool:
    return bool(IS_IDEOGRAPH.match(character)) or character.isalpha()


def has_letters(text: str) -> bool:
    """Whether anything of it is a letter beyond those of a plain keyboard."""
    return any(is_letter(c) and not c.isascii() for c in text)


def _belongs(character: str) -> bool:
    """Letters, the marks that stand within a name, and vowel signs and selectors."""
    return (
        is_letter(character)
        or character in MARKS
        or unicodedata.category(character).startswith("M")
        or character == "\u180e"
    )
