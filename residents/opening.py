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
from office.opening.places import COMMUNITY, COMPOUND, NUMBER, building_of
from office.opening.sheets import Column, Line
from residents import doors, patterns
from residents.models import Dwelling
from residents.patterns import MOST_DOORS, Door, Pattern

STAIRWELLS = Column("单元数", gettext_lazy("有几个单元，比如 3；不知道就空着。"), width=8)
FLOORS = Column("层数", gettext_lazy("有几层，比如 6。"), width=8)
PER_FLOOR = Column("每层户数", gettext_lazy("一个单元一层几户，比如 2：101、102。"), width=10)
WITHOUT = Column(
    "没有的门", gettext_lazy("照上面数出来、其实没有的门，用顿号隔开：1-101、2-602。"), width=28
)
BESIDES = Column(
    "另有的门", gettext_lazy("照上面数不出来的门，用顿号隔开：1-103、1-101-1。"), width=28
)

ALL_THREE = _("单元数、层数、每层户数要一起填，或者都空着。")
NOT_A_DOOR = _("“%(door)s”看不懂。请写成 单元-门牌，比如 2-501，用顿号隔开。")
NOT_THERE = _("照单元数、层数和每层户数，本来就没有 %(door)s。")
THERE_ALREADY = _("%(door)s 已经数进去了，请不要再写一次。")
TOO_MANY = _("一栋楼最多 %(most)s 户。请看看单元数、层数和每层户数。")

DOOR = re.compile(r"([1-9]\d?)-(.+)")
BATCH = 500


class Doors:
    """Of the sheet 楼栋; its line is read by the office first."""

    title = "楼栋"
    columns = (COMMUNITY, COMPOUND, NUMBER, STAIRWELLS, FLOORS, PER_FLOOR, WITHOUT, BESIDES)
    rule = gettext_lazy("门牌是层数加两位：3 层第 2 户是 302。登记里已有的门不会动。")

    def begin(self, plan):
        self.there = defaultdict(dict)
        buildings = [each.pk for each in plan.desk["buildings"].values() if each.pk]
        if buildings:
            rows = Dwelling.objects.filter(township=plan.street)
            for building, stairwell, door in rows.values_list("building", "stairwell", "door"):
                self.there[building][stairwell, door] = True

    def read(self, line, plan):
        building = building_of(line, plan)
        said = doors_of(line)
        if building is None or not said:
            return
        there = set(self.there.get(building.pk, ())) if building.pk else set()
        if new := sorted(said.keys() - there):
            rows = [(*door, said[door]) for door in new]
            about = f"{len(new)} 户"
            plan.new(line, str(building), partial(_make, building, rows), about=about)
        if left := sorted(there - said.keys()):
            names = "、".join(f"{stairwell}-{door}" for stairwell, door in left)
            plan.left_out(self.title, f"{building} {names}", key=f"{building.pk}|doors")

    def end(self, plan):
        """What is left out is said building by building."""

    def rows(self, street):
        there = defaultdict(set)
        found = Dwelling.objects.filter(township=street)
        for building, stairwell, door in found.values_list("building", "stairwell", "door"):
            there[building].add((stairwell, door))
        return {building: cells_of(each) for building, each in there.items()}


def doors_of(line: Line) -> dict[Door, int]:
    """{(stairwell, door): floor} of one line. Raises Bad."""
    numbers = [
        line.number_of(STAIRWELLS, 1, doors.MOST_STAIRWELLS),
        line.number_of(FLOORS, 1, doors.HIGHEST_FLOOR),
        line.number_of(PER_FLOOR, 1, 99),
    ]
    if any(numbers) and not all(numbers):
        raise line.bad(STAIRWELLS, ALL_THREE)
    pattern = Pattern(*(number or 0 for number in numbers))
    if pattern.size > MOST_DOORS:
        raise line.bad(PER_FLOOR, TOO_MANY, most=MOST_DOORS)
    found = patterns.doors_of(pattern)
    for stairwell, door, _floor in _listed(line, WITHOUT):
        if found.pop((stairwell, door), None) is None:
            raise line.bad(WITHOUT, NOT_THERE, door=f"{stairwell}-{door}")
    for stairwell, door, floor in _listed(line, BESIDES):
        if (stairwell, door) in found:
            raise line.bad(BESIDES, THERE_ALREADY, door=f"{stairwell}-{door}")
        found[stairwell, door] = floor
    if len(found) > MOST_DOORS:
        raise line.bad(BESIDES, TOO_MANY, most=MOST_DOORS)
    return found


def _listed(line, column):
    """Each door of a cell as (stairwell, door, floor)."""
    text = line.text(column, 32_767)  # as much as a cell holds
    for word in re.split(r"[、,，;；\s]+", text):
        if not word:
            continue
        try:
            stairwell, door = DOOR.fullmatch(doors.plain(word)).groups()
            yield int(stairwell), *doors.read_door(door)
        except (AttributeError, ValueError):
            raise line.bad(column, NOT_A_DOOR, door=word[:20]) from None


def cells_of(there: Iterable[Door]) -> dict[str, Any]:
    """The cells of a building with these doors: the pattern, and what departs from it."""
    there = set(there)
    pattern = patterns.smallest(there)
    heads = (STAIRWELLS.name, FLOORS.name, PER_FLOOR.name)
    cells: dict[str, Any] = dict(zip(heads, pattern, strict=True)) if pattern.size else {}
    ruled = patterns.doors_of(pattern).keys()
    cells[WITHOUT.name], cells[BESIDES.name] = _names(ruled - there), _names(there - ruled)
    return cells


def _names(doors):
    return "、".join(f"{stairwell}-{door}" for stairwell, door in sorted(doors))


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
