"""The doors of a building in the organisation workbook: a pattern, and what departs from it."""

import re
from collections import defaultdict
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from foundation.audit import trail
from foundation.audit.events import leaves_record
from office.opening.places import COMMUNITY, COMPOUND, NUMBER, building_of
from office.opening.sheets import Column
from residents.models import Dwelling

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

MOST_DOORS = 2_000
DOOR = re.compile(r"(\d{1,2})-(\d{1,4}(?:-\d{1,2})?)")
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
        doors = _doors_of(line)
        if building is None or not doors:
            return
        there = set(self.there.get(building.pk, ())) if building.pk else set()
        if new := sorted(doors.keys() - there):
            rows = [(*door, doors[door]) for door in new]
            about = f"{len(new)} 户"
            plan.new(line, str(building), partial(_make, building, rows), about=about)
        if left := sorted(there - doors.keys()):
            names = "、".join(f"{stairwell}-{door}" for stairwell, door in left)
            plan.left_out(self.title, f"{building} {names}", key=f"{building.pk}|doors")

    def end(self, plan):
        """What is left out is said building by building."""

    def rows(self, street):
        doors = defaultdict(dict)
        found = Dwelling.objects.filter(township=street)
        for building, stairwell, floor, door in found.values_list(
            "building", "stairwell", "floor", "door"
        ):
            doors[building][stairwell, door] = floor
        return {building: _as_pattern(each) for building, each in doors.items()}


def _doors_of(line) -> dict:
    """{(stairwell, door): floor} of one line. Raises Bad."""
    numbers = [
        line.number_of(STAIRWELLS, 1, 30),
        line.number_of(FLOORS, 1, 99),
        line.number_of(PER_FLOOR, 1, 99),
    ]
    if any(numbers) and not all(numbers):
        raise line.bad(STAIRWELLS, ALL_THREE)
    doors = {}
    if all(numbers):
        stairwells, floors, per_floor = numbers
        if stairwells * floors * per_floor > MOST_DOORS:
            raise line.bad(PER_FLOOR, TOO_MANY, most=MOST_DOORS)
        doors = pattern(stairwells, floors, per_floor)
    for stairwell, door in _listed(line, WITHOUT):
        if doors.pop((stairwell, door), None) is None:
            raise line.bad(WITHOUT, NOT_THERE, door=f"{stairwell}-{door}")
    for stairwell, door in _listed(line, BESIDES):
        if (stairwell, door) in doors:
            raise line.bad(BESIDES, THERE_ALREADY, door=f"{stairwell}-{door}")
        doors[stairwell, door] = _floor_of(door)
    if len(doors) > MOST_DOORS:
        raise line.bad(BESIDES, TOO_MANY, most=MOST_DOORS)
    return doors


def pattern(stairwells: int, floors: int, per_floor: int) -> dict:
    """{(stairwell, door): floor}, as doors are numbered where nothing departs from the rule."""
    return {
        (stairwell, f"{floor}{flat:02d}"): floor
        for stairwell in range(1, stairwells + 1)
        for floor in range(1, floors + 1)
        for flat in range(1, per_floor + 1)
    }


def _floor_of(door):
    flat = door.partition("-")[0]
    return int(flat[:-2] or 1)


def _listed(line, column):
    text = line.text(column, 20_000)
    for word in re.split(r"[、,，;；\s]+", text):
        if not word:
            continue
        if not (found := DOOR.fullmatch(word)):
            raise line.bad(column, NOT_A_DOOR, door=word[:20])
        yield int(found[1]), found[2]


def _as_pattern(doors: dict) -> dict:
    """The cells of a building: as much as the rule says, and what departs from it."""
    ruled = {key: door for key in doors if (door := re.fullmatch(r"(\d{1,2})(\d\d)", key[1]))}
    fits = [(s, int(d[1]), int(d[2])) for (s, _door), d in ruled.items() if int(d[1]) and int(d[2])]
    cells, expected = {}, {}
    if fits:
        most = [max(each) for each in zip(*fits, strict=True)]
        expected = pattern(*most)
        cells = dict(zip(("单元数", "层数", "每层户数"), most, strict=True))
        if len(expected) > min(MOST_DOORS, 2 * len(doors) + 20):
            cells, expected = {}, {}  # mostly exceptions: then all are listed
    cells["没有的门"] = _names(expected.keys() - doors.keys())
    cells["另有的门"] = _names(doors.keys() - expected.keys())
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
