"""Whom a roster that speaks for everybody leaves out: have they moved away?"""

from residents.roster.cover import Cover
from residents.roster.register import Neighbour
from residents.roster.rows import Row


def measure(
    neighbours: list[Neighbour], named: set[int], rows: list[Row]
) -> tuple[Cover, list[int]]:
    """The cover, and the people of its scope whom nobody names."""
    here = [each for each in neighbours if each.is_here]
    cover = Cover("community", sum(each.pk in named for each in here), len(here))
    if not cover.is_complete:
        buildings = {row.building for row in rows if row.door}
        here = [each for each in here if each.building in buildings]
        found = sum(each.pk in named for each in here)
        cover = Cover("buildings", found, len(here), len(buildings))
    return cover, [each.pk for each in here if each.pk not in named]
