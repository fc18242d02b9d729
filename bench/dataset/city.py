"""Fills a database with an invented place, by the million rows, in plain SQL.

Nothing is drawn by chance: a row's values follow from its number (`pick`), so two runs, and the
small and the large database of one run, hold the same people. Sealed columns hold filler of the
right length.
"""

from collections.abc import Callable

from accounts.models import User
from bench.dataset.database import listed, literal, settle, without_indexes
from bench.dataset.rows import COMMUNITY, GRID, STREET, Rows
from bench.dataset.scale import Size
from bench.dataset.year import Year
from cases.models import Case, Step
from foundation import names
from grids.models import Area, Building, Compound, Posting
from morality_bank.models import Account, Bank, Deed, Rule, Transfer
from residents import care
from residents.models import CareTag, Dwelling, Household, Person, Residency
from visits.models import Visit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华玉红建国志斌玲辉鹏飞宇晨雪梅春梓涵浩然子轩雨欣怡佳琪嘉思宁俊博海燕婷凤珍素云淑德永福生祥顺贵根长水全兴旺才"
DOORS_IN_A_BUILDING = 40
PICK = """
CREATE OR REPLACE FUNCTION pick(number bigint, salt int, ways int) RETURNS int LANGUAGE sql
IMMUTABLE PARALLEL SAFE AS 'SELECT (hashint8(number * 131 + salt) & 2147483647) % ways'
"""
ROWS = [
    Compound,
    Building,
    Dwelling,
    Household,
    Person,
    Residency,
    CareTag,
    Visit,
    Visit.people.through,
    Case,
    Step,
    Bank,
    Rule,
    Account,
    Transfer,
    Deed,
    User,
    Posting,
]


def build(size: Size, tell: Callable[[str], None]) -> None:
    """Everything but the few people the measurements sign in as (bench/dataset/house.py)."""
    areas(size)
    with without_indexes(*ROWS) as cursor:
        cursor.execute(PICK)
        city, year = City(size, cursor), Year(size, cursor)
        for what, stage in (
            ("doors", city.doors),
            ("people", city.people),
            ("workers", city.workers),
            ("contacts", year.contacts),
            ("cases", year.cases),
            ("points", year.points),
        ):
            tell(what)
            stage()
        tell("indexes")
    tell("statistics")
    settle()


def areas(size: Size) -> None:
    city = Area.objects.create(pk=1, level="city", code="1502", name="某市")
    district = Area.objects.create(pk=2, level="district", code="150299", name="河东", parent=city)

    def below(parents, first, count, level, width, name):
        rows = []
        for parent in parents:
            for number in range(1, count + 1):
                code = f"{parent.code}{number:0{width}d}"
                area = Area(
                    pk=first + len(rows),
                    level=level,
                    code=code,
                    name=f"{parent.name}{number}{name}",
                    parent=parent,
                    path=f"{parent.path}{code}/",
                )
                rows.append(area)
        return Area.objects.bulk_create(rows, batch_size=2000)

    streets = below([district], STREET, size.streets, "township", 3, "街道")
    communities = below(streets, COMMUNITY, size.communities, "community", 3, "社区")
    below(communities, GRID, size.grids, "grid", 3, "网格")


class City(Rows):
    """Who lives there, and who looks after them."""

    def __init__(self, size, cursor):
        super().__init__(size, cursor)
        self.buildings = -(-size.doors // DOORS_IN_A_BUILDING)

    def doors(self):
        size, cursor = self.size, self.cursor
        communities = f"generate_series(0, {size.streets * size.communities - 1}) AS c"
        self.fill(
            Compound, communities, id="1 + c", community_id=f"{COMMUNITY} + c", name="'和平里'"
        )
        number = f"1 + g % {size.grids} * {self.buildings} + k"
        compound = f"1 + g / {size.grids}"
        self.fill(
            Building,
            self.each(self.buildings, "building"),
            **self.in_area(),
            id="1 + n",
            compound_id=compound,
            number=number,
        )
        floor, stairwell = "1 + k % 20 / 2", "1 + k % 40 / 20"
        door = f"(({floor}) * 100 + 1 + k % 2)"
        walk_key = (
            f"to_char({compound}, 'FM000000') || '-' || to_char({number.replace('+ k', '+ k / 40')}, 'FM0000')"
            f" || '-' || to_char({stairwell}, 'FM00') || '-' || to_char({floor} + 10, 'FM000')"
            f" || '-' || lpad({door}::text, 6)"
        )
        self.fill(
            Dwelling,
            self.each(size.doors, "dwelling"),
            **self.in_area(),
            id="1 + n",
            building_id=f"1 + g * {self.buildings} + k / {DOORS_IN_A_BUILDING}",
            stairwell=stairwell,
            floor=floor,
            door=f"{door}::text",
            walk_key=walk_key,
            last_contact_at=f"{literal(self.now)}::timestamptz - pick(n, 1, 200) * interval '1 day'",
        )
        self.fill(
            Household, self.each(size.doors, "h"), **self.in_area(), id="1 + n", dwelling_id="1 + n"
        )
        cursor.execute("SELECT 1")

    # people

    def people(self):
        surnames, given = list(SURNAMES), list(GIVEN)
        sound = {"s": [names.pinyin(c) for c in surnames], "g": [names.pinyin(c) for c in given]}
        # Common surnames are common: the square makes the first of the list the most frequent.
        first = (
            f"1 + (pick(n, 2, 1000)::bigint * pick(n, 3, 1000) * {len(surnames)} / 1000000)::int"
        )
        drawn = (
            f"(SELECT *, {first} AS a, 1 + pick(n, 4, {len(given)}) AS b, 1 + pick(n, 5, {len(given)}) AS c,"
            f" pick(n, 6, 5) > 0 AS long, pick(n, 7, 100) AS need FROM {self.each(self.size.people, 'p')}) AS p"
        )
        characters = listed(surnames), listed(given)
        # The other readings of the surname, as many as a name of ours has on average.
        others = listed((names.other_sounds(c) + " ").split(" ")[1] for c in surnames)
        sounds = listed(sound["s"]), listed(sound["g"])
        tier = "CASE WHEN need < 3 THEN 'high' WHEN need < 8 THEN 'key' WHEN need < 15 THEN 'general' ELSE '' END"
        ranks = care.RANK
        self.fill(
            Person,
            drawn,
            **self.in_area(),
            id="1 + n",
            name=spelled(*characters),
            name_key=spelled(*characters),
            other_sounds=f"CASE WHEN ({others})[a] = '' THEN '' ELSE ' ' || ({others})[a] || ({listed(sound['g'])})[b]"
            f" || CASE WHEN long THEN ({listed(sound['g'])})[c] ELSE '' END END",
            pinyin=spelled(*sounds),
            initials=initialled(*sounds),
            sex="CASE WHEN pick(n, 8, 2) = 0 THEN 'male' ELSE 'female' END",
            birth_on="date '1935-01-01' + pick(n, 9, 30000)",
            id_number_sealed=sealed(9, 1),
            id_number_index=hashed("id"),
            id_number_state=f"'{Person.IdState.CONFIRMED}'",
            phone_sealed=sealed(3, 2),
            phone_index=hashed("phone"),
            home_id=self.door(f"k % {self.size.doors}"),
            household_id=self.door(f"k % {self.size.doors}"),
            relation=f"CASE WHEN k < {self.size.doors} THEN 'head' ELSE 'other' END",
            tier=tier,
            tier_rank=f"CASE WHEN need < 3 THEN {ranks['high']} WHEN need < 8 THEN {ranks['key']}"
            f" WHEN need < 15 THEN {ranks['general']} ELSE {care.NO_RANK} END",
            last_contact_on=f"date {self.today} - pick(n, 10, 90)",
            next_due_on=f"CASE WHEN need < 15 THEN date {self.today} - 8 + pick(n, 11, 80) END",
        )
        self.fill(
            Residency,
            self.each(self.size.people, "r"),
            **self.in_area(),
            id="1 + n",
            person_id="1 + n",
            dwelling_id=self.door(f"k % {self.size.doors}"),
            tenure="'own'",
            from_on="date '2022-05-01'",
        )
        self.fill(
            CareTag,
            f"{self.each(self.size.people, 't')} WHERE pick(n, 7, 100) < 15",
            id="1 + n",
            person_id="1 + n",
            kind="'living_alone_80'",
            source="'社区登记'",
            purpose="'定期探访'",
            expires_on=f"date {self.today} + 200",
            noted_at="now()",
        )

    def workers(self):
        """One for each grid; nobody can sign in as them."""
        grids = self.each(1, "w")
        self.fill(
            User, grids, id="1 + n", username="'w' || n", name="'网格员' || n", password="'!'"
        )
        self.fill(
            Posting,
            grids,
            id="1 + n",
            user_id="1 + n",
            area_id=f"{GRID} + g",
            role="'grid_worker'",
            from_on="date '2025-01-01'",
        )


def spelled(first, given):
    return f"({first})[a] || ({given})[b] || CASE WHEN long THEN ({given})[c] ELSE '' END"


def initialled(first, given):
    return f"left(({first})[a], 1) || left(({given})[b], 1) || CASE WHEN long THEN left(({given})[c], 1) ELSE '' END"


def sealed(salt, halves):
    """As long as a sealed number, and as hard to compress."""
    more = " || ".join(f"md5((n * {salt + half})::text)" for half in range(halves))
    return (
        f"'sm4.k1.' || left(md5((n + {salt})::text), 16) || '.' || {more} || left(md5(n::text), 14)"
    )


def hashed(kind):
    return f"md5('{kind}' || n) || md5(n || '{kind}')"
