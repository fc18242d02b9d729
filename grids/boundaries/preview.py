"""What a change would do, in numbers and names; nothing is written."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from grids.boundaries import estates, parts, sight
from grids.boundaries.changes import Change, Kind
from grids.boundaries.checks import check
from grids.boundaries.parts import Counted, Sentence
from grids.models import Area
from grids.roles import Level

NOBODY_YET = gettext_noop("新网格还没有人负责，请接着任命网格员。")
POST_ENDS = gettext_noop("%(name)s在%(grid)s的岗位（%(role)s）就到 %(day)s 为止。")
POST_FALLS_AWAY = gettext_noop("%(name)s在%(grid)s还没开始的岗位（%(role)s）取消。")
CODE_STAYS = gettext_noop("%(name)s的编码不变，还是 %(code)s；网格员跟着网格走。")
ESTATE_GOES = gettext_noop("小区“%(name)s”整个划到%(community)s。")
ESTATE_DIVIDED = gettext_noop(
    "小区“%(name)s”分在两个社区：划走的 %(n)s 栋归%(community)s的“%(name)s”。"
)


@dataclass(frozen=True)
class Line:
    """One grid (or, when a grid goes to another community, one community) before and after."""

    name: str
    code: str
    begins: bool
    ends: bool
    numbers: dict[str, tuple[int, int]]
    """By the key of what is counted (parts.Counted): before, after."""


@dataclass(frozen=True)
class Preview:
    change: Change
    lines: list[Line]
    sight: sight.Sight
    sentences: list[Sentence]

    def shown(self) -> dict[str, Any]:
        """All of it as JSON holds it; a change keeps what somebody said yes to."""
        return {
            "lines": [
                {
                    "name": line.name,
                    "code": line.code,
                    "begins": line.begins,
                    "ends": line.ends,
                    "numbers": {key: list(both) for key, both in line.numbers.items()},
                }
                for line in self.lines
            ],
            "loses": [user.name for user in self.sight.loses],
            "gains": [user.name for user in self.sight.gains],
            "told": [user.name for user in self.sight.told],
            "sentences": [list(sentence) for sentence in self.sentences],
            "buildings": [str(building) for building in self.change.all_buildings()],
        }

    @property
    def digest(self) -> str:
        """Another one for whatever would look otherwise."""
        return digest_of(self.shown())


def digest_of(shown: dict[str, Any]) -> str:
    """The digest of a preview by what it showed (`BoundaryChange.seen`)."""
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def of(change: Change, *, day: date) -> Preview:
    """Raises CannotBeDone, as the change itself would."""
    check(change, day=day)
    return Preview(change, _lines(change, day), sight.of(change, day=day), _sentences(change, day))


def _lines(change: Change, day: date) -> list[Line]:
    level = Level.COMMUNITY if change.kind == Kind.REHANG else Level.GRID
    places = change.communities_left() if level == Level.COMMUNITY else change.sources()
    if change.to is not None and change.to not in places:
        places = [*places, change.to]
    lines = [_line(area, ends=area in _ended(change)) for area in places]
    if change.kind == Kind.SPLIT:
        lines.append(Line(change.name, change.code, True, False, {}))
    for each in parts.counted():
        before, leaving = _numbers(change, each, level, places, day)
        for area, line in zip(places, lines, strict=False):
            count = before.get(area.pk, 0)
            line.numbers[each.key] = (count, count - leaving.get(area.pk, 0))
        if leaving:
            there = lines[-1]
            count, rest = there.numbers.get(each.key, (0, 0))
            there.numbers[each.key] = (count, rest + sum(leaving.values()))
        elif change.kind == Kind.SPLIT:
            lines[-1].numbers[each.key] = (0, 0)
    return lines


def _line(area: Area, *, ends: bool) -> Line:
    return Line(area.name, area.code, False, ends, {})


def _ended(change: Change) -> list[Area | None]:
    return [change.grid] if change.kind in (Kind.JOIN, Kind.CLOSE) else []


def _numbers(
    change: Change, each: Counted, level: str, places: list[Area], day: date
) -> tuple[dict[int, int], dict[int, int]]:
    """(how many there are, how many of them leave) by the area they lie in now."""
    rows, column = each.rows(day).order_by(), f"{each.prefix}{level}"
    there = rows.filter(**{f"{column}__in": places}).values_list(column)
    leaving = rows.filter(change.moving(each.moves_with, prefix=each.prefix)).values_list(column)
    return _counted(there, each), _counted(leaving, each)


def _counted(rows, each: Counted) -> dict[int, int]:
    return {area: number for area, number in rows.annotate(number=each.amount) if number}


def _sentences(change: Change, day: date) -> list[Sentence]:
    found: list[Sentence] = []
    if change.kind == Kind.SPLIT:
        found.append((NOBODY_YET, {}))
    if change.kind == Kind.REHANG:
        found.append((CODE_STAYS, {"name": change.grid.name, "code": change.grid.code}))
    for post in sight.ends(change, day):
        facts = {"name": post.user.name, "grid": post.area.name}
        facts |= {"role": str(post.get_role_display())}
        if post.from_on < day:
            last = date.fromordinal(day.toordinal() - 1)
            found.append((POST_ENDS, facts | {"day": last.isoformat()}))
        else:
            found.append((POST_FALLS_AWAY, facts))
    if change.communities_left():
        for move in estates.moves(change):
            facts = {"name": move.compound.name, "community": change.community.name}
            text = ESTATE_GOES if move.whole else ESTATE_DIVIDED
            found.append((text, facts if move.whole else facts | {"n": len(move.buildings)}))
    return found + parts.sentences(change, day)
