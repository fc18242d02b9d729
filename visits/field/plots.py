"""The field: who looks at which doors, and how they stand. Drawn by `drawing`.

A building is its doors, a grid its buildings, a community and a street their plots. The doors of
one grid are read one by one; anything larger is summed in the database and never loaded.
"""

import os.path
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from grids.models import Area, Building, Reader
from grids.roles import Duty, Level
from residents.models import CareTag, Dwelling, Person
from visits.field import drawing
from visits.field.drawing import Cell
from visits.field.states import (
    AS_GROWN,
    PRESSING,
    SHOWN,
    State,
    door_in_words,
    in_words,
    with_state,
)

MOST_GRIDS = 6
"""Of so many grids every building is drawn; whoever looks after more sees plots."""


UNSPOKEN = ("building_id", "state", "no_entry_since", "stairwell", "floor", "door")
"""What a cell without a label is drawn from."""


@dataclass
class Facade:
    """One building and its cells, in walking order."""

    building: Building
    cells: list[Cell] = field(default_factory=list)

    @cached_property
    def counts(self):
        return Counter(cell.state for cell in self.cells)

    @property
    def summary(self):
        return in_words(self.counts)

    @property
    def pressing(self):
        """[(state, doors)]: what is late and what is due, each with its own number."""
        return [(state.value, self.counts[state]) for state in PRESSING if self.counts[state]]

    def sketch(self) -> SafeString:
        return drawing.sketch(self.cells)

    def drawing(self) -> SafeString:
        return drawing.building(self.cells, title=str(self.building), text=self.summary)

    def stairwells(self):
        """(name, summary, picture) of each stairwell, for the building's own page."""
        for name, cells in self._by_stairwell():
            summary = in_words(Counter(cell.state for cell in cells))
            yield name, summary, drawing.stairwell(cells, title=name, text=summary)

    def choices(self):
        """[(name, [(key, door)])]: its doors to choose from, by stairwell."""
        return [
            (name, [(cell.door, cell.name) for cell in cells])
            for name, cells in self._by_stairwell()
        ]

    def _by_stairwell(self):
        by_number = defaultdict(list)
        for cell in self.cells:
            by_number[cell.stairwell].append(cell)
        for number, cells in sorted(by_number.items()):
            name = _("%(number)s单元") % {"number": number} if number else self.building.short
            yield name, cells


@dataclass
class Plot:
    """An area as a small field of its own."""

    area: Area
    counts: dict[str, int]
    name: str

    @property
    def summary(self):
        return in_words(self.counts)

    @property
    def late(self):
        return self.counts.get(State.OVERDUE, 0)

    @property
    def due(self):
        return self.counts.get(State.DUE, 0)

    def drawing(self) -> SafeString:
        return drawing.plot(self.counts, AS_GROWN)


def areas_of(reader: Reader) -> QuerySet[Area]:
    """The areas whose doors somebody may see today, from their posts down to the grids."""
    return Area.objects.with_duty(reader, Duty.SEE_DOORS).valid()


def roots_of(reader: Reader) -> list[Area]:
    """The areas of the reader's posts, without those that lie inside another of them."""
    areas = {post.area.path: post.area for post in reader.posts_with(Duty.SEE_DOORS)}
    inside = [path for path in areas if any(path != up and path.startswith(up) for up in areas)]
    return [areas[path] for path in sorted(areas.keys() - set(inside))]


def doors(reader: Reader, *, within: dict, spoken=False) -> QuerySet:
    """The doors of some area with their state; `spoken` adds what their labels need."""
    rows = Dwelling.objects.visible_to(reader).filter(**within)
    rows = with_state(rows, reader, **within).in_walking_order()
    if spoken:
        people = Person.objects.visible_to(reader).here().filter(home=OuterRef("pk"))
        earliest = people.filter(next_due_on__isnull=False).order_by("next_due_on")
        tags = (
            CareTag.objects.visible_to(reader).valid(reader.day).filter(person__home=OuterRef("pk"))
        )
        rows = rows.annotate(
            due_on=Subquery(earliest.values("next_due_on")[:1]), is_cared_for=Exists(tags)
        )
    return rows


def buildings(reader: Reader, *, grids: Iterable[Area], spoken=False) -> list[Facade]:
    """The buildings of these grids as people walk them, with a cell for each door."""
    grids = list(grids)
    rows = Building.objects.visible_to(reader).filter(grid__in=grids)
    rows = rows.select_related("compound", "grid").order_by("grid__code", "compound_id", "number")
    facades = {row.pk: Facade(row) for row in rows}
    seen = doors(reader, within={"grid__in": grids}, spoken=spoken)
    if not spoken:  # hundreds of doors for a small picture: their rows are enough
        seen = seen.values_list(*UNSPOKEN, named=True)
    for door in seen:
        if facade := facades.get(door.building_id):
            facade.cells.append(_cell(door, facade.building, reader.day, spoken=spoken))
    for facade in facades.values():
        facade.cells = drawing.in_rows(facade.cells)
    return list(facades.values())


def facade(building: Building, reader: Reader) -> Facade:
    """One building, each door with its label."""
    rows = doors(reader, within={"grid": building.grid_id}, spoken=True)
    cells = [
        _cell(door, building, reader.day, spoken=True) for door in rows.filter(building=building)
    ]
    return Facade(building, drawing.in_rows(cells))


def _cell(door, building, on, *, spoken):
    closed = door.no_entry_since is not None
    place = {"stairwell": door.stairwell, "floor": door.floor, "name": door.door}
    if not spoken:
        return Cell(state=door.state, closed=closed, **place)
    last = timezone.localdate(door.last_contact_at) if door.last_contact_at else None
    label = door_in_words(door.state, last=last, due=door.due_on, closed=closed, on=on)
    if door.is_cared_for:
        label = _("%(words)s，要多关心") % {"words": label}
    where = f"{building.short} {door.short}"
    label = _("%(where)s，%(words)s") % {"where": where, "words": label}
    url = reverse("visits:door", args=[door.pk])
    return Cell(state=door.state, closed=closed, url=url, label=label, door=door.pk, **place)


def sums(reader: Reader, *, within: dict | None = None, by: str = Level.GRID) -> dict[int, Counter]:
    """{grid: {state: doors}} of a community or a street, in one query; or `by` community."""
    within = within or {}
    rows = Dwelling.objects.visible_to(reader).filter(**within)
    rows = with_state(rows, reader, **within).order_by()
    by_area = defaultdict(Counter)
    for area, state, count in rows.values_list(by, "state").annotate(Count("pk")):
        by_area[area][state] += count
    return by_area


@dataclass
class Group:
    """The plots of one community, or of somebody's posts."""

    area: Area | None
    plots: list[Plot]

    @cached_property
    def counts(self):
        return total(plot.counts for plot in self.plots)

    @property
    def summary(self):
        return in_words(self.counts)


def groups(reader: Reader, *, under: Area | None = None, short=False) -> list[Group]:
    """The grids in sight, in their communities; two queries, however many there are."""
    grids = areas_of(reader).filter(level=Level.GRID).select_related("parent").order_by("path")
    within = {under.level: under.pk} if under else {}
    counts = sums(reader, within=within)
    return [
        Group(community, plots(list(inside), counts, short=short))
        for community, inside in groupby(
            grids.under(under) if under else grids, key=lambda grid: grid.parent
        )
    ]


def plots(areas: Sequence[Area], sums: dict[int, Counter], *, short=False) -> list[Plot]:
    names = short_names([area.name for area in areas]) if short else [area.name for area in areas]
    return [
        Plot(area, sums.get(area.pk, Counter()), name)
        for area, name in zip(areas, names, strict=True)
    ]


def without_shared_start(names: list[str]) -> list[str]:
    """火炬路第一网格, 火炬路第二网格 → 第一网格, 第二网格: still names, for tabs."""
    head = os.path.commonprefix(names) if len(names) > 1 else ""
    # A number or an ordinal is not torn apart: 12网格 and 14网格 share no 1.
    head = head.rstrip("0123456789第")
    short = [name[len(head) :].strip() for name in names]
    return short if all(short) else names


def short_names(names: list[str]) -> list[str]:
    """火炬路第一网格, 火炬路第二网格 → 一, 二: what tells neighbours apart."""
    if len(names) < 2:
        return names
    head = len(os.path.commonprefix(names))
    tail = len(os.path.commonprefix([name[head:][::-1] for name in names]))
    short = [name[head : len(name) - tail].strip() for name in names]
    return short if all(short) else names


def total(counts: Iterable[dict]) -> Counter:
    return sum((Counter(one) for one in counts), Counter())


def legend(counts: dict | None = None) -> list[dict]:
    """Each state with its mark and its name; of a sum those there are, with their doors."""
    return [
        {"state": state.value, "label": state.label, "doors": (counts or {}).get(state, 0)}
        for state in SHOWN
        if counts is None or counts.get(state)
    ]
