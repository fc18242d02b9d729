"""The buildings of one community, found by the words of a file; what is not registered is said."""

import difflib
from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext_noop as _

from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import plain
from grids.models import Area, Building
from residents import doors
from residents.roster.columns import Column
from residents.roster.reading import sheet_names
from residents.roster.reading.sheet_names import SheetName

NO_COMPOUND = _("没有写小区。这个社区有：%(known)s。")
NO_COMPOUND_YET = _("没有写小区。登记里还没有小区，请每一行都写上。")
NO_COMPOUNDS = _("登记里还没有小区和楼栋。请下载按名册填好的组织表，由街道先登记。")
UNKNOWN_COMPOUND = _("这个社区没有这个小区。有：%(known)s。")
UNKNOWN_BUILDING = _("%(compound)s没有这栋楼，有：%(known)s 号楼。新楼请街道后台先登记。")
NO_BUILDINGS = _("%(compound)s还没有登记楼栋。请街道后台先登记。")
TO_BE_REGISTERED = frozenset({NO_COMPOUNDS, NO_BUILDINGS})
"""Nothing is wrong with such a line: the roster came first, and its place is not registered yet."""


ENDINGS = "号楼|号院|号|院|栋|幢|楼|座|排|组|队"


class House(NamedTuple):
    """A place that has a name or only houses; how its doors are read depends on the kind."""

    pk: int
    compound: str
    number: int
    name: str
    kind: str


class WrongCell(Wrong):
    def __init__(self, column: Column, text: str, **values):
        super().__init__(text, **values)
        self.column = column


class NoSuchBuilding(WrongCell):
    """`building`: the name of its compound and its number; nothing else is wrong with the door."""

    def __init__(self, building: tuple[str, int], column: Column, text: str, **values):
        super().__init__(column, text, **values)
        self.building = building


class Buildings:
    """`compounds`: their names, by the name as a file may write it."""

    def __init__(self, community: Area):
        self.numbers: dict[str, dict[int, int]] = defaultdict(dict)
        self.compounds: dict[str, str] = {}
        self.shorter: dict[str, list[str]] = defaultdict(list)
        for compound in community.compounds.order_by("name"):
            self.compounds[plain(compound.name)] = compound.name
            self.shorter[_short(compound.name)].append(plain(compound.name))
        self.kinds: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.houses: dict[str, list[House]] = defaultdict(list)
        known = Building.objects.filter(compound__community=community)
        for pk, number, name, kind, compound in known.values_list(
            "pk", "number", "name", "kind", "compound__name"
        ):
            self.numbers[plain(compound)][number] = pk
            self.kinds[pk], self.names[pk] = kind, name
            house = House(pk, compound, number, name, kind)
            if name:
                self.houses[doors.plain(name)].append(house)
            if kind == Building.Kind.HOUSES:
                self.houses[str(number)].append(house)

    def known(self, compound: str) -> str:
        """稀土家园小区 is the registered 稀土家园, where it can be no other."""
        alike = self.shorter.get(_short(compound), [])
        return alike[0] if compound not in self.compounds and len(alike) == 1 else compound

    def said_by(self, name: str) -> SheetName:
        """What the name of a sheet says; with a compound that is not registered here, nothing.

        Where none is registered yet, it may be one, and counts where no line says another.
        """
        said = sheet_names.read(name)
        compound = self.known(said.compound)
        if compound and self.compounds and compound not in self.compounds:
            return SheetName(name)
        return replace(said, compound=compound)

    def house(self, compound: str, building: str, door: str) -> tuple["House", str] | None:
        """A place by its name, or houses by their number, and the words of the door in it.

        Without a word for the building the door may begin with it: 一分公司东头王家. None of what
        is no such place; of several it could be, none is taken.
        """
        compound = self.known(compound) or (min(self.compounds) if len(self.compounds) == 1 else "")
        if not self.houses:
            return None
        if building:
            number = doors.read_number(doors.plain(building), ENDINGS)
            words = {doors.plain(building), str(number or "")}
            found = {(house, door) for word in words for house in self.houses.get(word, ())}
        else:
            found = set(self._beginning(doors.plain(door)))
        found = {each for each in found if compound in ("", plain(each[0].compound))}
        return found.pop() if len(found) == 1 else None

    def _beginning(self, text):
        for name, there in self.houses.items():
            for house in there:
                heads = [doors.plain(house.compound) + name, name] if house.name else []
                for head in heads:
                    if text.startswith(head) and text != head:
                        yield house, text.removeprefix(head).strip("-")
                        break

    def find(self, compound: str, number: int) -> tuple[str, int]:
        """The name of the compound and the pk of the building. Raises WrongCell, NoSuchBuilding."""
        if not compound and len(self.compounds) == 1:
            compound = next(iter(self.compounds))
        known = list(self.compounds)
        if not compound:
            if not known:
                raise WrongCell(Column.COMPOUND, NO_COMPOUND_YET)
            raise WrongCell(Column.COMPOUND, NO_COMPOUND, known=self._names(known[:8]))
        name = self.compounds.get(compound, compound)
        not_here = partial(NoSuchBuilding, (name, number))
        if not known:
            raise not_here(Column.COMPOUND, NO_COMPOUNDS)
        if compound not in self.compounds:
            near = difflib.get_close_matches(compound, known, n=3, cutoff=0.4) or known[:8]
            raise not_here(Column.COMPOUND, UNKNOWN_COMPOUND, known=self._names(near))
        numbers = self.numbers[compound]
        if not numbers:
            raise not_here(Column.BUILDING, NO_BUILDINGS, compound=name)
        if number not in numbers:
            near = sorted(sorted(numbers), key=lambda known: abs(known - number))[:6]
            some = "、".join(map(str, sorted(near)))
            raise not_here(Column.BUILDING, UNKNOWN_BUILDING, compound=name, known=some)
        return name, numbers[number]

    def _names(self, keys):
        return "、".join(self.compounds[key] for key in keys) or "—"


def _short(compound: str) -> str:
    return doors.short(doors.plain(compound))
