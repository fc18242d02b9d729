"""Doors: every part of a text is used, or the line is refused; it is never another door.

The compound is 槐荫里, with the buildings 1 to 30 and 101; beside it in the community is 柳荫里.
"""

from dataclasses import dataclass

from tests.residents.variations.ends import ASKED, Refused, Variation
from tests.residents.variations.keyboards import DASHES, around, widened

DOOR, BUILDING, STAIRWELL, COMPOUND = "门牌", "楼号", "单元", "小区"
NUMERALS = "零一二三四五六七八九"
REFUSED = tuple(Refused(column) for column in (DOOR, BUILDING, STAIRWELL, COMPOUND))


@dataclass
class Flat:
    building: int
    stairwell: int
    floor: int
    side: int
    part: str = ""

    @property
    def number(self):
        return f"{self.floor}{self.side:02d}"

    @property
    def door(self):
        return self.number + (f"-{self.part}" if self.part else "")

    def taken(self, compound="槐荫里"):
        return {
            "whole": f"{compound} {self.building}-{self.stairwell}-{self.door}",
            "floor": self.floor,
        }


def in_characters(number):
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones or not tens else "")


def some_flat(chance):
    part = chance.choice(["", "", "", "1", "2", "3"])
    return Flat(
        chance.randint(1, 30),
        chance.randint(1, 9),
        chance.randint(1, 33),
        chance.randint(1, 8),
        part,
    )


def cells(door, flat=None, *, compound="槐荫里", building=True, stairwell=True):
    """The columns of the place; True: as the flat says it."""
    return {
        COMPOUND: compound,
        BUILDING: flat.building if building is True else building,
        STAIRWELL: flat.stairwell if stairwell is True else stairwell,
        DOOR: door,
    }


def a_door_beside_its_columns(chance):
    """Building and stairwell have columns, however they are written there."""
    flat = some_flat(chance)
    b, s, f, d = flat.building, flat.stairwell, flat.floor, flat.door
    building = chance.choice(
        [b, float(b), str(b), f"{b}号楼", f"{b}栋", f"{b}幢", f"{b}#", f"{b}#楼", f"{b}座", f"0{b}"]
        + [f"{in_characters(b)}号楼", f"{in_characters(b)}栋", f"{b}号", f"{b}楼", f" {b} "]
    )
    stairwell = chance.choice(
        [s, str(s), f"{s}单元", f"{in_characters(s)}单元", f"{s}门", f"{s} 单元", f"0{s}", float(s)]
    )
    whole = [d, f"{d}室", f"{d}号", f"{d} ", f"{f}楼{d}", f"{f}层{d}室", f"{in_characters(f)}楼{d}"]
    whole += [
        f"{s}-{d}",
        f"{b}-{s}-{d}",
        f"{s}单元{d}",
        f"{b}号楼{s}单元{d}室",
        f"槐荫里{b}-{s}-{d}",
    ]
    if not flat.part:
        whole += [int(d), f"{d}户", f"{f}-{flat.side:02d}", f"{f}楼{flat.side:02d}"]
    door = chance.choice(whole)
    # 5-01 in building 5, or in stairwell 5, and 1楼01: a door of the ground floor as well.
    ends = (flat.taken(), *REFUSED) if f in (1, b, s) else (flat.taken(),)
    if isinstance(door, str):
        door = chance.choice([around, widened, lambda _chance, same: same])(chance, door)
    if isinstance(building, str) and chance.random() < 0.3:
        building = widened(chance, building)
    return Variation(cells(door, building=building, stairwell=stairwell), ends)


def an_address(chance):
    """Everything in one cell."""
    flat = some_flat(chance)
    b, s, f, d = flat.building, flat.stairwell, flat.floor, flat.door
    dash = chance.choice(DASHES)
    text = chance.choice(
        [
            f"{b}-{s}-{d}",
            f"{b}{dash}{s}{dash}{flat.number}" + (f"{dash}{flat.part}" if flat.part else ""),
            f"{b}#{s}#{d}",
            f"{b}#-{s}-{d}",
            f"{b}#楼{s}单元{d}",
            f"{b}号楼{s}单元{d}",
            f"{b}号楼{s}单元{d}室",
            f"{b}号楼 {s}单元 {d}",
            f"{b}栋{s}单元{d}室",
            f"{b}幢{s}单元{d}号",
            f"{b}座{s}门{d}",
            f"{in_characters(b)}号楼{in_characters(s)}单元{d}",
            f"{in_characters(b)}栋{in_characters(s)}单元{d}室",
            f"{b}号楼{s}单元{f}楼{d}",
            f"{b}号楼{s}单元{f}层{d}室",
            f"{b}号楼{s}单元{in_characters(f)}楼{d}室",
            f"{b} {s} {d}",
        ]
    )
    front = chance.choice(["", "", "槐荫里", "槐荫里小区", "槐荫里 "])
    compound = chance.choice(["槐荫里", None]) if front else "槐荫里"
    text = chance.choice([around, widened, lambda _chance, same: same])(chance, front + text)
    line = cells(text, compound=compound, building=None, stairwell=None)
    return Variation(line, (flat.taken(),))


def a_contradiction(chance):
    """The text says another building, stairwell, floor or compound than the column or itself."""
    flat = some_flat(chance)
    flat = Flat(flat.building, flat.stairwell, max(flat.floor, 11), flat.side, flat.part)
    b, s, f, d = flat.building, flat.stairwell, flat.floor, flat.door
    far = b + 40  # no stairwell and no floor can be meant
    return Variation(
        chance.choice(
            [
                cells(f"{far}-{s}-{d}", flat),
                cells(f"{far}号楼{s}单元{d}", flat),
                cells(f"{far}号楼{d}", flat),
                cells(f"{s + 10}单元{d}", flat),
                cells(f"{b}-{s + 10}-{d}", flat),
                cells(f"{s + 40}-{d}", flat),
                cells(f"{s % 9 + 1}-{d}", flat) if s % 9 + 1 != b else cells(f"{far}-{d}", flat),
                cells(f"{b}号楼{s % 9 + 1}单元{d}", flat),
                cells(f"{f + 40}楼{d}", flat),
                cells(f"{f + 1}层{d}", flat) if f + 1 != b else cells(f"{f + 41}层{d}", flat),
                cells(f"{b}号楼{s}单元{f + 1}楼{d}", flat, building=None, stairwell=None),
                cells(f"柳荫里{b}-{s}-{d}", flat),
                cells(f"柳荫里{d}", flat),
                cells(f"松荫里{b}号楼{s}单元{d}", flat),
                cells(f"松荫里{d}", flat),
                cells(f"{b}号楼{b + 1}号楼{s}单元{d}", flat, building=None, stairwell=None),
                cells(f"{b}-{s}-{d},{b}-{s}-{f}99", flat),
                cells(f"{d}、{f}99", flat),
                cells(f"{flat.number}/{f}99", flat),
            ]
        ),
        (*REFUSED, ASKED),
    )


def another_compound(chance):
    """Its name stands before the door and no column says otherwise: there it is."""
    flat = some_flat(chance)
    b, s, d = flat.building, flat.stairwell, flat.door
    text = chance.choice(
        [f"柳荫里{b}-{s}-{d}", f"柳荫里小区{b}号楼{s}单元{d}", f"柳荫里{b}#{s}-{d}"]
    )
    line = cells(text, compound=None, building=None, stairwell=None)
    return Variation(line, (flat.taken("柳荫里"),))


def a_door_with_words(chance):
    """What the words mean nobody said: they stay in the door, or the line is refused."""
    flat = some_flat(chance)
    d = flat.number
    words = chance.choice(
        ["东", "西户", "车库", "阁楼", "地下室", "储藏间", "旁", "后门", "A", "甲", "之一"]
    )
    text = chance.choice([f"{d}{words}", f"{words}{d}", f"{d}（{words}）", f"{d} {words}"])
    base = f"槐荫里 {flat.building}-{flat.stairwell}-"
    kept = [f"{d}{words}", f"{words}{d}", f"{d}（{words}）", f"{d}({words})", f"{d}-{words}"]
    ends = [{"whole": base + each} for each in kept]
    return Variation(cells(text, flat), (*ends, *REFUSED, ASKED))


def a_door_of_more_numbers(chance):
    """Four numbers and more, ranges, halves: each number used, or the line refused."""
    flat = some_flat(chance)
    b, s, f, d = flat.building, flat.stairwell, flat.floor, flat.number
    divided = Flat(b, s, f, flat.side, "1")
    floor = Flat(b, s, f, flat.side)
    return chance.choice(
        [
            Variation(
                cells(f"{b}-{s}-{f}-{flat.side:02d}", flat, building=None, stairwell=None),
                (floor.taken(), *REFUSED, ASKED),
            ),
            Variation(
                cells(f"{b}-{s}-{d}-1", flat, building=None, stairwell=None), (divided.taken(),)
            ),
            Variation(cells(f"{d}-1-2", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{b}-{s}", flat, building=None, stairwell=None), (*REFUSED, ASKED)),
            Variation(cells(f"{d}-{f}99", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}~{f}99", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}至{f}99", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}+{f}99", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}和{f}99", flat), (*REFUSED, ASKED)),
            Variation(cells(float(f"{d}.5"), flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}.0", flat), (floor.taken(), *REFUSED)),
            Variation(
                cells(f"{b}-{s}-{d}-1-2", flat, building=None, stairwell=None), (*REFUSED, ASKED)
            ),
            Variation(cells(f"-{d}", flat), (*REFUSED, ASKED)),
            Variation(cells(f"{d}-", flat), (floor.taken(), *REFUSED)),
            Variation(cells(f"{d}?", flat), (*REFUSED, ASKED)),
        ]
    )


def no_column_left(chance):
    """A column that cannot be what it is called, or a building nobody knows, is refused."""
    flat = some_flat(chance)
    wrong = chance.choice(
        [
            {BUILDING: "三栋四"},
            {BUILDING: "1、2号楼"},
            {BUILDING: "1-2"},
            {BUILDING: "1/2"},
            {BUILDING: 1.5},
            {BUILDING: "77号楼"},
            {BUILDING: "-1"},
            {BUILDING: "东楼"},
            {STAIRWELL: "1、2单元"},
            {STAIRWELL: "东单元"},
            {STAIRWELL: 1.5},
            {STAIRWELL: "1-2"},
            {STAIRWELL: "-1"},
            {COMPOUND: "松荫里"},
            {COMPOUND: "槐荫里、柳荫里"},
            {COMPOUND: "槐荫里二期"},
        ]
    )
    return Variation(cells(flat.door, flat) | wrong, (*REFUSED, ASKED))


KINDS = [
    a_door_beside_its_columns,
    an_address,
    a_contradiction,
    another_compound,
    a_door_with_words,
    a_door_of_more_numbers,
    no_column_left,
]
