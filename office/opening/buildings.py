"""楼栋: where a building stands, and places that are no buildings: courtyards, hamlets, shops."""

import re
from functools import partial

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from grids import boundaries
from grids.models import Area, Building
from grids.roles import Level
from office.opening.places import (
    COMMUNITY,
    COMPOUND,
    LONGEST_AREA,
    NO_GRID,
    community_of,
    compound_in,
    once,
)
from office.opening.sheets import Column
from office.opening.taking import make

NUMBER = Column("楼号", gettext_lazy("只写数字，比如 3。有叫法的可以空着，系统会接着编。"), width=8)
CALLED = Column("叫法", gettext_lazy("不叫几号楼的才填，比如 12号院、一分公司、底商。"))
KINDS = {"楼": Building.Kind.BLOCK, "宿舍": Building.Kind.FLOORS, "平房": Building.Kind.HOUSES}
KIND = Column(
    "种类",
    gettext_lazy("楼有单元；宿舍有楼层，没有单元；平房是院子、村里、商铺，只有门牌。空着就是楼。"),
    False,
    8,
    list(KINDS),
)
STANDS_IN = Column("网格", gettext_lazy("这栋楼归哪个网格，要是这个社区的网格。"), True, 20)

NEITHER = _("楼号和叫法至少写一个。")
TOO_LONG = _("叫法最多 %(most)s 个字。")
CALLED_IS_OF = _("登记里 %(number)s 号已经叫这个。是同一处请照那个楼号写，不是请换个叫法。")
NO_KIND = _("种类写“楼”“宿舍”或“平房”，或者空着。")
KIND_IS = _(
    "登记里这一处的种类是“%(kind)s”，表里改不了。请照登记写，或者空着；真要改，请到后台“楼栋”里改。"
)
NO_COMPOUND = _("这个社区没有这个小区。请先写在“小区”这张表里，或者改成登记里的名字。")

LONGEST_CALLED = Building._meta.get_field("name").max_length
FIRST_UNNUMBERED = 9_001
NUMBERED = re.compile(r"([1-9]\d{0,2})号?[院排栋幢楼组队]")


def called_in(line) -> str:
    """What a place is called, with no blank in it. Raises Bad."""
    if len(called := line.plain(CALLED)) > LONGEST_CALLED:
        raise line.bad(CALLED, TOO_LONG, most=LONGEST_CALLED)
    return called


def number_in(called: str) -> int | None:
    """12 of 12号院, so that it is walked where it stands."""
    found = NUMBERED.match(called)
    return int(found[1]) if found else None


def kind_of(line) -> str | None:
    """The kind of a building; None of an empty cell. Raises Bad."""
    word = line.plain(KIND)
    if word and word not in KINDS:
        raise line.bad(KIND, NO_KIND)
    return KINDS.get(word)


def building_of(line, plan) -> Building | None:
    """The building a line of 楼栋 is about, there or to be made; None where it cannot be read."""
    return plan.desk["building of line"].get(line.number)


class Buildings:
    title = "楼栋"
    columns = (COMMUNITY, COMPOUND, NUMBER, STANDS_IN, CALLED, KIND)
    rule = gettext_lazy("一行写一栋楼、一个院子、一排商铺或一个村组；一处只归一个网格。")

    def begin(self, plan):
        found = Building.objects.filter(community__in=plan.areas(Level.COMMUNITY))
        found = found.select_related("compound", "grid", "community")
        self.there = {(b.community_id, b.compound.name, b.number): b for b in found}
        self.called = {(b.community_id, b.compound.name, b.name): b for b in found if b.name}
        self.numbers = set(self.there)
        plan.desk["buildings"] = list(found)
        plan.desk["building of line"] = {}
        self.seen, self.named = set(), set()

    def read(self, line, plan):
        community, compound = community_of(line, plan), compound_in(line)
        self.named.add(community.pk)
        called = called_in(line)
        number = line.number_of(NUMBER, *Building.NUMBERS)
        if not (number or called):
            raise line.bad(NUMBER, NEITHER)
        number = number or self._number_of((community.pk, compound), called)
        key = community.pk, compound, number
        once(line, plan, key, NUMBER)
        if called:
            once(line, plan, (community.pk, compound, called), CALLED)
            self._is_free(line, key, called)
        self.seen.add(key)
        kind, grid = kind_of(line), line.text(STANDS_IN, LONGEST_AREA)
        if (grid := plan.desk["grids"].get((community.pk, grid))) is None:
            raise line.bad(STANDS_IN, NO_GRID)
        said = f"{community.code}|{compound}|{number}"
        if (building := self.there.get(key)) is None:
            self._new(line, plan, key, grid, called, kind)
            plan.note(line, key=said, field="网格", theirs=grid.name)
            plan.note(line, key=said, field="叫法", theirs=called)
            return
        if kind and kind != building.kind:
            words = {value: word for word, value in KINDS.items()}
            raise line.bad(KIND, KIND_IS, kind=words[building.kind])
        plan.desk["building of line"][line.number] = building
        self._compare(line, plan, said, building, grid, called)

    def _is_free(self, line, key, called):
        """Raises Bad where another place of the register is called so."""
        other = self.called.get((*key[:2], called))
        if other and other.number != key[2]:
            raise line.bad(CALLED, CALLED_IS_OF, number=other.number)

    def _number_of(self, where, called):
        """Of a place by its name: what it has, 12 of 12号院, or the next behind all numbers."""
        if building := self.called.get((*where, called)):
            return building.number
        number = number_in(called)
        if number and (*where, number) not in self.numbers:
            return number
        number = FIRST_UNNUMBERED
        while (*where, number) in self.numbers:
            number += 1
        return number

    def _new(self, line, plan, key, grid, called, kind):
        community, compound, number = key
        if (stands_in := plan.desk["compounds"].get((community, compound))) is None:
            raise line.bad(COMPOUND, NO_COMPOUND)
        about = {"name": called, "kind": kind or Building.Kind.BLOCK}
        building = Building(compound=stands_in, number=number, **about, **grid.columns())
        self.numbers.add(key)
        plan.desk["building of line"][line.number] = building
        do = partial(make, building, ["number", "name", "kind"])
        plan.new(line, str(building), do, about=grid.name)

    def _compare(self, line, plan, said, building, grid, called):
        about = {"key": said, "name": str(building)}
        pair, do = (building.grid.name, grid.name), partial(_move, building, grid)
        plan.compare(line, field="网格", pair=pair, do=do, **about)
        if CALLED.name in line.known:
            pair, do = (building.name, called), partial(_call, building, called)
            plan.compare(line, field="叫法", pair=pair, do=do, **about)

    def end(self, plan):
        for key, building in self.there.items():
            if key[0] in self.named and key not in self.seen:
                plan.left_out(self.title, str(building), key=f"{building.pk}")

    def rows(self, street):
        found = Building.objects.filter(township=street).select_related(
            "compound", "grid", "community"
        )
        words = {value: word for word, value in KINDS.items()}
        return {
            each.pk: {
                "社区": each.community.name,
                "小区": each.compound.name,
                "楼号": each.number,
                "叫法": each.name,
                "种类": words[each.kind],
                "网格": each.grid.name,
            }
            for each in found.order_by("community__code", "compound__name", "number")
        }


def _call(building, name, taking):
    taking.will_change(building, "name", name)
    about = {"building": building, "number": building.number, "name": name}
    boundaries.renumber(**about, **taking.about)


def _move(building, grid, taking):
    taking.will_change(building, "grid_id", grid.pk)
    boundaries.move_building(building=building, to=grid, **taking.about)


def move_back(building, grid_id, **about):
    """As it stood before the workbook, with all that moves with it."""
    boundaries.move_building(building=building, to=Area.objects.grids().get(pk=grid_id), **about)


def name_back(building, name, **about):
    """As it was called before the workbook."""
    boundaries.renumber(building=building, number=building.number, name=name, **about)
