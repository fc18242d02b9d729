"""网格, 小区: what the pages of the registers of places ask is asked here, too."""

from functools import partial

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from grids.models import Area, Compound
from grids.roles import Level
from office.opening.sheets import Column
from office.opening.taking import correct, make

COMMUNITY = Column("社区", gettext_lazy("社区的名字，和区划里的一样；也可以写编码。"), True)
GRID_NAME = Column("网格", gettext_lazy("网格的名字，在一个社区里不重复。"), True, 20)
CODE = Column(
    "网格编码", gettext_lazy("空着，系统会接着编。已经有编码的照填，要以社区的编码开头。"), width=20
)
COMPOUND = Column("小区", gettext_lazy("小区的名字，在一个社区里不重复。"), True, 20)

NO_COMMUNITY = _("这个街道里没有这个社区，或者不归您管。请对照区划写。")
TWO_COMMUNITIES = _("有两个社区叫这个名字。请写社区的编码。")
ABOVE_TWICE = _("这和第 %(line)s 行重复了。请只留一行。")
FOREIGN_CODE = _("编码要以社区的编码 %(code)s 开头，只用数字，最多 20 位。")
CODE_TAKEN = _("这个编码已经用过了，编码不能重复使用。请空着，系统会接着编。")
NO_GRID = _("这个社区没有这个网格。请先写在“网格”这张表里，或者改成登记里的名字。")

LONGEST_AREA = Area._meta.get_field("name").max_length
LONGEST_COMPOUND = Compound._meta.get_field("name").max_length


def community_of(line, plan, column=COMMUNITY) -> Area:
    """The community a line names, by name or code. Raises Bad."""
    word = line.text(column, LONGEST_AREA)
    found = plan.desk["communities"].get(word, [])
    if not found:
        raise line.bad(column, NO_COMMUNITY)
    if len(found) > 1:
        raise line.bad(column, TWO_COMMUNITIES)
    return found[0]


def compound_in(line) -> str:
    """The name of a compound, as its register writes it: with no blank in it. Raises Bad."""
    line.text(COMPOUND, LONGEST_COMPOUND)
    return line.plain(COMPOUND)


def once(line, plan, key, column) -> None:
    """Raises Bad where an earlier line of the sheet says the same thing."""
    lines = plan.desk.setdefault(f"lines of {line.title}", {})
    if (earlier := lines.setdefault(key, line.number)) != line.number:
        raise line.bad(column, ABOVE_TWICE, line=earlier)


class Grids:
    title = "网格"
    columns = (COMMUNITY, GRID_NAME, CODE)
    rule = gettext_lazy("一行写一个网格。社区要先在区划里有。")

    def begin(self, plan):
        communities = {}
        for area in plan.areas(Level.COMMUNITY).select_related("parent"):
            for word in (area.name, area.code):
                communities.setdefault(word, []).append(area)
        plan.desk["communities"] = communities
        grids = plan.areas(Level.GRID).select_related("parent__parent")
        plan.desk["grids"] = {(grid.parent_id, grid.name): grid for grid in grids}
        self.by_code = {grid.code: grid for grid in grids}
        under = Area.objects.under(plan.street).filter(level=Level.GRID)
        self.codes = set(under.values_list("code", flat=True))
        self.seen, self.named = set(), set()

    def read(self, line, plan):
        community, name = community_of(line, plan), line.text(GRID_NAME, LONGEST_AREA)
        self.named.add(community.pk)
        code = line.plain(CODE)
        once(line, plan, (community.pk, name), GRID_NAME)
        grids = plan.desk["grids"]
        grid = self.by_code.get(code) if code else grids.get((community.pk, name))
        if grid is None:
            # A name that stands there already, under another code, is the same grid.
            grid = grids.get((community.pk, name))
            if grid is not None and code:
                raise line.bad(CODE, CODE_IS, code=grid.code)
        if grid is None:
            self._new(line, plan, community, name, code)
            return
        if grid.parent_id != community.pk:
            raise line.bad(COMMUNITY, ELSEWHERE, community=grid.parent.name)
        self.seen.add(grid.pk)
        before, already = grid.name, len(plan.steps)
        plan.compare(
            line,
            key=grid.code,
            name=before,
            field="网格",
            pair=(before, name),
            do=partial(correct, grid, "name", name),
        )
        other = grids.get((community.pk, name))
        if len(plan.steps) > already and other not in (None, grid):
            raise line.bad(GRID_NAME, NAME_IS_OF, code=other.code)
        grids[community.pk, name] = grid

    def _new(self, line, plan, community, name, code):
        if code and not community.may_have_below(code):
            raise line.bad(CODE, FOREIGN_CODE, code=community.code)
        if code in self.codes:
            raise line.bad(CODE, CODE_TAKEN)
        code = code or self._next(community)
        self.codes.add(code)
        grid = Area(parent=community, level=community.level_below, code=code, name=name)
        plan.desk["grids"][community.pk, name] = grid
        plan.note(line, key=code, field="网格", theirs=name)
        plan.new(line, name, partial(make, grid, ["code", "name"]), about=code)

    def _next(self, community):
        number = 1
        while f"{community.code}{number:03d}" in self.codes:
            number += 1
        return f"{community.code}{number:03d}"

    def end(self, plan):
        """Of the communities the sheet speaks of, and no others."""
        for grid in self.by_code.values():
            if grid.parent_id in self.named and grid.pk not in self.seen:
                plan.left_out(self.title, grid.name, key=grid.code)

    def rows(self, street):
        grids = Area.objects.under(street).valid().grids().order_by("path")
        return {
            grid.pk: {"社区": grid.parent.name, "网格": grid.name, "网格编码": grid.code}
            for grid in grids
        }


NAME_IS_OF = _("登记里 %(code)s 已经叫这个名字。请换一个名字，或者先到后台改那一个。")
CODE_IS = _("登记里这个网格的编码是 %(code)s。请改成它，或者空着。")
ELSEWHERE = _("登记里它属于%(community)s。网格换社区，请到后台办。")


class Compounds:
    title = "小区"
    columns = (COMMUNITY, COMPOUND)
    rule = gettext_lazy("一行写一个小区；一个小区只属于一个社区。")

    def begin(self, plan):
        communities = plan.areas(Level.COMMUNITY)
        found = Compound.objects.filter(community__in=communities).select_related("community")
        plan.desk["compounds"] = {(each.community_id, each.name): each for each in found}
        self.there = dict(plan.desk["compounds"])
        self.seen, self.named = set(), set()

    def read(self, line, plan):
        community, name = community_of(line, plan), compound_in(line)
        self.named.add(community.pk)
        key = community.pk, name
        once(line, plan, key, COMPOUND)
        self.seen.add(key)
        if key not in plan.desk["compounds"]:
            compound = Compound(community=community, name=name)
            plan.desk["compounds"][key] = compound
            plan.new(line, name, partial(make, compound, ["name"]), about=community.name)

    def end(self, plan):
        for key, compound in self.there.items():
            if key[0] in self.named and key not in self.seen:
                plan.left_out(self.title, compound.name, key=f"{compound.pk}")

    def rows(self, street):
        found = Compound.objects.filter(community__parent=street).select_related("community")
        return {
            each.pk: {"社区": each.community.name, "小区": each.name}
            for each in found.order_by("community__code", "name")
        }
