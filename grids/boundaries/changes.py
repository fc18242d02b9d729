"""A change of grids as somebody asks for it, and what it moves."""

from dataclasses import dataclass

from django.db.models import Q

from grids.models import Area, BoundaryChange, Building
from grids.roles import Level

Kind = BoundaryChange.Kind


@dataclass(frozen=True)
class Change:
    """What somebody asks for.

    MOVE: `buildings` go to the grid `to`. SPLIT: `buildings` of `grid` become a new one called
    `name` under `code`. JOIN: all of `grid` goes to `to`. CLOSE: `grid` ends, empty. REHANG: `grid`
    hangs under the community `to`.
    """

    kind: Kind
    grid: Area | None = None
    buildings: tuple[Building, ...] = ()
    to: Area | None = None
    code: str = ""
    name: str = ""

    @property
    def takes_whole_grid(self) -> bool:
        return self.kind in (Kind.JOIN, Kind.REHANG, Kind.CLOSE)

    def moving(self, moves_with: str | None, *, prefix: str = "") -> Q:
        """The condition for rows that move; of rows that follow no building only whole grids do."""
        if self.kind == Kind.CLOSE:
            return Q(pk__in=[])
        if self.takes_whole_grid:
            return Q(**{f"{prefix}grid": self.grid})
        if not moves_with:
            return Q(pk__in=[])
        return Q(**{f"{moves_with}__in": [building.pk for building in self.buildings]})

    def sources(self) -> list[Area]:
        """The grids something leaves, each with the areas above it."""
        if self.grid is not None:
            return [self.grid]
        return sorted({building.grid for building in self.buildings}, key=lambda grid: grid.path)

    def all_buildings(self) -> list[Building]:
        if self.kind == Kind.CLOSE:
            return []
        if not self.takes_whole_grid:
            return sorted(self.buildings, key=lambda building: building.pk)
        rows = Building.objects.filter(grid=self.grid).select_related("compound", "grid__parent")
        return list(rows.order_by("pk"))

    @property
    def community(self) -> Area | None:
        """Where everything that moves lies afterwards."""
        if self.kind in (Kind.SPLIT, Kind.CLOSE):
            return self.grid and self.grid.parent
        return self.to if self.kind == Kind.REHANG else self.to and self.to.parent

    @property
    def path_afterwards(self) -> str:
        """The path of the grid in which everything that moves lies afterwards; "" if nothing moves."""
        if self.kind == Kind.CLOSE:
            return ""
        if self.kind == Kind.REHANG:
            return f"{self.to.path}{self.grid.code}/"
        return f"{self.grid.parent.path}{self.code}/" if self.kind == Kind.SPLIT else self.to.path

    def communities_left(self) -> list[Area]:
        """The communities something leaves for another one."""
        here = self.community
        left = {grid.parent for grid in self.sources() if grid.parent != here}
        return sorted(left, key=lambda area: area.path)

    def areas(self) -> list[Area]:
        """Every area it is about."""
        both = [*self.sources(), *([self.to] if self.to else [])]
        return [*both, *{area.parent for area in both if area.level == Level.GRID}]

    def place(self) -> Area:
        """The smallest area that holds all of it."""
        paths = [area.path.strip("/").split("/") for area in self.areas()]
        shared = [codes[0] for codes in zip(*paths, strict=False) if len(set(codes)) == 1]
        above = Area.objects.filter(code__in=shared).exclude(level=Level.GRID)
        return above.order_by("-path")[0]
