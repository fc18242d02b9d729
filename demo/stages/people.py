"""34,000 people who do not exist, behind their doors.

ID numbers carry the county code 150299, which is given to no county, and pass every check.
Phones begin with 164, which was given to no operator when the ministry last published its list
(March 2023): nobody real can be reached through them.
"""

from collections import Counter
from datetime import date, timedelta

from demo.cast import LI, WANG
from demo.invented import families, names
from demo.world import columns_of, uid
from residents import identity, spelling
from residents.models import Household, Person, Residency

COUNTY = "150299"
FIRST_PHONE = 16400010000
NO_PAPERS = 0.006
TENURES = {"own": 72, "rent": 24, "lodge": 2, "temporary": 2}


def imagine(world):
    """Households, people and residencies, not yet written: their last contacts come first."""
    chance = world.chance("people")
    size, numbers = world.size, Numbers()
    home = home_of_wang(world)
    lived_in = chance.sample(
        [door for door in world.dwellings if door is not home], size.households - 1
    )
    how_many = families.sizes(chance, households=size.households - 1, people=size.people - 2)
    move_in(world, chance, numbers, home, wang_and_li(world))
    order = {id(door): position for position, door in enumerate(world.dwellings)}
    for dwelling, count in zip(sorted(lived_in, key=lambda d: order[id(d)]), how_many, strict=True):
        move_in(world, chance, numbers, dwelling, family(chance, world.today, count))


def home_of_wang(world):
    """First grid of 火炬路, first building: third floor of the second stairwell."""
    return next(
        dwelling
        for dwelling in world.dwellings
        if (dwelling.stairwell, dwelling.door) == (2, "302")
    )


def wang_and_li(world):
    return [
        {
            "name": who.name,
            "sex": who.sex,
            "birth_on": years_before(world.today, who.age, 40),
            "relation": who.relation,
            "phone": who.phone,
        }
        for who in (LI, WANG)
    ]


def family(chance, today, count):
    """The members of one household as values by column, phones still to be given out."""
    surnames = {}
    for member in families.draw(chance, count):
        born = years_before(today, member.age, chance.randint(0, 364))
        carried_on = surnames.get("head", "") if member.relation == "child" else ""
        name = names.full(chance, member.sex, born.year, family=carried_on)
        surnames.setdefault(member.relation, names.family_of(name))
        yield {
            "name": name,
            "sex": member.sex,
            "birth_on": born,
            "relation": member.relation,
            "phone": None,
            "has_phone": chance.random() < phone_share(member.age),
            # Old couples often have one phone between them.
            "shares": member.relation == "spouse" and member.age > 62 and chance.random() < 0.2,
            "papers": chance.random() >= NO_PAPERS,
        }


def phone_share(age):
    for until, share in ((11, 0), (18, 0.5), (65, 0.98), (80, 0.8)):
        if age < until:
            return share
    return 0.5


def move_in(world, chance, numbers, dwelling, members):
    columns = columns_of(dwelling)
    household = Household(dwelling=dwelling, **columns)
    world.households.append(household)
    since = world.today - timedelta(days=chance.randint(400, 6000))
    tenure = chance.choices(list(TENURES), TENURES.values())[0]
    phone = ""
    for member in members:
        person = Person(
            uid=uid(chance),
            name=member["name"],
            sex=member["sex"],
            birth_on=member["birth_on"],
            relation=member["relation"],
            home=dwelling,
            household=household,
            **columns,
        )
        spelling.note(person)
        if member.get("papers", True):
            person.set_id_number(numbers.id_number(person))
            person.id_number_state = Person.IdState.CONFIRMED
        if member["phone"] or member.get("has_phone"):
            phone = member["phone"] or (phone if member["shares"] and phone else numbers.phone())
            person.set_phone(phone)
        world.people.append(person)
        world.residencies.append(
            Residency(
                person=person,
                dwelling=dwelling,
                tenure=tenure,
                from_on=max(since, person.birth_on),
                **columns,
            )
        )


class Numbers:
    """Gives out ID numbers and phones, none of them twice but by intent."""

    def __init__(self):
        self.born = Counter()
        self.phones = FIRST_PHONE

    def id_number(self, person):
        """The last of the three running digits is odd for men and even for women."""
        day = f"{person.birth_on:%Y%m%d}"
        self.born[day, person.sex] += 1
        order = 2 * self.born[day, person.sex] - (person.sex == "male")
        stem = f"{COUNTY}{day}{order:03d}"
        return stem + identity.check_character(stem)

    def phone(self):
        self.phones += 1
        return str(self.phones)


def years_before(day: date, years: int, days: int) -> date:
    """Born so many years and days ago."""
    last_birthday = day - timedelta(days=days)
    try:
        return last_birthday.replace(year=last_birthday.year - years)
    except ValueError:  # born on a 29th of February
        return last_birthday.replace(year=last_birthday.year - years, day=28)
