import pytest

from tests import builders
from tests.access.walk import ROLES, Walk
from tests.access.world import Place, World, furnish, word
from tests.conftest import SignedInClient


@pytest.fixture
def abroad(district):
    """A grid of another street, which nobody of the neighbourhood may see."""
    street = builders.make_area("township", "150299021", "远方街道", parent=district)
    community = builders.make_area("community", "150299021100", "远方社区", parent=street)
    return builders.make_area("grid", "150299021100001", "远方第一网格", parent=community)


@pytest.fixture
def world(home, east, west, far, abroad, lin, zhou, zhao, chen, qian, bai, gao):
    far_secretary = builders.make_staff("tan", "谭远", abroad.parent, "secretary")
    nomad = builders.make_staff("niu", "牛远", abroad, "grid_worker")

    def resident(place, grid, phone, door=None):
        door = door or builders.make_door(grid, "301")
        number = builders.make_id_number("19500102", int(phone[-3:]))
        return builders.make_resident(door, word("人", place), phone=phone, id_number=number)

    places = {
        "own": Place(east, lin, chen, resident("own", east, "13800000001", home)),
        "neighbour": Place(west, zhou, chen, resident("neighbour", west, "13800000003")),
        "other": Place(far, zhao, qian, resident("other", far, "13800000004")),
        "elsewhere": Place(
            abroad, nomad, far_secretary, resident("elsewhere", abroad, "13800000005")
        ),
    }
    for name, place in places.items():
        furnish(name, place)
    world = World(places)
    spouse = builders.make_resident(home, "李建国", phone="13800000002")
    world.users = {
        "wang": places["own"].person.user, "li": spouse.user, "lin": lin, "zhou": zhou,
        "chen": chen, "bai": bai, "gao": gao,
    }  # fmt: skip
    return world


@pytest.fixture
def walk(world, settings):
    settings.API_A_MINUTE = {"user": 10**6, "address": 10**6}
    settings.API_PEOPLE_PAGES_A_DAY = 10**6
    clients = {"anonymous": SignedInClient()}
    for role in set(ROLES) - {"anonymous"}:
        clients[role] = SignedInClient()
        clients[role].force_login(
            world.users[role], by="code" if role in ("wang", "li") else "password"
        )
    return Walk(world, clients)
