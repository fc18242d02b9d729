"""Several families behind one door, in the orders and with the numbers that lists have.

What is right is said by the sentence: a number of the household, or the head's name beside
everybody, tells families apart in any order; without it a head begins a family and who stands right
below belongs to it, but where all heads stand first the lines may be sorted by relation, and of two
spouses below one head nobody can be told: then each member is asked about.
"""

from dataclasses import dataclass, field

from tests.residents.sheets import HEADERS
from tests.residents.variations.ends import ordinary

HEAD, SPOUSE = "户主", "配偶"
OTHERS = ["子女", "父母", "孙子", "儿媳", "保姆"]
HEADS = [*HEADERS, "户号"]
WAYS = ["in order", "sorted", "numbered", "named", "two spouses"]


@dataclass
class Door:
    """`lines`: (name, relation, number of the household); `head_of` by name; `asked`: names."""

    number: int
    lines: list = field(default_factory=list)
    head_of: dict = field(default_factory=dict)
    asked: set = field(default_factory=set)

    def rows(self):
        place = ["槐荫里", "1", "1", f"{self.number}01"]
        for name, relation, household in self.lines:
            cells = dict(zip(HEADERS, [*place, name], strict=False)) | {"与户主关系": relation}
            yield [*(cells.get(head) for head in HEADERS), household]


def a_door(chance, number, people):
    """`people` gives names nobody else has."""
    way, door = chance.choice(WAYS), Door(number)
    families = [_family(chance, people, n) for n in range(1, chance.randint(2, 3) + 1)]
    if way == "two spouses":
        families[0].insert(1, (next(people), SPOUSE, families[0][0][2]))
        families[0].insert(1, (next(people), SPOUSE, families[0][0][2]))
    for family in families:
        door.head_of |= {name: family[0][0] for name, _relation, _number in family}
    lines = [line for family in families for line in family]
    if way == "sorted":
        lines.sort(key=lambda line: line[1] != HEAD)
    if way == "numbered":
        chance.shuffle(lines)
    elif way == "named":
        lines = [(name, relation, door.head_of[name]) for name, relation, _number in lines]
        chance.shuffle(lines)
    else:
        lines = [(name, relation, None) for name, relation, _number in lines]
        door.asked = _asked(families, lines)
    door.lines = lines
    return door


def _family(chance, people, number):
    members = [next(people) for _ in range(chance.randint(0, 3))]
    relations = chance.sample([SPOUSE, *OTHERS], len(members))
    return [
        (next(people), HEAD, number),
        *((name, how, number) for name, how in zip(members, relations, strict=True)),
    ]


def _asked(families, lines):
    is_head = [relation == HEAD for _name, relation, _number in lines]
    if is_head == sorted(is_head, reverse=True) and not all(is_head):
        return {name for name, relation, _number in lines if relation != HEAD}
    asked = set()
    for family in families:
        if sum(relation == SPOUSE for _name, relation, _number in family) > 1:
            asked |= {name for name, _relation, _number in family[1:]}
    return asked


def names():
    number = 0
    while True:
        yield ordinary(number)["姓名"]
        number += 1
