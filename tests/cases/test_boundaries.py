"""When grids change, no open matter is left with somebody who sees it no more, and no secret with nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case
from grids import boundaries
from grids.boundaries import preview
from notices.models import Notice
from tests import builders
from tests.access.walk import fingerprint
from tests.conftest import NOON, TODAY


def sees(user, case):
    return Case.objects.visible_to(builders.reader_of(user)).filter(pk=case.pk).exists()


def told(user, case):
    return Notice.objects.about(case.about).filter(recipient=user).count()


def test_a_secret_is_received_where_its_door_lies_now_and_goes_back_with_it(
    home, wang, east, south, lin, chen, qian
):
    secret = builders.make_case(lin, east, dwelling=home, reporter=wang, confidential=True, at=NOON)
    asked = boundaries.Change(boundaries.Kind.REHANG, grid=east, to=south)
    looked = preview.of(asked, day=TODAY)

    row = boundaries.make(change=asked, by=None, at=NOON)

    assert (sees(chen, secret), sees(qian, secret), told(qian, secret)) == (False, True, 1)
    assert {line.numbers["cases"] for line in looked.lines} == {(0, 0)}  # nobody is told of it
    boundaries.undo(row=row, by=None, at=NOON)
    assert (sees(chen, secret), sees(qian, secret)) == (True, False)


@pytest.fixture
def in_hand(lin, chen, east, home):
    case = builders.make_case(lin, east, dwelling=home, at=NOON)
    return builders.bring(case, "dispatched", desk=chen, worker=lin, at=NOON)


def test_who_sorts_out_hears_of_a_handler_who_sees_it_no_more(in_hand, home, west, chen, lin):
    before = told(chen, in_hand)
    asked = boundaries.Change(boundaries.Kind.MOVE, buildings=(home.building,), to=west)
    sentences = preview.of(asked, day=TODAY).sentences

    boundaries.make(change=asked, by=None, at=NOON)

    assert [values for text, values in sentences if "经办人以后看不见了" in text] == [{"n": 1}]
    assert told(chen, in_hand) == before + 1


def test_nobody_is_told_when_the_handler_goes_along(in_hand, east, south, qian, chen):
    before = Notice.objects.about(in_hand.about).count()

    row = builders.change("rehang", grid=east, to=south, at=NOON)

    assert Notice.objects.about(in_hand.about).count() == before
    assert row.seen["sentences"][0][1]["code"] == east.code


@pytest.mark.parametrize("kind", ["split", "rehang", "join", "move"])
def test_an_undo_tells_nobody_that_something_secret_happened_since(
    kind, home, wang, east, west, south, lin, chen, qian, bai, office
):
    """Whoever is not named finds the same button and the same answer; the secret goes along."""
    about = {"dwelling": home, "reporter": wang, "confidential": True}
    before = builders.make_case(lin, east, at=NOON, **about)
    builders.make_building(east)
    what = {
        "split": lambda: builders.split(east, [home.building], at=NOON),
        "rehang": lambda: builders.change("rehang", grid=east, to=south, at=NOON),
        "join": lambda: builders.change("join", grid=east, to=west, at=NOON),
        "move": lambda: builders.change("move", buildings=(home.building,), to=west, at=NOON),
    }
    row = what[kind]()
    page = reverse("boundaries:made", args=[row.uid])
    empty = fingerprint(office.get(page))

    now = NOON + timedelta(hours=1)
    home.refresh_from_db()
    since = builders.make_case(lin, home.grid, at=now, **about)
    about["dwelling"] = None
    outside = builders.make_case(lin, home.grid, at=now, **about)
    desk = qian if kind == "rehang" else chen
    builders.bring(Case.objects.get(pk=before.pk), "accepted", desk=desk, worker=lin, at=now)

    assert fingerprint(office.get(page)) == empty and boundaries.may_undo(row)
    boundaries.undo(row=row, by=None, at=now)
    for case in (before, since):
        case.refresh_from_db()
        assert (case.grid, case.community, sees(chen, case)) == (east, east.parent, True)
    outside.refresh_from_db()
    assert outside.community == east.parent and sees(chen, outside)
