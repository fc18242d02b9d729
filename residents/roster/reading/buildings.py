"""The compounds and buildings of a community, as a line of its roster names them."""

import difflib
from collections import defaultdict

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import plain
from grids.models import Area, Building
from residents import doors
from residents.roster.columns import Column

NO_COMPOUND = _("没有写小区。这个社区有：%(known)s。")
UNKNOWN_COMPOUND = _("这个社区没有这个小区。有：%(known)s。")
UNKNOWN_BUILDING = _("%(compound)s没有这栋楼，有：%(known)s 号楼。新楼请街道后台先登记。")
NO_BUILDINGS = _("%(compound)s还没有登记楼栋。请街道后台先登记。")


class WrongCell(Wrong):
    def __init__(self, column: Column, text: str, **values):
        super().__init__(text, **values)
        self.column = column


class Buildings:
    """What is registered when a file is read; asks nothing later."""

    def __init__(self, community: Area):
        self.buildings: dict[str, dict[int, int]] = defaultdict(dict)
        self.compounds: dict[str, str] = {}
        self.shorter: dict[str, list[str]] = defaultdict(list)
        for compound in community.compounds.order_by("name"):
            self.compounds[plain(compound.name)] = compound.name
            self.shorter[short(compound.name)].append(plain(compound.name))
        known = Building.objects.filter(compound__community=community)
        for pk, number, compound in known.values_list("pk", "number", "compound__name"):
            self.buildings[plain(compound)][number] = pk

    def known(self, compound: str) -> str:
        """稀土家园小区 is the registered 稀土家园, where it can be no other."""
        alike = self.shorter.get(short(compound), [])
        return alike[0] if compound not in self.compounds and len(alike) == 1 else compound

    def find(self, compound: str, number: int) -> tuple[str, int]:
        """The name of its compound and its key. Raises WrongCell."""
        if not compound and len(self.compounds) == 1:
            compound = next(iter(self.compounds))
        known = list(self.compounds)
        if not compound:
            raise WrongCell(Column.COMPOUND, NO_COMPOUND, known=self._names(known[:8]))
        if compound not in self.compounds:
            near = difflib.get_close_matches(compound, known, n=3, cutoff=0.4) or known[:8]
            raise WrongCell(Column.COMPOUND, UNKNOWN_COMPOUND, known=self._names(near))
        numbers = self.buildings[compound]
        if not numbers:
            name = self.compounds[compound]
            raise WrongCell(Column.BUILDING, NO_BUILDINGS, compound=name)
        if number not in numbers:
            near = sorted(sorted(numbers), key=lambda known: abs(known - number))[:6]
            raise WrongCell(
                Column.BUILDING,
                UNKNOWN_BUILDING,
                compound=self.compounds[compound],
                known="、".join(map(str, sorted(near))),
            )
        return self.compounds[compound], numbers[number]

    def _names(self, keys):
        return "、".join(self.compounds[key] for key in keys) or "—"


def short(compound: str) -> str:
    return doors.short(doors.plain(compound))
