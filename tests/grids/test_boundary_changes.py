"""A grid is divided, joined, closed, moved: as the preview said, all of it, and exactly back."""

from datetime import timedelta

import pytest
from django.apps import apps

from cases.models import CaseUserObjectPermission
from grids import boundaries, postings
from grids.boundaries import late, preview
from grids.boundaries.columns import rows_of_areas
from grids.models import Area, BoundaryChange, Compound, Posting
from notices.models import Notice
from residents.models import Dwelling, Person
from tests import builders
from tests.conftest import NOON, TODAY
from tests.pace import some_daily
from visits.models import Visit

KEPT = (Area, Posting, Compound, CaseUserObjectPermission)
LATER = NOON + timedelta(minutes=5)


def everything():
    """Every row with an area, and what else a change of grids touches, column by column."""
    models = [*rows_of_areas(), *KEPT]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def seen_by(user):
    return set(Person.objects.visible_to(builders.reader_of(user)).values_list("name", flat=True))


def numbers(change):
    """{name of the line: {what is counted: (before, after)}} of a preview."""
    return {line.name: line.numbers for line in preview.of(change, day=TODAY).lines}


@pytest.fixture
def lives(lin, home, wang, east, west):
    """A contact, a matter at the door, one in the street, and a neighbour who stays."""
    builders.log_contact(lin, home, [wang], at=NOON)
    builders.make_case(lin, east, dwelling=home, at=NOON)
    builders.make_person(builders.make_door(east, "102"), "邻居")
    return builders.make_case(lin, east, at=NOON)


def change(kind, **what):
    return boundaries.Change(boundaries.Kind(kind), **what)


def test_some_buildings_become_a_grid_of_their_own(lives, home, wang, east, lin):
    new = {"code": "150299020100003", "name": "北苑第三网格"}
    asked = change("split", grid=east, buildings=(home.building,), **new)
    before, looked = everything(), numbers(asked)

    row = boundaries.make(change=asked, by=None, at=NOON)

    assert looked["北苑第一网格"] | looked["北苑第三网格"] == looked["北苑第三网格"]
    assert [looked[name]["people"] for name in looked] == [(2, 1), (0, 1)]
    assert [looked[name]["cases"] for name in looked] == [(2, 1), (0, 1)]
    assert (Visit.objects.get().grid, row.to.parent) == (row.to, east.parent)
    assert seen_by(lin) == {"邻居"}
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before


def test_two_grids_become_one_with_everything_in_them(lives, east, west, lin, zhou):
    before = everything()

    row = builders.change("join", grid=east, to=west, at=NOON)

    lives.refresh_from_db()
    east.refresh_from_db()
    assert (lives.grid, east.valid_to) == (west, TODAY - timedelta(days=1))
    assert (seen_by(lin), seen_by(zhou)) == (set(), {"王秀兰", "邻居"})
    assert not lin.postings.on(TODAY).exists()
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before
    with pytest.raises(boundaries.AlreadyUndone):
        boundaries.undo(row=row, by=None, at=LATER)


def test_a_grid_goes_to_another_community_with_its_worker(lives, east, south, chen, qian, lin):
    before, asked = everything(), change("rehang", grid=east, to=south)
    looked = preview.of(asked, day=TODAY)

    row = boundaries.make(change=asked, by=None, at=NOON)

    assert [[user.name for user in who] for who in (looked.sight.loses, looked.sight.gains)] == [
        ["陈芳"],
        ["钱立"],
    ]
    assert (seen_by(chen), seen_by(qian), seen_by(lin)) == (
        set(),
        {"王秀兰", "邻居"},
        {"王秀兰", "邻居"},
    )
    assert Compound.objects.get().community == south
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before


def test_a_compound_is_divided_when_a_part_of_it_leaves_the_community(lives, home, far, qian):
    before, asked = everything(), change("move", buildings=(home.building,), to=far)

    row = boundaries.make(change=asked, by=None, at=NOON)

    home.refresh_from_db()
    compound = home.building.compound
    assert (compound.name, compound.community) == ("和平里", far.parent)
    assert home.walk_key.startswith(f"{compound.pk:06d}-")
    assert seen_by(qian) == {"王秀兰"}
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before


def test_an_empty_grid_ends_with_its_posts_and_begins_again(west, zhou):
    before = everything()

    row = builders.change("close", grid=west, at=NOON)

    west.refresh_from_db()
    assert (west.valid_to, zhou.postings.on(TODAY).exists()) == (TODAY - timedelta(days=1), False)
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before


def refused(kind, **what):
    with pytest.raises(boundaries.CannotBeDone) as refusal:
        builders.change(kind, at=NOON, **what)
    return refusal.value.code


def test_what_cannot_be_is_refused_and_nothing_is_kept(
    home, wang, east, west, far, north, south, chen
):
    before, new = everything(), {"code": "150299020100003", "name": "x"}
    buildings = (home.building,)

    assert refused("close", grid=east) == "still_holds"
    assert refused("join", grid=east, to=far) == "not_neighbours"
    assert refused("join", grid=east, to=east) == "not_neighbours"
    assert refused("move", buildings=(), to=west) == "nothing_to_move"
    assert refused("move", buildings=buildings, to=north) == "nothing_to_move"
    assert refused("split", grid=east, buildings=buildings, **new) == "nothing_to_move"
    assert refused("rehang", grid=east, to=north) == "nothing_to_move"
    assert refused("rehang", grid=east, to=south) == "nobody_receives"
    other = (builders.make_building(east),)
    wrong = new | {"code": far.code}
    assert refused("split", grid=east, buildings=other, **wrong) == "wrong_code"
    Area.objects.filter(pk=west.pk).update(valid_to=TODAY)
    west.refresh_from_db()
    assert refused("join", grid=east, to=west) == "not_there"
    assert not BoundaryChange.objects.exists()
    other[0].delete()
    Area.objects.filter(pk=west.pk).update(valid_to=None)
    assert everything() == before


def test_two_houses_of_one_number_are_not_put_into_one_compound(home, far, south, qian):
    twin = Compound.objects.create(community=south, name="和平里")
    builders.make_building(far, home.building.number).__class__.objects.update(number=7)
    assert twin.buildings.count() == 1

    assert refused("move", buildings=(home.building,), to=far) == "numbers_meet"


@pytest.mark.parametrize(
    "kind",
    some_daily(
        ["visit", "person", "case", "step", "post", "moved", "closed"],
        daily=["visit", "closed"],
        others=pytest.mark.trial("boundaries"),
    ),
)
def test_what_was_built_on_stays_and_the_undo_does_nothing(kind, lives, home, wang, east, lin, bai):
    other, west = builders.make_building(east), Area.objects.get(name__contains="第二")
    row = builders.split(east, [home.building], at=NOON)
    home.refresh_from_db()
    case = home.cases.get()
    build = {
        "visit": lambda: builders.log_contact(lin, home, [wang], at=LATER),
        "person": lambda: builders.make_person(home, "新来的"),
        "case": lambda: builders.make_case(lin, row.to, at=LATER),
        "step": lambda: builders.bring(case, "accepted", desk=bai, worker=lin, at=LATER),
        "post": lambda: builders.make_post(lin, row.to, "grid_worker"),
        "moved": lambda: builders.change("move", buildings=(home.building,), to=west, at=LATER),
        "closed": lambda: builders.change("join", grid=east, to=west, at=LATER),
    }[kind]
    assert boundaries.may_undo(row)
    build()
    built, other = everything(), other.pk

    with pytest.raises(boundaries.BuiltOn):
        boundaries.undo(row=row, by=None, at=LATER)

    assert everything() == built
    assert not boundaries.may_undo(row)


def test_nothing_is_kept_when_the_last_step_fails(lives, home, east, west, monkeypatch):
    before = everything()
    monkeypatch.setattr("grids.boundaries.making.trail.thing_changed", None)

    with pytest.raises(TypeError):
        builders.change("join", grid=east, to=west, at=NOON)

    assert everything() == before


def test_who_looked_at_another_preview_is_shown_the_new_one(lives, home, east, west):
    asked = change("join", grid=east, to=west)
    seen = preview.of(asked, day=TODAY).digest
    builders.make_person(home, "刚登记的")

    with pytest.raises(boundaries.LooksOtherwise) as otherwise:
        boundaries.make(change=asked, by=None, at=NOON, seen=seen)

    looked = otherwise.value.preview
    row = boundaries.make(change=asked, by=None, at=NOON, seen=looked.digest)
    again = boundaries.make(change=asked, by=None, at=NOON, uid=row.uid)
    assert (again, BoundaryChange.objects.count()) == (row, 1)


@pytest.mark.parametrize("role", ["audit_admin", "campaign_helper"])
def test_no_post_comes_back_to_who_audits_meanwhile(role, lives, east, west, lin, street):
    """Whoever audits does nothing else; another post hinders nothing."""
    row = builders.change("join", grid=east, to=west, at=NOON)
    area = street if role == "audit_admin" else west
    until_on = None if role == "audit_admin" else TODAY
    post = {"area": area, "role": role, "from_on": TODAY, "until_on": until_on}
    postings.appoint(user=lin, by=None, at=LATER, **post)
    assert boundaries.may_undo(row) == (role != "audit_admin")

    if role == "audit_admin":
        with pytest.raises(boundaries.BuiltOn):
            boundaries.undo(row=row, by=None, at=LATER)

    assert lin.postings.on(TODAY).count() == 1


def test_the_same_uid_does_not_stand_for_other_buildings(lives, home, east, west):
    other, about = builders.make_building(east), {"by": None, "at": NOON}
    row = boundaries.make(change=change("move", buildings=(home.building,), to=west), **about)

    with pytest.raises(boundaries.AlreadyMade):
        asked = change("move", buildings=(other,), to=west)
        boundaries.make(change=asked, uid=row.uid, **about)


def test_a_grid_that_ended_long_ago_is_joined_and_has_ended_then(lives, east, west):
    long_ago = TODAY - timedelta(days=90)
    Area.objects.filter(pk=east.pk).update(valid_to=long_ago)
    east.refresh_from_db()
    before = everything()

    row = builders.change("join", grid=east, to=west, at=NOON)

    east.refresh_from_db()
    lives.refresh_from_db()
    assert (east.valid_to, lives.grid) == (long_ago, west)
    boundaries.undo(row=row, by=None, at=LATER)
    assert everything() == before


def test_who_sees_otherwise_is_told_and_nobody_twice(lives, east, west, lin, zhou, chen, bai):
    builders.change("join", grid=east, to=west, by=bai, at=NOON)

    told = Notice.objects.filter(key__startswith="boundary:").values_list("recipient", flat=True)
    assert sorted(told) == sorted(user.pk for user in (lin, zhou, chen))


def test_what_is_written_in_that_very_moment_follows(lives, home, wang, east, west, lin):
    """A page read the grid before, and saves after: what stands in the old grid is put right."""
    row = builders.change("join", grid=east, to=west, at=NOON)
    builders.log_contact(lin, home, [wang], at=LATER)  # `home` was read before the change
    assert Visit.objects.filter(grid=east).count() == 1

    late.straighten(row)

    assert {model: model.objects.filter(grid=east).count() for model in (Visit, Dwelling)} == {
        Visit: 0,
        Dwelling: 0,
    }
    assert apps.get_model("cases.Case").objects.filter(grid=west).count() == 2
