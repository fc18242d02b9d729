"""The street office keeps the organisation: areas, compounds, buildings; who keeps what."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from grids.models import Area, Building, CalendarDay, Compound
from notices.models import (
    DeliveryRule,
    Dispatch,
    Emergency,
    Notice,
    Reminder,
    TextTemplate,
)
from office import base_admin
from residents.models import Roster
from tests import builders
from tests.office.addresses import to

pytestmark = pytest.mark.usefixtures("midday")


@pytest.fixture
def one_of_each(home, wang, lin, bai):
    """A row for every register of this app and of those to its left and right."""
    CalendarDay.objects.create(day=date(2026, 10, 8), is_workday=False, why="本地放假")
    builders.tag(wang)
    now = timezone.now()
    Roster.objects.create(community=home.community, file_name="a.xlsx", uploaded_at=now)
    failed = {"key": "morning:1", "text": "x", "made_at": now, "due_at": now, "tries": 2}
    Notice.objects.create(recipient=lin, error="no gateway", **failed)
    TextTemplate.objects.create(provider="aliyun", event="sign-in-code", code="SMS_1")
    notice = Notice.objects.get()
    given_up = {"next_try_at": now, "due_at": now, "given_up_at": now}
    Dispatch.objects.create(notice=notice, recipient=lin, way="text", **given_up)
    code = home.community.parent.code
    DeliveryRule.objects.create(event="morning", audience="staff", area_code=code)
    Emergency.objects.create(
        area_code=code, reason="停水", from_at=now, until_at=now + timedelta(hours=2), said_by=bai
    )
    Reminder.objects.create(rule="morning-list", subject="1", period="p", due_at=now, tries=1)


MODELS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("accounts", "notices", "grids", "residents")
]


def pages_of(model, request):
    """The list, the empty form where there is one, and the page of one row."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    rows = admin.site._registry[model].get_queryset(request)
    yield reverse(f"{name}_changelist")
    if admin.site._registry[model].has_add_permission(request):
        yield reverse(f"{name}_add")
    yield reverse(f"{name}_change", args=[rows.first().pk])
    yield reverse(f"{name}_history", args=[rows.first().pk])


@pytest.fixture
def request_of(rf):
    def request_of(user):
        request = rf.get("/")
        request.user, request.reader = user, builders.reader_of(user)
        return request

    return request_of


def test_there_are_registers_to_test():
    assert len(MODELS) >= 13


def test_every_page_opens_for_the_street_office_and_for_nobody_else(
    office, one_of_each, client, bai, lin, request_of
):
    pages = [page for model in MODELS for page in pages_of(model, request_of(bai))]
    closed = [page for page in pages if office.get(page).status_code != 200]

    client.force_login(lin)
    pages.append("/admin/nothing/")
    opened = [page for page in pages if client.get(page).status_code != 404]

    assert (closed, opened) == ([], [])


def test_groups_are_not_offered(office):
    assert "/admin/auth/" not in office.get("/admin/registers/").content.decode()


def test_nothing_is_ever_deleted_but_a_rule_below_another(office, one_of_each, bai, request_of):
    for model in set(MODELS) - {DeliveryRule}:
        assert not admin.site._registry[model].has_delete_permission(request_of(bai)), model


# Areas, compounds, buildings


def test_a_new_grid_hangs_under_its_community(office, north):
    facts = {
        "parent": north.pk,
        "code": "150299020100003",
        "name": "北苑第三网格",
        "valid_from": "2026-03-01",
    }

    office.post(to("area", "add"), facts)

    grid = Area.objects.get(name="北苑第三网格")
    assert (grid.level, grid.path) == ("grid", f"{north.path}150299020100003/")


def test_a_grid_gets_its_code_by_itself_and_a_community_none(office, north, east, street):
    facts = {"parent": north.pk, "code": "", "name": "北苑新网格", "valid_from": "2026-03-01"}
    office.post(to("area", "add"), facts)
    assert Area.objects.get(name="北苑新网格").code == f"{north.code}002"  # the east has 001

    page = office.post(to("area", "add"), facts | {"parent": street.pk, "name": "新社区"}).text
    assert "请从区划名单导入" in page and not Area.objects.filter(name="新社区").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "150299021999"}, "编码要以上一级的编码开头"),
        ({"code": "150299020100abc"}, "编码要以上一级的编码开头"),
        ({"code": "150299020100"}, "编码要以上一级的编码开头"),  # its own
        ({"code": "150299020100００９"}, "编码要以上一级的编码开头"),
        ({"parent": ""}, "要填"),
        ({"valid_to": "2020-01-01"}, "停用日期不能早于启用日期"),
    ],
)
def test_an_area_that_cannot_be_is_refused(office, north, change, sentence):
    facts = {"parent": north.pk, "code": "150299020100009", "name": "x", "valid_from": "2026-03-01"}

    page = office.post(to("area", "add"), facts | change)

    assert sentence in page.content.decode()
    assert not Area.objects.filter(name="x").exists()


def test_the_office_sees_its_own_street_and_cannot_change_it(office, street, north, other_street):
    page = office.get(to("area"))

    assert set(page.context["cl"].result_list) == {street, north}
    assert office.post(to("area", "change", street.pk), {"name": "x"}).status_code == 403
    assert office.get(to("area", "change", other_street.pk)).status_code == 302


def test_no_area_is_made_in_another_street(office, other_street):
    facts = {
        "parent": other_street.pk,
        "code": "150299021100",
        "name": "x",
        "valid_from": "2026-03-01",
    }

    assert office.post(to("area", "add"), facts).status_code == 200
    assert not Area.objects.filter(name="x").exists()


def test_no_form_leaves_anybody_without_a_grid(office, bai, street, home, wang, north, east, west):
    """What is in a grid is given to others by the action that shows what follows, never by a form."""
    office.post(
        to("building", "change", home.building.pk), {"number": 9, "kind": "block", "grid": west.pk}
    )
    facts = {"name": east.name, "valid_from": "2020-01-01"}
    office.post(to("area", "change", east.pk), facts | {"valid_to": "2026-03-10"})
    facts |= {"name": north.name, "valid_to": "2026-03-10"}
    page = office.post(to("area", "change", north.pk), facts).content.decode()

    home.refresh_from_db()
    east.refresh_from_db()
    north.refresh_from_db()
    assert (home.building.number, home.grid, east.valid_to, north.valid_to) == (9, east, None, None)
    assert "“北苑社区”里还有楼栋 1、居民 1，停用了就没有人管" in page
    assert reverse("boundaries:place", args=[north.code]) in page


def test_a_new_building_stands_in_the_community_of_its_compound(office, north, far):
    compound = Compound.objects.create(community=north, name="和平里")
    facts = {"compound": compound.pk, "number": 9, "grid": far.pk}

    page = office.post(to("building", "add"), facts)

    assert "网格要在小区所在的社区里" in page.content.decode()
    assert not Building.objects.exists()


def test_a_new_building_stands_in_its_grid(office, north, east):
    compound = Compound.objects.create(community=north, name="和平里")

    typed = {"compound": compound.pk, "number": 9, "kind": "block", "grid": east.pk}
    office.post(to("building", "add"), typed)

    assert Building.objects.get().community == north


def test_a_wrong_number_is_corrected_and_a_taken_one_refused(office, home, east):
    building, other = home.building, builders.make_building(east, 950)
    change = to("building", "change", building.pk)
    typed = {"grid": east.pk, "kind": "block"}

    taken = office.post(change, typed | {"number": other.number})
    assert "1 到 9999" in office.post(change, typed | {"number": 10_000}).text
    assert "这个小区已经有这个楼号" in taken.content.decode()

    office.post(change, typed | {"number": 951})
    home.refresh_from_db()
    assert home.building.number == 951 and "-0951-" in home.walk_key


def test_a_wrong_kind_is_corrected_where_its_doors_lose_nothing_by_it(office, home):
    """One stairwell is none; two are two, and no stairwell is made up again."""
    building, typed = home.building, {"number": home.building.number, "kind": "floors"}
    change = to("building", "change", building.pk)
    other = builders.make_door(building.grid, "202", building=building, stairwell=2)
    assert "在 2 个单元里" in office.post(change, typed).text
    other.delete()

    office.post(change, typed)
    home.refresh_from_db()
    assert (home.building.kind, home.stairwell, "-00-" in home.walk_key) == ("floors", 0, True)
    assert "看不出各在哪个单元" in office.post(change, typed | {"kind": "block"}).text
    builders.make_door(building.grid, "901", building=building, stairwell=0)
    assert "层楼里" in office.post(change, typed | {"kind": "houses"}).text
    home.building.refresh_from_db()
    assert home.building.kind == "floors"


# What failed


def test_what_failed_is_told_without_what_it_said_or_to_whom(office, bai, lin, other_street):
    far_away = builders.make_staff("far", "远方", other_street, "street_staff")
    now = timezone.now()
    for user, key in ((lin, "morning:12:secret"), (far_away, "faraway:13")):
        Notice.objects.create(
            recipient=user,
            key=key,
            text="王秀兰家",
            made_at=now,
            due_at=now,
            tries=1,
            error="no gateway\nDETAIL: 13800000001",
        )

    page = office.get(to("notice", app="notices")).content.decode()

    assert "no gateway" in page
    for hidden in ("王秀兰", "secret", "13800000001", "林晓", "faraway"):
        assert hidden not in page


def test_a_long_list_is_counted_only_so_far(office, lin, west, monkeypatch):
    monkeypatch.setattr(base_admin, "COUNTED", 2)

    page = office.get(to("area"))

    assert page.context["cl"].result_count == 2
    assert "2+" in page.content.decode()
