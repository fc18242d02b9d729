"""Who lives behind one door: sizes that add up, ages and relations that fit each other."""

from random import Random
from typing import NamedTuple

SIZES = {1: 52, 2: 31, 3: 13, 4: 3, 5: 1}  # per hundred households; 1.7 people on average


class Member(NamedTuple):
    relation: str
    sex: str
    age: int


def sizes(chance: Random, *, households: int, people: int) -> list[int]:
    """So many households with exactly so many people in all."""
    drawn = chance.choices(list(SIZES), SIZES.values(), k=households)
    left = people - sum(drawn)
    step = 1 if left > 0 else -1
    while left:
        which = chance.randrange(households)
        if 1 <= drawn[which] + step <= 5:
            drawn[which] += step
            left -= step
    return drawn


def draw(chance: Random, size: int) -> list[Member]:
    return {1: alone, 2: two, 3: three, 4: four, 5: five}[size](chance)


def alone(chance):
    if chance.random() < 0.36:
        sex = "female" if chance.random() < 0.66 else "male"
        return [Member("head", sex, old_age(chance, 60, 93, 70))]
    return [Member("head", chance.choice(["male", "female"]), chance.randint(22, 62))]


def two(chance):
    kind = chance.choices(["old couple", "couple", "with child", "with parent"], [36, 31, 23, 10])
    match kind[0]:
        case "old couple":
            return couple(chance, old_age(chance, 58, 89, 67))
        case "couple":
            return couple(chance, chance.randint(24, 60))
        case "with child":
            return [
                head := Member("head", chance.choice(["male", "female"]), chance.randint(26, 52)),
                child_of(chance, head),
            ]
        case _:
            parent = Member("head", chance.choice(["male", "female"]), old_age(chance, 66, 92, 76))
            return [parent, child_of(chance, parent)]


def three(chance):
    if chance.random() < 0.82:
        head, wife = couple(chance, chance.randint(27, 52))
        return [head, wife, child_of(chance, wife)]
    head, wife = couple(chance, chance.randint(38, 60))
    return [head, wife, parent_of(chance, head)]


def four(chance):
    head, wife = couple(chance, chance.randint(30, 50))
    last = child_of(chance, wife) if chance.random() < 0.6 else parent_of(chance, head)
    return [head, wife, child_of(chance, wife), last]


def five(chance):
    head, wife = couple(chance, chance.randint(30, 48))
    mother = Member("parent", "female", max(52, head.age + chance.randint(21, 30)))
    father = Member("parent", "male", min(92, mother.age + chance.randint(-2, 5)))
    return [head, wife, child_of(chance, wife), mother, father]


def couple(chance, age):
    return [Member("head", "male", age), Member("spouse", "female", age - chance.randint(-3, 5))]


def child_of(chance, parent):
    age = max(0, parent.age - chance.randint(23, 37))
    return Member("child", chance.choice(["male", "female"]), age)


def parent_of(chance, head):
    sex = "female" if chance.random() < 0.7 else "male"
    return Member("parent", sex, min(94, head.age + chance.randint(22, 32)))


def old_age(chance, least, most, typical):
    return int(chance.triangular(least, most, typical))
