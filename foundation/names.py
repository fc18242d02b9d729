"""How names sound: pinyin and initials for search, with surnames read as surnames."""

import re
from functools import lru_cache

# Characters that read differently as a surname than as a word.
SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "任": "ren",
    "区": "ou",
    "华": "hua",
    "尉": "wei",
    "盖": "ge",
    "朴": "piao",
    "缪": "miao",
    "冼": "xian",
    "翟": "zhai",
    "乐": "yue",
    "折": "she",
    "员": "yun",
    "繁": "po",
    "令": "ling",
    "召": "shao",
    "种": "chong",
}
DOUBLE_SURNAMES = {"尉迟": ["yu", "chi"], "万俟": ["mo", "qi"], "长孙": ["zhang", "sun"]}


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> tuple[str, ...]:
    if name[:2] in DOUBLE_SURNAMES:
        return (*DOUBLE_SURNAMES[name[:2]], *_plain(name[2:]))
    if name[:1] in SURNAMES:
        return (SURNAMES[name[0]], *_plain(name[1:]))
    return _plain(name)


def _plain(characters: str) -> tuple[str, ...]:
    """Small letters only: people type neither the dot of 买买提·艾力 nor the capital of Ali."""
    # As late as here: its tables cost a fifth of every start, and most processes never ask.
    from pypinyin import Style, lazy_pinyin

    sounds = lazy_pinyin(characters, style=Style.NORMAL)
    return tuple("".join(filter(str.isalnum, sound.lower())) for sound in sounds)


def with_one_dot(name: str) -> str:
    """阿依古丽·买买提 with the dot of the register, whichever a keyboard or a workbook wrote."""
    return re.sub(r"[•‧∙・●]", "·", name)


def pinyin(name: str) -> str:
    return "".join(_sounds(name))[:120]


def initials(name: str) -> str:
    return "".join(sound[0] for sound in _sounds(name) if sound)[:20]
