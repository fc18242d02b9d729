"""Remarks, tags, tenures: what says nothing is nothing, all else is kept or refused."""

from datetime import datetime, timedelta

from residents.care import Kind
from tests.residents.variations.ends import ASKED, Refused, one
from tests.residents.variations.keyboards import BLANKS, around

REMARKS, TAGS, TENURE = "备注", "关爱标签", "居住类型"
NOTHING = [
    "无",
    "/",
    "-",
    "—",
    "－",
    "／",
    "——",
    " 无",
    "无\r\n",
    "无\u3000",
    "'无",
    " / ",
    "--",
    "//",
]
WORDS = ["住校", "常年在外", "养狗一只", "1950年参军", "见背面", "有轮椅", "儿子在北京，每月回来"]
LABELS = dict(Kind.choices)


def no_remark(chance):
    return one(REMARKS, chance.choice(NOTHING), {"remarks": ""})


def a_remark_of_digits(chance):
    day = datetime(2024, 1, 1) + timedelta(days=chance.randrange(700))
    value, text = chance.choice(
        [
            (day, day.date().isoformat()),
            (day.date().isoformat(), day.date().isoformat()),
            (day.year, str(day.year)),
            (float(f"{day.year}.5"), f"{day.year}.5"),
            (f"{day.year}.{day.month}", f"{day.year}.{day.month}"),
            (f"{day.year}.10", f"{day.year}.10"),
            (f"{day:%Y%m%d}", f"{day:%Y%m%d}"),
            (chance.randrange(10**9), None),
            ("007", "007"),
            ("1.0", "1.0"),
            ("3/4", "3/4"),
            ("1-2", "1-2"),
            ("-5", "-5"),
            ("=3+4", "=3+4"),
            ("0%", "0%"),
        ]
    )
    return one(REMARKS, value, {"remarks": text or str(value)}, shown="yyyy-mm-dd" * (value is day))


def a_remark(chance):
    words = chance.choice(WORDS)
    more = chance.choice(["", "无", "/", "-", "①", "（无）", "🐶", "𠮷", "a b"])
    text = words + more
    value = text if chance.random() < 0.4 else around(chance, text)
    return one(REMARKS, value, {"remarks": text})


def tags(chance):
    kinds = chance.sample(sorted(LABELS), chance.randint(1, 4))
    marks = ["、", "，", ",", ";", "；", "\n", "\r\n", "、 ", " 、", "\n\n", *BLANKS, "  "]
    text = str(LABELS[kinds[0]])
    for kind in kinds[1:]:
        text += chance.choice(marks) + str(LABELS[kind])
    text = chance.choice(["", " ", "、"]) + text + chance.choice(["", " ", "、", "\r\n", "，"])
    return one(TAGS, text, {"tags": sorted(kinds)})


def no_tag(chance):
    return one(TAGS, chance.choice(["无", "/", "-", " ", "—", "／", "、"]), {"tags": []})


def an_unknown_tag(chance):
    label = str(LABELS[chance.choice(sorted(LABELS))])
    text = chance.choice(
        ["党员", f"{label}、党员", f"{label} 大户", f"{label}?", f"非{label}", f"{label}1"]
    )
    return one(TAGS, text, Refused(TAGS), ASKED)


def a_tenure(chance):
    word, kind = chance.choice(
        [("自购", "own"), ("商品房", "own"), ("公租房", "rent")]
        + [("自有", "own"), ("租住", "rent"), ("出租", "rent"), ("自住", "own")]
    )
    return one(TENURE, around(chance, word), {"tenure": kind})


def no_tenure(chance):
    word = chance.choice(["宾馆", "朋友家", "自购/租住", "自购、出租", "不是自购", "1"])
    return one(TENURE, word, Refused(TENURE), ASKED)


def a_long_number(chance):
    """Of a bank card, typed as a number: its last digits are lost already."""
    return one(REMARKS, float(chance.randrange(10**18, 10**19)), Refused(REMARKS))


KINDS = [
    a_long_number,
    no_remark,
    a_remark_of_digits,
    a_remark,
    tags,
    no_tag,
    an_unknown_tag,
    a_tenure,
    no_tenure,
]
