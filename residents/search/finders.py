"""One box for what somebody works with: people, doors, places, and what other apps add."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation import rate_limits
from grids.models import Building, Reader
from residents.models import Dwelling, Person
from residents.search import people, places, query
from residents.search.people import MOST
from residents.search.query import Asked
from residents.search.rows import Row, Rows

A_MINUTE, A_DAY = 60, 600
"""Enough for a busy counter, too few to copy a register name by name."""


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[Row]
    more: bool = False


Finder = Callable[[Reader, Asked], Group | None]
_others: list[Finder] = []


def also_looks(finder: Finder) -> None:
    """Apps to our right say how they look for what is theirs, when they are ready."""
    _others.append(finder)


def find(*, text: str, to: Reader, at: datetime) -> list[Group]:
    """What this person may see of what the text may mean. Raises rate_limits.TooOften.

    Everything starts from `visible_to`, so what lies elsewhere and what does not exist give the
    same answer.
    """
    who = str(to.user.pk)
    rate_limits.spend("search-minute", who, limit=A_MINUTE, per=timedelta(minutes=1), at=at)
    rate_limits.spend("search-day", who, limit=A_DAY, per=timedelta(days=1), at=at)
    asked = query.read(text)
    order = [find_doors, find_places, find_people] if asked.places else [find_people, find_places]
    groups = [finder(to, asked) for finder in (*order, *_others)]
    return [group for group in groups if group and group.rows]


def find_people(reader: Reader, asked: Asked) -> Group:
    found = people.find(Person.objects.visible_to(reader), asked, to=reader)
    return Group(_("居民"), [Rows(reader).person(each) for each in found.people], found.more)


def people_like(text: str, among: QuerySet[Person], *, to: Reader) -> people.Found:
    """Somebody to choose for what a form is about: those of `among` the box would find too, and
    whoever lives behind the door it would find."""
    asked = query.read(text)
    found = people.find(among, asked, to=to)
    if found.people or not asked.places or asked.pairs:
        return found
    return people.few(among.filter(places.at_doors(asked, to=to)).order_by("name", "pk"))


def find_doors(reader: Reader, asked: Asked) -> Group:
    found = places.doors(Dwelling.objects.visible_to(reader), asked, to=reader)
    return group(_("门牌"), Rows(reader).door, found.select_related("building__compound", "grid"))


def find_places(reader: Reader, asked: Asked) -> Group:
    rows = Rows(reader)
    buildings = places.buildings(Building.objects.visible_to(reader), asked)
    compounds = places.compounds(asked, to=reader).select_related("community")
    parts = [
        group("", rows.area, places.areas(asked, to=reader)),
        group("", rows.compound, compounds),
        group("", rows.building, buildings.select_related("compound", "grid")),
    ]
    lines = [row for part in parts for row in part.rows]
    return Group(_("地方"), lines, any(part.more for part in parts))


def group(title: str, line: Callable[..., Row], found: Iterable) -> Group:
    """The first few, and whether there are more."""
    first = list(found[: MOST + 1])
    return Group(title, [line(each) for each in first[:MOST]], len(first) > MOST)


def advice(text: str, *, to: Reader) -> str:
    """What to try when nothing was found."""
    asked = query.read(text)
    if asked.is_half_a_number:
        return _("号码要写全才找得到：手机 11 位，身份证 18 位。")
    if asked.is_wrong_id_number:
        return _("身份证号的最后一位和前面的对不上，请一位一位核对。")
    if not asked.pairs and any(place.door and not place.building for place in asked.places):
        if not places.walks(to):
            return _("请把楼号也写上，比如 3-501。")
    if not (asked.name or asked.sound or asked.places or asked.code or asked.phone):
        return _("请再多写一点：姓名里的两个字，或者拼音首字母。")
    return _("您负责的范围里没有。换个写法试试：姓名里的两个字、拼音首字母，或者 3-2-501。")
