"""The places: the real communities of one real street, with invented compounds and doors."""

import csv
from pathlib import Path

from grids.models import Area, Building, Compound
from grids.roles import Level
from residents.models import Dwelling

DIVISIONS = Path(__file__).parents[1] / "divisions.csv"
TOWNSHIP = "150271020"
LEVEL_OF_LENGTH = {4: Level.CITY, 6: Level.DISTRICT, 9: Level.TOWNSHIP, 12: Level.COMMUNITY}

# Five times three invented compounds, each built in one way.
COMPOUNDS = {
    "火炬路社区": [("槐荫里", "walk-up"), ("杏林苑", "walk-up"), ("晨曦花园", "slab")],
    "荣泰路社区": [("丰禾家园", "walk-up"), ("松韵苑", "slab"), ("锦程里", "walk-up")],
    "景泰路社区": [("长青里", "walk-up"), ("柳岸雅居", "tower"), ("安和苑", "slab")],
    "盛唐路社区": [("文景里", "slab"), ("金穗家园", "walk-up"), ("北辰雅居", "tower")],
    "民馨家园社区": [("向阳里", "walk-up"), ("和顺苑", "slab"), ("泽丰园", "walk-up")],
}
# Floors, doors on a landing, and how many stairwells a building may have.
BUILT = {"walk-up": (6, 2, (3, 3, 4)), "slab": (11, 2, (2, 3)), "tower": (18, 3, (1, 1, 2))}
DIGITS = "零一二三四五六七八九"


def lay_out(world):
    load_divisions(world)
    plots = [plot for community in world.communities for plot in draw_grids(world, community)]
    raise_buildings(world, plots)


def load_divisions(world):
    """The excerpt of the national register that comes with the demo."""
    areas = {}
    with DIVISIONS.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            areas[row["code"]] = Area.objects.create(
                code=row["code"],
                name=row["name"].replace("社区居委会", "社区"),
                register_name=row["name"],
                level=LEVEL_OF_LENGTH[len(row["code"])],
                parent=areas.get(row["parent"]),
            )
    world.township = areas[TOWNSHIP]
    world.communities = [area for area in areas.values() if area.parent == world.township]


def draw_grids(world, community):
    """Grids numbered from west to east, each with the compound most of it lies in."""
    compounds = [
        (Compound.objects.create(community=community, name=name), built)
        for name, built in COMPOUNDS[community.name]
    ]
    for number in range(1, world.size.grids + 1):
        grid = Area.objects.create(
            parent=community,
            level=Level.GRID,
            code=f"{community.code}{number:03d}",
            name=f"{community.name.removesuffix('社区')}第{in_chinese(number)}网格",
        )
        world.grids.append(grid)
        yield grid, *compounds[(number - 1) * len(compounds) // world.size.grids]


def raise_buildings(world, plots):
    """Buildings until there are doors enough, then every door of them."""
    chance, buildings, doors, last_number = world.chance("street"), [], 0, {}
    for position, (grid, compound, built) in enumerate(plots, start=1):
        floors, landing, stairwells = BUILT[built]
        while doors < position * world.size.doors:
            number = last_number[compound] = last_number.get(compound, 0) + 1
            building = Building(compound=compound, number=number, **grid.columns())
            count = chance.choice(stairwells)
            buildings.append((building, floors, landing, count))
            doors += floors * landing * count
    Building.objects.bulk_create([building for building, *_ in buildings])
    world.dwellings = [
        dwelling for building in buildings for dwelling in doors_of(*building, chance)
    ]


def doors_of(building, floors, landing, stairwells, chance):
    for stairwell in range(1, stairwells + 1):
        for floor in range(1, floors + 1):
            for side in range(1, landing + 1):
                dwelling = Dwelling(
                    building=building,
                    stairwell=stairwell,
                    floor=floor,
                    door=f"{floor}{side:02d}",
                    grid_id=building.grid_id,
                    community_id=building.community_id,
                    township_id=building.township_id,
                )
                dwelling.walk_key = dwelling.make_walk_key()
                yield dwelling


def in_chinese(number):
    """1 to 99: 一, 十, 十二, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    return (
        (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
    )
