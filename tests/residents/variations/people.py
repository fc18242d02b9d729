"""Names: one form of each, whoever wrote it; what is no letter is refused, with all that stands there."""

import unicodedata

from tests.residents.variations.ends import ASKED, Refused, one
from tests.residents.variations.keyboards import BLANKS, UNSEEN, WIDE

NAME = "姓名"
REFUSED = Refused(NAME)
GIVEN = "国强建华丽芳秀兰云飞文小明青林东海玉梅月红"
SURNAMES = [*"王李张刘陈杨赵黄周吴郑孙钱何马龙齐", "欧阳", "尉迟", "司马"]
DOTTED = ["阿依古丽", "买买提", "艾力", "吐尔逊", "热依汗", "克里木"]
DOTS = "·•‧∙・●．.･᛫⋅"
MARKS = "，。、,;：.；:"
# Of Unicode's EquivalentUnifiedIdeograph.txt: radicals as a PDF copies them.
RADICALS = dict(
    zip(
        "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻪⻬⻮⻰⻳",
        "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄黾齐齿龙龟",
        strict=True,
    )
)
NEW = [  # first and last of the extensions A to J
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEAD),
    (0x2CEB0, 0x2EBE0),
    (0x2EBF0, 0x2EE5D),
    (0x30000, 0x3134A),
    (0x31350, 0x323AF),
    (0x323B0, 0x33479),
]


def some_name(chance):
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))


def dressed(chance, name):
    """With blanks inside, unseen marks, and a mark that stayed behind."""
    place = chance.randint(1, len(name) - 1)
    inside = chance.choice(["", "", *BLANKS, *UNSEEN, "  "])
    name = name[:place] + inside + name[place:]
    front = chance.choice(["", "", " ", "\u3000", "'", "`", "\ufeff"])
    return front + name + chance.choice(["", "", *MARKS, " ", "\r\n", "\u200b"])


def a_name(chance):
    name = some_name(chance)
    return one(NAME, dressed(chance, name), {"name": name})


def a_name_of_a_pdf(chance):
    """Radicals, old and new, and ideographs that are there for compatibility alone."""
    shown = chance.choice(
        [
            chance.choice(list(RADICALS)),
            chr(chance.randint(0x2F00, 0x2FD5)),
            chr(chance.choice([*range(0xF900, 0xFA0E), *range(0x2F800, 0x2FA1E)])),
        ]
    )
    meant = RADICALS.get(shown) or unicodedata.normalize("NFKC", shown)
    name = chance.choice(SURNAMES)
    end = chance.choice(GIVEN)
    return one(NAME, name + shown + end, {"name": name + meant + end})


def a_rare_name(chance):
    name = some_name(chance)[0] + chr(chance.randint(*chance.choice(NEW)))
    return one(NAME, dressed(chance, name), {"name": name})


def a_name_of_two_parts(chance):
    first, last = chance.sample(DOTTED, 2)
    blank = chance.choice(["", "", " "])
    dot = chance.choice(DOTS)
    return one(NAME, f"{first}{blank}{dot}{blank}{last}", {"name": f"{first}·{last}"})


def a_name_in_other_letters(chance):
    name = chance.choice(["Ali Khan", "Anna Maria Rossi", "Jean Valjean", "Nguyen Van An"])
    typed = (
        name.translate(WIDE)
        if chance.random() < 0.5
        else name.replace(" ", chance.choice("  \u00a0\u3000"))
    )
    return one(NAME, chance.choice(["", " "]) + typed + chance.choice(["", " "]), {"name": name})


def a_name_with_letters_of_its_own(chance):
    name = chance.choice(
        ["王〇一", "葛\U000e0100城", "葛\ufe00城", "བཀྲ་ཤིས", "李〇", "辻󠄀一", "ᠪᠠᠲᠤ"]
    )
    return one(NAME, name, {"name": name})


def no_name(chance):
    """More than a name, or less: refused whole, for a part that is left out is lost."""
    name, other = some_name(chance), some_name(chance)
    text = chance.choice(
        [
            f"{name}1",
            f"{name}（户主）",
            f"{name}(已故)",
            f"（{name}）",
            f"{name}/{other}",
            f"{name}、{other}",
            f"{name},{other}",
            f"{name};{other}",
            f"{name[0]}__",
            f"{name[0]}…",
            f"{name}13800000001",
            f"{name[0]}**",
            f"{name[0]}×{name[-1]}",
            f"{name[0]}*{name[-1]}",
            f"{name[0]}?{name[-1]}",
            f"{name[0]}？",
            f"{name[0]}□{name[-1]}",
            f"{name[0]}\ufffd{name[-1]}",
            f"{name[0]}\ue000{name[-1]}",
            f"{name}😀",
            f"{name}→搬走",
            f"{name}+1",
            f"{name}=户主",
            f"@{name}",
            f"#{name}",
            f"1.{name}",
            f"①{name}",
            f"{name}②",
            f"{name}_2",
            f"《{name}》",
            "13800000001",
            12345,
            "……",
            "·",
            "???",
        ]
    )
    return one(NAME, text, REFUSED, ASKED)


def two_people(chance):
    """Side by side, or below each other, in one cell."""
    names = [
        chance.choice([*"王李张刘陈杨赵黄周吴", "欧阳", "尉迟"])
        + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        for _ in range(chance.choice((2, 2, 3)))
    ]
    return one(NAME, chance.choice(["\n", "\r\n", " ", "\u3000", "  "]).join(names), REFUSED, ASKED)


KINDS = [
    two_people,
    a_name,
    a_name_of_a_pdf,
    a_rare_name,
    a_name_of_two_parts,
    a_name_in_other_letters,
    a_name_with_letters_of_its_own,
    no_name,
]
