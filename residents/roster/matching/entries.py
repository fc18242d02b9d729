"""The entries of the register a roster may be about, read in bulk.

An ID number registered where the uploader moves nobody is read as one nobody has: a file must not
tell who is registered elsewhere (decision 22).
"""

from foundation.batches import in_pieces
from grids.models import Area
from residents.models import Dwelling, Person
from residents.roster.register import Neighbour, Register
from residents.roster.rows import Row


def read(rows: list[Row], community: Area, movable: set[int] | None) -> Register:
    """`movable`: communities people may be moved from; None is all."""
    register = Register(community, movable)
    register.doors = _doors(rows, community)
    register.neighbours = _neighbours(community)
    register.by_number = _by_number(rows, register)
    places = {row.place for row in rows} | {tuple(row.formerly) for row in rows if row.formerly}
    wanted = {register.doors[place] for place in places if place in register.doors}
    for some in in_pieces(wanted):
        for person in Person.objects.here().filter(home__in=some).order_by("pk"):
            register.by_name[person.home_id, person.name_key].append(person)
            if person.relation == Person.Relation.HEAD:
                register.heads[person.home_id].append(person)
    if not all(row.door for row in rows):
        for person in Person.objects.here().filter(community=community, home=None).order_by("pk"):
            register.by_name[None, person.name_key].append(person)
    return register


def _doors(rows, community):
    buildings = {row.building for row in rows} | {row.formerly[0] for row in rows if row.formerly}
    here = Dwelling.objects.filter(building__compound__community=community)
    return {
        (building, stairwell, door): pk
        for pk, building, stairwell, door in here.values_list(
            "pk", "building_id", "stairwell", "door"
        )
        if building in buildings
    }


def _neighbours(community):
    people = Person.objects.standing().filter(community=community)
    people = people.exclude(status=Person.Status.DIED)
    return [
        Neighbour(*columns)
        for columns in people.order_by("pk")
        .values_list(
            "pk",
            "name_key",
            "birth_on",
            "home",
            "home__building",
            "phone_index",
            "id_number_index",
            "status",
        )
        .iterator(chunk_size=5_000)
    ]


def _by_number(rows, register):
    """Of two near entries with one number, that of the community itself, then the confirmed one."""
    numbers = {row.at: row.id_index for row in rows if row.id_number}
    registered: dict[str, Person] = {}
    for some in in_pieces(numbers.values()):
        known = Person.objects.standing().with_id_indexes(some)
        near = [each for each in known if not register.is_far(each)]
        for person in sorted(near, key=register.fits, reverse=True):
            registered.setdefault(person.id_number_index, person)
    return {at: registered[index] for at, index in numbers.items() if index in registered}
