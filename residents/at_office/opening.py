"""The doors of a building in the organisation workbook: a pattern, and what departs from it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.batches import in_pieces
from office.opening.buildings import NUMBER, building_of, kind_of
from office.opening.places import COMMUNITY, COMPOUND
from office.opening.sheets import Column, Line
from residents import doors
from residents.at_office import patterns
from residents.at_office.patterns import MOST_DOORS, Door, Kind, Pattern
from residents.models import Dwelling

STAIRWELLS = Column("单元数", gettext_lazy("有几个单元，比如 3；不知道就空着。"), width=8)
FLOORS = Column("层数", gettext_lazy("有几层，比如 6。"), width=8)
PER_FLOOR = Column(
    "每层户数", gettext_lazy("一个单元一层几户，比如 2：101、102；平房写一共几户。"), width=10
)
WITHOUT = Column(
    "没有的门", gettext_lazy("照上面数出来、其实没有的门，用顿号隔开：1-101、2-602。"), width=28
)
BESIDES = Column(
    "另有的门", gettext_lazy("照上面数不出来的门，用顿号隔开：1-103、1-101-1。"), width=28
)

ALL_THREE = _("单元数、层数、每层户数要一起填，或者都空着。宿舍只填后两个，平房只填户数。")
HAS_NONE = _("这样的地方没有这一样，请空着：宿舍没有单元，平房没有单元和楼层。")
NOT_A_HOUSE = _("“%(door)s”看不懂，或者超过 10 个字。请只写门牌，比如 12、东头王家，用顿号隔开。")
NOT_A_DOOR = _("“%(door)s”看不懂。请写成 单元-门牌，比如 2-501，用顿号隔开。")
NOT_THERE = _("照单元数、层数和每层户数，本来就没有 %(door)s。")
THERE_ALREADY = _("%(door)s 已经数进去了，请不要再写一次。")
TOO_MANY = _("一栋楼最多 %(most)s 户。请看看单元数、层数和每层户数。")

HAS = {
    Kind.BLOCK: (STAIRWELLS, FLOORS, PER_FLOOR),
    Kind.FLOORS: (FLOORS, PER_FLOOR),
    Kind.HOUSES: (PER_FLOOR,),
}
DOOR = re.compile(r"([1-9]\d?)-(.+)")
BATCH = 500


class Doors:
    """Of the sheet 楼栋; its line is read by the office first."""

    title = "楼栋"
    columns = (COMMUNITY, COMPOUND, NUMBER, STAIRWELLS, FLOORS, PER_FLOOR, WITHOUT, BESIDES)
    rule = gettext_lazy("门牌是层数加两位：3 层第 2 户是 302。登记里已有的门不会动。")

    def begin(self, plan):
        self.there = defaultdict(dict)
        if plan.desk["buildings"]:
            rows = Dwelling.objects.filter(township=plan.street)
            for building, stairwell, door in rows.values_list("building", "stairwell", "door"):
                self.there[building][stairwell, door] = True

    def read(self, line, plan):
        building = building_of(line, plan)
        said = doors_of(line, building.kind if building else kind_of(line) or Kind.BLOCK)
        if building is None or not said:
            return
        there = set(self.there.get(building.pk, ())) if building.pk else set()
        if new := sorted(said.keys() - there):
            rows = [(*door, said[door]) for door in new]
            about = f"{len(new)} 户"
            do = partial(_make, building, rows)
            plan.new(line, str(building), do, about=about, rows=len(rows))
        if left := sorted(there - said.keys()):
            plan.left_out(self.title, f"{building} {_names(left)}", key=f"{building.pk}|doors")

    def end(self, plan):
        """What is left out is said building by building."""

    def rows(self, street):
        there = defaultdict(set)
        found = Dwelling.objects.filter(township=street)
        for building, kind, *door in found.values_list(
            "building", "building__kind", "stairwell", "door"
        ):
            there[building, kind].add(tuple(door))
        return {building: cells_of(each, kind) for (building, kind), each in there.items()}


def doors_of(line: Line, kind: str = Kind.BLOCK) -> dict[Door, int]:
    """{(stairwell, door): floor} of one line; of houses both are 0. Raises Bad."""
    pattern = _pattern_of(line, kind)
    if pattern.size > MOST_DOORS:
        raise line.bad(PER_FLOOR, TOO_MANY, most=MOST_DOORS)
    found = patterns.doors_of(pattern, kind)
    for door, _floor in _listed(line, WITHOUT, kind):
        if found.pop(door, None) is None:
            raise line.bad(WITHOUT, NOT_THERE, door=_name(*door))
    for door, floor in _listed(line, BESIDES, kind):
        if door in found:
            raise line.bad(BESIDES, THERE_ALREADY, door=_name(*door))
        found[door] = floor
    if len(found) > MOST_DOORS:
        raise line.bad(BESIDES, TOO_MANY, most=MOST_DOORS)
    return found


def _pattern_of(line, kind):
    """What such a building has is filled in together, or nothing of it."""
    most = {STAIRWELLS: doors.MOST_STAIRWELLS, FLOORS: doors.HIGHEST_FLOOR, PER_FLOOR: 99}
    if kind == Kind.HOUSES:
        most[PER_FLOOR] = MOST_DOORS
    numbers = {column: line.number_of(column, 1, top) for column, top in most.items()}
    for column in set(most) - set(HAS[kind]):
        if numbers[column]:
            raise line.bad(column, HAS_NONE)
    said = [numbers[column] for column in HAS[kind]]
    if any(said) and not all(said):
        raise line.bad(HAS[kind][0], ALL_THREE)
    return Pattern(*(numbers[each] or 1 for each in most)) if any(said) else patterns.NONE


def _listed(line, column, kind):
    """Each door of a cell as ((stairwell, door), floor)."""
    text = line.text(column, 32_767)  # as much as a cell holds
    for word in filter(None, re.split(r"[、,，;；\s]+", text)):
        try:
            yield _read(word, kind)
        except (AttributeError, ValueError):
            text = NOT_A_DOOR if kind == Kind.BLOCK else NOT_A_HOUSE
            raise line.bad(column, text, door=word[:20]) from None


def _read(word, kind):
    if kind == Kind.HOUSES:
        return (0, doors.read_house(word)), 0
    stairwell, text = 0, doors.plain(word)
    if kind == Kind.BLOCK:
        stairwell, text = DOOR.fullmatch(text).groups()
    door, floor = doors.read_door(text)
    return (int(stairwell), door), floor


def cells_of(there: Iterable[Door], kind: str = Kind.BLOCK) -> dict[str, Any]:
    """The cells of a building with these doors: the pattern, and what departs from it."""
    there = set(there)
    pattern = patterns.smallest(there, kind)
    cells: dict[str, Any] = {}
    if pattern.size:
        said = dict(zip((STAIRWELLS, FLOORS, PER_FLOOR), pattern, strict=True))
        cells = {column.name: said[column] for column in HAS[kind]}
    ruled = patterns.doors_of(pattern, kind).keys()
    cells[WITHOUT.name], cells[BESIDES.name] = _names(ruled - there), _names(there - ruled)
    return cells


def _names(doors):
    return "、".join(_name(stairwell, door) for stairwell, door in sorted(doors))


def _name(stairwell, door):
    return f"{stairwell}-{door}" if stairwell else door


def _make(building, rows, taking):
    taking.made(*make_doors(building=building, doors=rows, **taking.about))


@leaves_record("doors-made")
@transaction.atomic
def make_doors(*, building, doors, by, at) -> list[Dwelling]:
    """The doors of a building at once, each as (stairwell, door, floor); one row of the record."""
    areas = {name: getattr(building, name) for name in ("grid_id", "community_id", "township_id")}
    made = [
        Dwelling(building=building, stairwell=stairwell, door=door, floor=floor, **areas)
        for stairwell, door, floor in doors
    ]
    for dwelling in made:
        dwelling.walk_key = dwelling.make_walk_key()
    Dwelling.objects.bulk_create(made, batch_size=BATCH)
    scope = building.record_scope
    changes = {"doors": ("", str(len(made)))}
    trail.thing_changed(scope=scope, thing=building, changes=changes, by=by, at=at)
    return made


@leaves_record("doors-taken-back")
@transaction.atomic
def doors_back(rows, *, by, at) -> None:
    """Doors a workbook made, with one row of the record for each building. Raises ProtectedError."""
    by_building = defaultdict(list)
    for dwelling in rows.select_related("building__compound", "building__community"):
        by_building[dwelling.building].append(dwelling.pk)
    for building, pks in by_building.items():
        changes = {"doors": (str(len(pks)), "")}
        scope = building.record_scope
        trail.thing_changed(scope=scope, thing=building, changes=changes, by=by, at=at)
        for some in in_pieces(pks):
            Dwelling.objects.filter(pk__in=some).delete()
