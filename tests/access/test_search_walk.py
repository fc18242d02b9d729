"""Whatever anybody types into the search box, no word of another place comes back."""

from itertools import product

import pytest
from django.db.models import Q
from django.urls import reverse

from cases.models import Case
from grids.models import Area
from residents.models import Dwelling, Person
from tests.access.test_walk_guards import see_everything
from tests.access.walk import BY_AREA, ROLES, STAFF, is_refusal
from tests.access.world import word
from tests.pace import some_daily

FIND = reverse("search:find")


def texts(world):
    """Everything by which the things of all places could be found, and by which many could."""
    yield from ["甲人", "jia", "djr", "和平里", "301", "网格", "社区", "街道", "150299"]
    for name, place in world.places.items():
        person, door = place.person, place.person.home
        number = door.building.number
        yield from [word("人", name)[:2], person.pinyin, person.phone, place.grid.code]
        yield from [f"{number}-{door.stairwell}-{door.door}", f"{number}号楼"]
        yield from [
            f"{person.name[:1]} {number}-{door.stairwell}-{door.door}",
            f"{person.initials} {number}号楼",
        ]
        yield place.things["case_number"]


def found(walk, world, role, box=(FIND, "words")):
    """(what was typed, the answer without the page around it) for every text."""
    client, (url, name) = walk.clients[role], box
    for text in texts(world):
        answer = client.post(url, {name: text, "look": "1"}, headers={"HX-Request": "true"})
        yield text, answer


def leaks(pages, world, role):
    return list(each_leak(pages, world, role))


def each_leak(pages, world, role):
    """One by one, for whoever wants to know whether there is any."""
    hidden = [*world.words_hidden_from(role), *other_places(world, role)]
    yield from ((text, word) for text, answer in pages for word in hidden if word in answer.text)


def other_places(world, role):
    """Links to doors and areas that are not this role's."""
    for name, place in world.places.items():
        if name not in BY_AREA.get(role, set()):
            yield f"/door/{place.person.home_id}/"
            yield place.grid.name


@pytest.fixture(autouse=True)
def numbered(world, monkeypatch):
    for place in world.places.values():
        place.things["case_number"] = Case.objects.get(pk=place.things["case_pk"]).number
    monkeypatch.setattr("residents.search.finders.A_MINUTE", 10_000)


ALL = sorted(STAFF)
IN_THE_TRIAL = pytest.mark.trial("walk")
CHOOSING = [(reverse("cases:new"), "find"), (reverse("morality_bank:take-in"), "q")]


DAILY = [("chen", CHOOSING[0]), ("lin", CHOOSING[1])]


@pytest.mark.parametrize(
    ("role", "box"),
    [
        pytest.param(*asked, marks=() if asked in DAILY else IN_THE_TRIAL)
        for asked in product(ALL, CHOOSING)
    ],
)
def test_nor_where_somebody_is_chosen_for_a_form(walk, world, role, box):
    pages = list(found(walk, world, role, box))

    assert leaks(pages, world, role) == []
    assert all(answer.status_code == 200 for _, answer in pages) or all(
        is_refusal(answer) for _, answer in pages
    )


@pytest.mark.parametrize("role", some_daily(ALL, daily=["lin", "bai"], others=IN_THE_TRIAL))
def test_everybody_finds_their_own_and_nobody_anything_else(walk, world, role):
    pages = list(found(walk, world, role))

    assert leaks(pages, world, role) == []
    for place in BY_AREA[role]:
        own = word("人", place), world.places[place].grid.name
        assert all(any(each in answer.text for _text, answer in pages) for each in own)


def test_without_a_post_there_is_no_box(walk):
    for role in set(ROLES) - set(STAFF):
        assert is_refusal(walk._ask(role, "POST", FIND, {"words": "甲人"})), role


@pytest.mark.parametrize("model", [Person, Dwelling, Area])
def test_a_guard_taken_away_is_noticed(walk, world, monkeypatch, model):
    queryset = type(model.objects.all())
    for guard in ("visible_to", "with_duty"):
        monkeypatch.setattr(queryset, guard, see_everything)
    if model is Person:
        monkeypatch.setattr("residents.masks.has_post_over", lambda user, person: True)
        everywhere = list(Area.objects.filter(level="township").values_list("pk", flat=True))
        monkeypatch.setattr("residents.search.people.streets_of", lambda user: everywhere)
    if model is Dwelling:
        monkeypatch.setattr("residents.search.places.reach", lambda *a, **k: Q())

    assert any(each_leak(found(walk, world, "zhou"), world, "zhou"))
