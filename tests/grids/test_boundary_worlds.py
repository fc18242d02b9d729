"""In any world, whatever changes: seen is what a naive look finds, the preview is what happens, and
an undo is exact.

Each world is a few communities, grids, buildings, people, matters and posts, drawn at random and
laid down at once. The oracle knows nothing of queries: it holds who lives where in plain
dictionaries and says who sees whom by walking up the tree.
"""

import random
from collections import Counter
from uuid import uuid4

import pytest
from django.db import transaction

from cases.models import Case
from grids import boundaries
from grids.boundaries import preview
from grids.models import Area, Building, Compound, Posting
from residents.models import Dwelling, Person
from tests import builders
from tests.conftest import NOON, TODAY
from tests.grids.test_boundary_changes import LATER, everything

DAILY, TRIAL, PARTS = 4, 2_000, 4
KINDS = list(boundaries.Kind)
ROLES = {
    "grid": ["grid_worker", "grid_lead", "campaign_helper"],
    "community": ["secretary", "community_staff"],
    "township": ["street_staff"],
}


class World:
    """Drawn with `dice`; `home_of` and `grid_of` are the oracle's own account of it."""

    def __init__(self, dice, street, staff, category):
        self.dice, self.street, self.staff, self.category = dice, street, staff, category
        self.communities = [self._area("community", street, n) for n in range(2)]
        self.grids = [
            self._area("grid", community, n)
            for community in self.communities
            for n in range(dice.randint(1, 3))
        ]
        self.compounds = Compound.objects.bulk_create(
            Compound(community=community, name=name)
            for community in self.communities
            for name in dice.sample(["和平里", "幸福里", "团结里"], dice.randint(1, 2))
        )
        self.buildings = self._buildings()
        self.people = self._people()
        self.cases = self._cases()
        self.posts = self._posts()

    def _area(self, level, parent, n):
        code = f"{parent.code}{n + 200:03d}"
        return Area.objects.create(
            level=level, code=code, name=f"{level}{code[-6:]}", parent=parent
        )

    def _buildings(self):
        found = []
        for number in range(1, self.dice.randint(3, 8)):
            compound = self.dice.choice(self.compounds)
            here = [grid for grid in self.grids if grid.parent_id == compound.community_id]
            grid = self.dice.choice(here)
            found.append(Building(compound=compound, number=number, **grid.columns()))
        return Building.objects.bulk_create(found)

    def _people(self):
        doors = []
        for building in self.buildings:
            for door in range(self.dice.randint(0, 2)):
                place = building.grid.columns()
                door = Dwelling(building=building, floor=1, door=f"10{door}", **place)
                door.walk_key = door.make_walk_key()
                doors.append(door)
        Dwelling.objects.bulk_create(doors)
        people = [
            Person(name=f"人{n}", home=door, **door.grid.columns()) for n, door in enumerate(doors)
        ]
        without_home = [self.dice.choice(self.grids) for _ in range(self.dice.randint(0, 2))]
        people += [Person(name=f"游{n}", **g.columns()) for n, g in enumerate(without_home)]
        return Person.objects.bulk_create(people)

    def _cases(self):
        found = []
        for n in range(self.dice.randint(0, 4)):
            door = self.dice.choice([None, *(person.home for person in self.people)])
            place = (door.grid if door else self.dice.choice(self.grids)).columns()
            facts = {"number": f"{n}", "numbered_by": "x", "client_id": uuid4(), "title": "灯"}
            facts |= {"filed_by": self.staff[0], "channel": "worker", "category": self.category}
            facts |= {"reported_at": NOON, "due_at": LATER, "dwelling": door}
            found.append(Case(**facts, **place))
        return Case.objects.bulk_create(found)

    def _posts(self):
        areas = [*self.grids, *self.communities, self.street]
        posts = [(user, self.dice.choice(areas)) for user in self.staff]
        rows = [
            Posting(
                user=user, area=area, role=self.dice.choice(ROLES[area.level]), from_on="2025-01-01"
            )
            for user, area in posts
        ]
        secretaries = [
            Posting(user=self.staff[0], area=area, role="secretary", from_on="2024-01-01")
            for area in self.communities
            if self.dice.random() < 0.8
        ]
        return Posting.objects.bulk_create([*rows, *secretaries])

    def some_change(self):
        kind, grid = self.dice.choice(KINDS), self.dice.choice(self.grids)
        if kind in ("split", "join"):
            grid = self.dice.choice(self.buildings).grid
        of = [each for each in self.buildings if each.grid_id == grid.pk]
        some = tuple(self.dice.sample(of, self.dice.randint(0, len(of))))
        if kind == "move":
            any_of = self.dice.sample(self.buildings, self.dice.randint(0, len(self.buildings)))
            what = {"buildings": tuple(any_of), "to": self.dice.choice(self.grids)}
        elif kind == "split":
            what = {"grid": grid, "buildings": some, "code": f"{grid.parent.code}299", "name": "新"}
        else:
            to = {"join": self.grids, "rehang": self.communities, "close": [None]}[kind]
            what = {"grid": grid, "to": self.dice.choice(to)}
        return boundaries.Change(kind, **what)

    # The oracle

    def lies(self):
        """{(kind of row, its key): codes of the areas from the top} before anything changes."""
        rows = [*self.buildings, *self.people, *self.cases]
        return {_key(row): _codes(row.grid) for row in rows}

    def lies_after(self, change):
        """The same, by what the change says in words, not by how it is made."""
        after = self.lies()
        taken = {building.pk for building in change.buildings}
        for row in [*self.buildings, *self.people, *self.cases]:
            here = _codes(row.grid)
            whole = change.grid is not None and here[-1] == change.grid.code
            if change.kind in ("join", "rehang") and whole or _building(row) in taken:
                after[_key(row)] = _goes(change, here)
        return after

    def seers(self, lies, posts):
        """{user: rows they see}: some post stands in an area above, or in the grid itself."""
        seen = {user.pk: set() for user in self.staff}
        for post in posts:
            sees = {key for key, codes in lies.items() if post.area.code in codes}
            seen[post.user_id] |= {key for key in sees if _may(post, key[0])}
        return seen


def _goes(change, here):
    """Where something lies that the change takes from there."""
    if change.kind == "split":
        return [*here[:-1], change.code]
    return [*_codes(change.to), *([change.grid.code] if change.kind == "rehang" else [])]


def one_of_each(change):
    """Before and after: something of each kind in each place that is left, for sight is said of all
    that may ever lie there."""
    lay, lies = {}, {}
    for grid in change.sources() if change.kind != "close" else ():
        for kind in ("Building", "Person", "Case"):
            lay[kind, grid.code] = _codes(grid)
            lies[kind, grid.code] = _goes(change, _codes(grid))
    return lay, lies


def _may(post, kind):
    return kind == "Building" or post.role != "campaign_helper"


def _key(row):
    return type(row).__name__, row.pk


def _building(row):
    door = {Building: None, Person: "home", Case: "dwelling"}[type(row)]
    if door is None:
        return row.pk
    return getattr(row, door) and getattr(row, door).building_id


def _codes(area):
    return area.path.strip("/").split("/")


def visible(world):
    """{user: rows} as the product says."""
    seen = {}
    for user in world.staff:
        reader = builders.reader_of(user)
        seen[user.pk] = {
            (model.__name__, pk)
            for model in (Building, Person, Case)
            for pk in model.objects.visible_to(reader).values_list("pk", flat=True)
        }
    return seen


def check(world, change):
    """Whether the change happened; a refusal must leave everything as it was."""
    before, lies = everything(), world.lies()
    assert visible(world) == world.seers(lies, world.posts)
    try:
        looked = preview.of(change, day=TODAY)
    except boundaries.CannotBeDone:
        with pytest.raises(boundaries.CannotBeDone), transaction.atomic():
            boundaries.make(change=change, by=None, at=NOON)
        assert everything() == before
        return False
    row = boundaries.make(change=change, by=None, at=NOON, seen=looked.digest)
    happened(world, change, looked, lies)
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before
    return True


def happened(world, change, looked, lies):
    """Sight, numbers and names: as the oracle says, and as the preview said."""
    after, posts = world.lies_after(change), list(Posting.objects.on(TODAY).select_related("area"))
    seen = world.seers(after, posts)
    assert visible(world) == seen
    then = world.seers(lies, world.posts)
    loses = {user for user in then if then[user] - seen[user]}
    gains = {user for user in then if seen[user] - then[user]}
    assert {user.pk for user in looked.sight.loses} >= loses
    assert {user.pk for user in looked.sight.gains} >= gains
    if change.kind != "close":
        lay, lie = one_of_each(change)
        then, seen = world.seers(lies | lay, world.posts), world.seers(after | lie, posts)
        assert {user.pk for user in looked.sight.loses} == {u for u in then if then[u] - seen[u]}
        assert {user.pk for user in looked.sight.gains} == {u for u in then if seen[u] - then[u]}
    assert {user.pk for user in looked.sight.told} >= loses | gains
    for line in looked.lines:
        for key, kind in (("buildings", "Building"), ("people", "Person"), ("cases", "Case")):
            both = [
                sum(line.code in codes for (name, _pk), codes in where.items() if name == kind)
                for where in (lies, after)
            ]
            assert list(line.numbers.get(key, (0, 0))) == both, (line, key)


def play(count, seed, street):
    """How many of so many worlds changed, by kind of change."""
    staff = [builders.make_staff(f"s{n}", f"员{n}", street, "street_staff") for n in range(4)]
    Posting.objects.filter(user__in=staff).delete()
    category, done = builders.make_category(), Counter()
    for n in range(count):
        dice = random.Random(f"{seed}:{n}")
        with transaction.atomic():
            world = World(dice, street, staff, category)
            for change in (world.some_change() for _ in range(4)):
                try:
                    done[change.kind] += check(world, change)
                except AssertionError as error:
                    error.add_note(f"world {seed}:{n}, {change}")
                    raise
            transaction.set_rollback(True)
    return done


def test_in_any_world_seen_is_what_lies_there_and_an_undo_is_exact(street):
    assert sum(play(DAILY, "day", street).values()) >= DAILY


@pytest.mark.trial("boundaries")
@pytest.mark.parametrize("part", range(PARTS))
def test_in_two_thousand_worlds(street, part):
    done = play(TRIAL // PARTS, f"trial {part}", street)

    print(f"\n{TRIAL // PARTS} worlds: {dict(done)}")
    assert all(done[kind] for kind in KINDS)
    assert sum(done.values()) >= TRIAL // PARTS


def test_a_wrong_way_is_noticed(street, monkeypatch):
    """A change that leaves people behind does not pass."""
    monkeypatch.setattr(Person, "moves_with", None)

    with pytest.raises(AssertionError):
        play(DAILY, "day", street)
