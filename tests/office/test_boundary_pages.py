"""Changing grids on the pages of the street office: the form, the preview, the yes, and back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from foundation.parameters import LARGEST
from grids.models import BoundaryChange, Building
from office.forms import RowsField
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")


def at(name, *args, kind=""):
    return reverse(f"boundaries:{name}", args=args) + (f"?kind={kind}" if kind else "")


@pytest.fixture
def asked(office, home, wang, west):
    """What the form of moving one building sends, and what its preview sends on."""
    page = office.get(at("change", home.grid.code, kind="move"))
    uid = page.context["change_form"].fields["uid"].initial()
    return {"uid": uid, "buildings_moved": [home.building.pk], "to": west.pk}


def agreed(office, there, asked):
    """The preview of it, with the digest that says which one was seen."""
    page = office.post(there, asked)
    return page, asked | {"seen": page.context["preview"].digest}


def test_a_building_moves_as_the_preview_said_and_back_again(
    office, asked, home, wang, east, west, lin, zhou
):
    there = at("change", east.code, kind="move")
    page, sent = agreed(office, there, asked)
    text = page.content.decode()
    assert "1 → <strong>0</strong>" in text and "0 → <strong>1</strong>" in text
    assert page.context["shown"].seen["loses"] == ["林晓"]
    assert page.context["shown"].seen["gains"] == ["周平"]
    assert not BoundaryChange.objects.exists()

    made = office.post(there, sent, follow=True)
    again = office.post(there, sent, follow=True)  # a double tap

    row = BoundaryChange.objects.get()
    assert made.context["change"] == again.context["change"] == row
    wang.refresh_from_db()
    assert (wang.grid, made.context["may_undo"]) == (west, True)
    undone = office.post(at("undo", row.uid), follow=True)
    wang.refresh_from_db()
    assert (wang.grid, undone.context["may_undo"]) == (east, False)
    assert "都恢复成调整以前的样子" in undone.content.decode()


def test_without_the_password_nothing_moves(office, asked, east, wang):
    there = at("change", east.code, kind="move")
    _page, sent = agreed(office, there, asked)
    session = office.session
    session["since"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()

    wrong = office.post(there, sent | {"password": "wrong"})

    assert (wrong.status_code, BoundaryChange.objects.count()) == (422, 0)
    assert "密码不对" in wrong.content.decode()
    assert office.post(there, sent | {"password": "demo-2026"}).status_code == 302


def test_who_looked_too_long_ago_looks_once_more(office, asked, home, east):
    there = at("change", east.code, kind="move")
    _page, sent = agreed(office, there, asked)
    builders.make_person(home, "刚登记的")

    page = office.post(there, sent)

    assert (page.status_code, BoundaryChange.objects.count()) == (409, 0)
    assert "照现在的样子重新算的" in page.content.decode()


def test_a_refusal_stands_above_the_form_with_everything_typed(office, home, wang, east):
    page = office.post(at("change", east.code, kind="close"), {})
    assert page.status_code == 422
    assert "“北苑第一网格”里还有楼栋 1、居民 1" in page.content.decode()

    new = {"name": "新网格", "code": "1", "buildings_moved": [home.building.pk]}
    page = office.post(at("change", east.code, kind="split"), new)
    assert page.context["change_form"].data["name"] == "新网格"
    assert "没有要动的" in page.content.decode()


def test_each_kind_has_its_form_and_the_list_asks_no_more_for_more_grids(
    office, bai, north, east, west, home, django_assert_num_queries
):
    for kind in ("move", "split", "join", "rehang", "close"):
        assert office.get(at("change", east.code, kind=kind)).status_code == 200
    assert office.get(at("change", north.code, kind="split")).status_code == 404
    with django_assert_num_queries(14):
        office.get(at("place", north.code))
    builders.make_area("grid", f"{north.code}009", "北苑第九网格", north)
    with django_assert_num_queries(14):
        office.get(at("place", north.code))
    builders.change("close", grid=west, by=bai, at=builders.REGISTERED_AT)
    with django_assert_num_queries(5):
        office.get(at("index"))
    assert west.name not in office.get(at("place", north.code)).content.decode()


def test_nothing_moves_without_the_mark_of_what_was_shown(office, asked, wang, east):
    reply = office.post(at("change", east.code, kind="move"), asked | {"seen": ""})

    wang.refresh_from_db()
    assert (reply.status_code, wang.grid, BoundaryChange.objects.count()) == (409, east, 0)


def test_who_goes_back_and_asks_for_more_is_told_that_the_form_is_used_up(office, asked, east):
    other = builders.make_building(east)
    there = at("change", east.code, kind="move")
    _page, first = agreed(office, there, asked)
    _page, second = agreed(office, there, asked | {"buildings_moved": [other.pk]})
    office.post(there, first)

    reply = office.post(there, second)

    other.refresh_from_db()
    assert (reply.status_code, other.grid) == (422, east)
    assert "已经用来调整过一次" in reply.content.decode()


@pytest.mark.parametrize("key", [str(LARGEST + 1), "-1", "１", "x", "9" * 5000])
def test_no_table_is_asked_for_what_can_be_no_key(key, db, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(ValidationError) as refused:
        RowsField(Building.objects.all()).clean(["1", key])

    assert refused.value.code == "invalid_choice"
