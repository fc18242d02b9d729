"""Phones: one form of each number; what lost its first 0 is asked; a stray text is refused."""

from tests.residents.variations.ends import ASKED, Refused, one
from tests.residents.variations.keyboards import BLANKS, DASHES, as_typed

PHONE = "手机"
REFUSED = Refused(PHONE)
THREE, FOUR = ["010", "020", "021", "022", "029"], ["0472", "0471", "0470", "0310", "0998", "0750"]
NOTHING = [
    "空号",
    "停机",
    "未办",
    "无",
    "/",
    "-",
    "—",
    "－",
    "／",
    " ",
    "\u3000",
    "无 ",
    " 空号\r\n",
]


def digits(chance, count, first="23456789"):
    return chance.choice(first) + "".join(chance.choices("0123456789", k=count - 1))


def a_landline(chance):
    area = chance.choice(THREE + FOUR)
    number = digits(chance, 8 if len(area) == 3 else 7)
    dash = chance.choice(DASHES)
    blank = chance.choice(BLANKS)
    bare = area[1:]
    text = chance.choice(
        [
            f"{area}-{number}",
            f"{area}{number}",
            f"{area}{dash}{number}",
            f"{area}{blank}{number}",
            f"{area} {dash} {number}",
            f"{area}{dash}{number[:-4]}{dash}{number[-4:]}",
            f"{area}{blank}{number[:-4]}{blank}{number[-4:]}",
            f"({area}){number}",
            f"（{area}）{number}",
            f"({area}) {number}",
            f"+86 {bare} {number}",
            f"+86{bare}{number}",
            f"+86-{bare}-{number}",
            f"+86 {area} {number}",
            f"0086{bare}{number}",
            f"0086-{area}-{number}",
            f"(+86){area}{dash}{number}",
            f"86-{area}-{number}",
            f"{area}{number}.0",
        ]
    )
    return one(PHONE, as_typed(chance, text), {"phone": f"{area}-{number}"})


def a_mobile(chance):
    number = "1" + digits(chance, 10, "3456789")
    dash, blank = chance.choice(DASHES), chance.choice(BLANKS)
    a, b, c = number[:3], number[3:7], number[7:]
    value = chance.choice(
        [
            number,
            int(number),
            float(number),
            f"{number}.0",
            f"{number}.00",
            f"{a}{blank}{b}{blank}{c}",
            f"{a}{dash}{b}{dash}{c}",
            f"{number[:4]} {number[4:8]} {number[8:]}",
            f"+86{number}",
            f"+86 {a} {b} {c}",
            f"0086{number}",
            f"86-{number}",
            f"(+86){number}",
            f"+86-{a}-{b}-{c}",
        ]
    )
    if isinstance(value, str):
        value = as_typed(chance, value)
    return one(PHONE, value, {"phone": number})


def a_lost_zero(chance):
    area = chance.choice(FOUR + THREE[:2])
    number = digits(chance, 8 if len(area) == 3 else 7)
    text = chance.choice([f"{area[1:]}-{number}", area[1:] + number, f"{area[1:]} {number}"])
    value = chance.choice([text, int(area[1:] + number), f"{area[1:]}{number}.0"])
    return one(PHONE, value, ASKED)


def nothing(chance):
    return one(PHONE, chance.choice(NOTHING), {"phone": ""})


def no_phone(chance):
    number, other = ("1" + digits(chance, 10, "3456789") for _ in range(2))
    place = chance.randrange(1, 11)
    text = chance.choice(
        [
            number[:-1],
            number + chance.choice("123456789"),
            number + "0",
            f"{number}.5",
            f"{number}.01",
            f"{number[:-1]}.0",
            int(number[:-1]),
            int(number + "7"),
            float(number) + 0.5,
            f"1{chance.choice('12')}{number[2:]}",
            digits(chance, 7),
            digits(chance, 8),
            f"{number[:3]}****{number[7:]}",
            f"{number[:4]}xxx{number[7:]}",
            f"{number[:place]}O{number[place + 1 :]}",
            f"{number}/{other[-4:]}",
            "1.38E+10",
            "1.38001E10",
            f"0472-{digits(chance, 6)}",
            f"0472-{digits(chance, 9)}",
            f"99{number}",
            "见上",
            "同上",
            "王芳",
            f"+1 {number}",
            f"+852{number}",
        ]
    )
    return one(PHONE, text, REFUSED, ASKED)


def a_phone_with_something(chance):
    """Nothing beside a number may get lost: both are kept, or the line is refused or asked."""
    number, other = ("1" + digits(chance, 10, "3456789") for _ in range(2))
    text = chance.choice(
        [
            f"{number}/{other}",
            f"{number}、{other}",
            f"{number},{other}",
            f"{number} {other}",
            f"{number}\n{other}",
            f"{number}{other}",
            f"{number}（儿子）",
            f"{number}(女儿)",
            f"儿子{number}",
            f"{number} 王芳",
            f"{number}空号",
            f"{number} 停机",
            f"{number}（已停机）",
            f"0472-5551234/{number}",
            f"0472-5551234 或 {number}",
            f"-{number}-5",
            f"{number}#",
            f"{number}*",
            f"{number}?",
        ]
    )
    return one(PHONE, text, REFUSED, ASKED)


KINDS = [a_landline, a_mobile, a_lost_zero, nothing, no_phone, a_phone_with_something]
