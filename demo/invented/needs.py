"""Who needs care, so that the three tiers have a believable size in a street of 34,000."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from residents import care
from residents.care import Kind
from residents.models import CareTag


class Need(NamedTuple):
    kind: str
    per_thousand: float  # of everybody
    who: object  # does it fit this person, of that age, living with so many others?
    source: str
    purpose: str


NEEDS = [
    Need(
        Kind.LIVING_ALONE_80,
        5.4,
        lambda p, age, others: age >= 80 and others <= 1,
        "民政名册",
        "每周探访，防意外",
    ),
    Need(Kind.DEMENTIA, 1.3, lambda p, age, others: age >= 74, "家属告知", "防走失，提醒家属"),
    Need(Kind.SERIOUS_ILLNESS, 2.2, lambda p, age, others: age >= 48, "社区卫生站", "探访、代办"),
    Need(Kind.DISABLED_ELDER, 17, lambda p, age, others: age >= 68, "民政名册", "上门服务"),
    Need(
        Kind.EXTREME_HARDSHIP,
        6,
        lambda p, age, others: age >= 60 and not others,
        "民政名册",
        "生活照料",
    ),
    Need(Kind.BEREAVED, 7, lambda p, age, others: age >= 55, "卫健名册", "关心照应"),
    Need(Kind.CHILD_IN_DIFFICULTY, 5, lambda p, age, others: age < 16, "民政名册", "关心学习生活"),
    Need(
        Kind.LIVING_ALONE,
        52,
        lambda p, age, others: 60 <= age < 80 and not others,
        "网格走访",
        "定期探访",
    ),
    Need(Kind.DISABILITY, 27, lambda p, age, others: age >= 8, "残联名册", "康复、补贴提醒"),
    Need(Kind.LOW_INCOME, 18, lambda p, age, others: age >= 20, "民政名册", "救助政策提醒"),
    Need(
        Kind.VETERAN,
        12,
        lambda p, age, others: p.sex == "male" and 35 <= age < 85,
        "退役军人服务站",
        "常态化联系",
    ),
    Need(
        Kind.NEW_MOTHER,
        4,
        lambda p, age, others: p.sex == "female" and 22 <= age <= 40,
        "社区卫生站",
        "产后探访",
    ),
]
OF_THE_CAST = {"王秀兰": Kind.VETERAN, "李德厚": Kind.DISABLED_ELDER}


def note(world):
    """Draw the tags and the tier they give; the contacts follow from the tier."""
    chance, tags = world.chance("needs"), {}
    wang_and_li, others = world.people[:2], world.people[2:]
    at_home = {}
    for person in world.people:
        at_home[id(person.home)] = at_home.get(id(person.home), -1) + 1
    known = [
        (person, care.age(person.birth_on, world.today), at_home[id(person.home)])
        for person in others
    ]
    for need in NEEDS:
        fitting = [person for person, age, count in known if need.who(person, age, count)]
        wanted = round(need.per_thousand * len(world.people) / 1000)
        for person in chance.sample(fitting, min(wanted, len(fitting))):
            tags.setdefault(id(person), (person, []))[1].append(need)
    by_kind = {need.kind: need for need in NEEDS}
    for person in wang_and_li:
        tags[id(person)] = (person, [by_kind[OF_THE_CAST[person.name]]])
    for person, needs in tags.values():
        person.tier = care.highest_tier([need.kind for need in needs])
        person.tier_rank = care.RANK[person.tier]
        world.tags += [tag_of(world, chance, person, need) for need in needs]


def tag_of(world, chance, person, need):
    """Noted within two years, a few in these days; most end within the next year."""
    new = chance.random() < 0.01 and person.name not in OF_THE_CAST
    noted_on = world.today - timedelta(days=chance.randint(*((1, 4) if new else (20, 700))))
    worker = world.staff.worker_of(person.grid_id)
    return CareTag(
        person=person,
        kind=need.kind,
        source=need.source,
        purpose=need.purpose,
        expires_on=world.today + timedelta(days=chance.randint(5, 360)),
        noted_by=worker,
        noted_at=timezone.make_aware(datetime.combine(noted_on, time(10, 30))),
    )
