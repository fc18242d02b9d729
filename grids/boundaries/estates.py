"""Compounds belong to a community: when buildings leave it, their compound follows or is divided."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from grids.boundaries.changes import Change
from grids.boundaries.columns import rows_of_areas
from grids.models import Area, Building, Compound


@dataclass(frozen=True)
class EstateMove:
    """One compound whose buildings leave its community.

    `whole`: the compound itself goes. Otherwise its buildings join the one of the same name over
    there, `into`, made if there is none. `meeting` are numbers that would stand there twice.
    """

    compound: Compound
    buildings: list[Building]
    whole: bool
    into: Compound | None
    meeting: list[int]


def moves(change: Change) -> list[EstateMove]:
    """In the order of the compounds."""
    there = change.community
    by_compound: dict[Compound, list[Building]] = defaultdict(list)
    for building in change.all_buildings():
        if building.compound.community_id != there.pk:
            by_compound[building.compound].append(building)
    return [
        _move(compound, buildings, there)
        for compound, buildings in sorted(by_compound.items(), key=lambda each: each[0].pk)
    ]


def _move(compound: Compound, buildings: list[Building], there: Area) -> EstateMove:
    into = Compound.objects.filter(community=there, name=compound.name).first()
    rest = compound.buildings.exclude(pk__in=[building.pk for building in buildings])
    numbers = [building.number for building in buildings]
    met = Building.objects.filter(compound=into, number__in=numbers) if into else []
    whole = into is None and not rest.exists()
    return EstateMove(compound, buildings, whole, into, sorted(building.number for building in met))


def follow(change: Change) -> dict[str, Any]:
    """Let them go; returns what it takes to go back."""
    kept: dict[str, Any] = {"compounds": [], "buildings": [], "made": []}
    for move in moves(change):
        compound = move.compound
        if move.whole:
            kept["compounds"].append([compound.pk, compound.community_id, change.community.pk])
            Compound.objects.filter(pk=compound.pk).update(community=change.community)
            continue
        into = move.into
        if into is None:
            into = Compound.objects.create(community=change.community, name=compound.name)
            kept["made"].append(into.pk)
        for building in move.buildings:
            kept["buildings"].append([building.pk, compound.pk, into.pk])
            _give(building.pk, into)
    return kept


def is_as_left(kept: dict[str, Any]) -> bool:
    """Whether nobody has touched them since."""
    made = kept["made"]
    ours = [pk for pk, _before, _after in kept["buildings"]]
    if Building.objects.filter(compound__in=made).exclude(pk__in=ours).exists():
        return False
    compounds = dict(Compound.objects.values_list("pk", "community").filter(pk__in=_keys(kept)))
    here = Building.objects.filter(pk__in=ours).values_list("pk", "compound")
    was = {pk: after for pk, _before, after in kept["compounds"]}
    return compounds == was and dict(here) == {pk: after for pk, _b, after in kept["buildings"]}


def go_back(kept: dict[str, Any]) -> None:
    for pk, before, _after in kept["compounds"]:
        Compound.objects.filter(pk=pk).update(community=before)
    compounds = Compound.objects.in_bulk([before for _pk, before, _after in kept["buildings"]])
    for pk, before, _after in kept["buildings"]:
        _give(pk, compounds[before])
    Compound.objects.filter(pk__in=kept["made"]).delete()


def _keys(kept):
    return [pk for pk, _before, _after in kept["compounds"]]


def _give(pk: int, compound: Compound) -> None:
    """The order in which doors are walked begins with the compound."""
    building = Building.objects.select_related("compound").get(pk=pk)
    building.compound = compound
    building.save(update_fields=["compound"])
    for model in rows_of_areas():
        model.follow_number(building)
