"""The search box: for every level of post, in a larger place, and against LIKE over a register."""

from bench.measure import Figure, side_by_side
from bench.measurements.pages import once_and_thrice, open_page
from residents.models import Person
from residents.search import finders, people, query

FIND = "/search/"
TEXTS = {
    "two characters": "秀兰",
    "a surname": "王",
    "a whole name": "王秀英",
    "initials": "wxl",
    "pinyin": "wangxiu",
    "a door": "3-2-501",
    "a phone": "16400000001",
}


def measure(house):
    house.use("main")
    finders.A_MINUTE = finders.A_DAY = 10**9
    levels = ["grid", "street", "district"]
    for what, text in TEXTS.items():
        times = side_by_side({level: open_page(house, level, FIND, words=text) for level in levels})
        for level in levels[1:]:
            yield Figure(
                f"/search/ by {what} for a {level} user",
                "the same for a grid user",
                times.ratio(level, "grid"),
                times.seconds(level),
                2.0 if level != "district" else None,
                note=f"{times.queries[level]} queries, database {times.database_ratio(level, 'grid'):.1f}",
            )
    for what in ("two characters", "initials", "a door"):
        times = once_and_thrice(house, "street", FIND, words=TEXTS[what])
        yield Figure(
            f"/search/ by {what} for a street user, three times the place",
            "the place once",
            times.ratio("thrice", "once"),
            times.seconds("thrice"),
            1.5,
            note=f"database {times.database_ratio('thrice', 'once'):.1f}",
        )
    yield from against_like(house)


def against_like(house):
    """What a register's usual search box does: the word anywhere, in any case."""
    house.use("main")
    reader = house.reader("street")
    street = reader.user.postings.get().area_id
    for what in ("two characters", "initials"):
        asked = query.read(TEXTS[what])
        field = "name" if asked.name else "initials"
        word = asked.name or asked.sound
        plain = Person.objects.filter(**{f"{field}__icontains": word})
        ways = {
            "ours": lambda asked=asked: list(
                people.matching(Person.objects.visible_to(reader), asked, to=reader)[:9]
            ),
            "street": lambda plain=plain: list(plain.filter(township=street).order_by("name")[:9]),
            "all": lambda plain=plain: list(plain.order_by("name")[:9]),
        }
        times = side_by_side(ways)
        for way, where in (("street", "in the same street"), ("all", "over the whole register")):
            yield Figure(
                f"icontains {where}, by {what}",
                "the search box's query for people",
                times.ratio(way, "ours"),
                times.seconds(way),
            )
