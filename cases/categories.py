"""The categories as they hold at a place: those of the house, and what is said of them nearer by.

A street or community may add categories and keep those from above in its own way. It cannot make
anything less secret: what was confidential stays so, and stays in use.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from cases.models import Category
from grids.models import scopes


class NotACategoryHere(Exception):
    """The category belongs to another street or community, or is none of its own."""


@dataclass(frozen=True)
class LocalCategory:
    """One category with what holds for it at a place."""

    category: Category
    words: str
    icon: str
    position: int
    active: bool
    confidential: bool

    @property
    def pk(self) -> int:
        return self.category.pk

    @property
    def parent_id(self) -> int | None:
        return self.category.parent_id

    @property
    def name(self) -> str:
        return self.category.name

    def changed_by(self, row: Category) -> "LocalCategory":
        """As a nearer row says; what is confidential above stays so, and in use."""
        return replace(
            self,
            words=row.words,
            icon=row.icon,
            position=row.position,
            active=row.active or (self.confidential and self.active),
            confidential=self.confidential or row.confidential_by_default,
        )


def at(place: Any) -> list[LocalCategory]:
    """All categories of the place in their order, also those it does not use."""
    return of_rows(list(Category.objects.holding_at(place)), place)


def in_use(*places: Any) -> list[LocalCategory]:
    """What may be chosen at one of the places at least, in its order; one query for all of them.

    Of several places the first that uses a category says how; it is confidential where one is.
    """
    rows, found = list(Category.objects.holding_at(*places)), {}
    for place in places:
        for each in _used(of_rows(rows, place)):
            known = found.get(each.pk, each)
            secret = known.confidential or each.confidential
            found[each.pk] = replace(known, confidential=secret)
    return sorted(found.values(), key=_order)


def first_level(place: Any) -> list[LocalCategory]:
    return [each for each in in_use(place) if each.parent_id is None]


def is_confidential(category: Category, place: Any) -> bool:
    """Whether a problem of this kind is confidential from the start, where it lies.

    Raises NotACategoryHere.
    """
    return here(category, place).confidential


def here(category: Category, place: Any) -> LocalCategory:
    """How the category holds at the place, in use there or not. Raises NotACategoryHere."""
    found = next((each for each in at(place) if each.pk == category.pk), None)
    if found is None:
        raise NotACategoryHere
    return found


def of_rows(rows: Iterable[Category], place: Any) -> list[LocalCategory]:
    """The same of rows that were read before."""
    order, changes, own = scopes(place), defaultdict(list), []
    for row in rows:
        if row.area_id in order:
            (changes[row.instead_of_id] if row.instead_of_id else own).append(row)
    found = {}
    for row in own:
        local = LocalCategory(
            row, row.words, row.icon, row.position, row.active, row.confidential_by_default
        )
        # From the top down, so that the nearest has the last word.
        for change in sorted(changes[row.pk], key=lambda row: -order.index(row.area_id)):
            local = local.changed_by(change)
        found[row.pk] = local
    return sorted((_with_its_group(each, found) for each in found.values()), key=_order)


def _with_its_group(local: LocalCategory, found: dict[int, LocalCategory]) -> LocalCategory:
    """A street's own category is never less secret than its group, and a group that the street
    made confidential is so with all that is in it. The house says so of each category by itself.
    """
    group = found.get(local.parent_id)
    if group is None or not group.confidential:
        return local
    of_the_house = local.category.area_id is None and group.category.confidential_by_default
    return local if of_the_house else replace(local, confidential=True)


def _used(locals_: list[LocalCategory]) -> list[LocalCategory]:
    """Those in use whose group is, too."""
    used = {each.pk for each in locals_ if each.active}
    return [each for each in locals_ if each.active and each.parent_id in {None, *used}]


def _order(local: LocalCategory):
    return local.position, local.pk
