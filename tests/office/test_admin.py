"""The street office keeps the organisation: areas, buildings, calendar, staff and posts."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from grids.models import Area, Building, CalendarDay, Compound, Posting
from notices.models import Notice, Reminder
from office import base_admin
from residents.models import Dwelling, Roster
from tests import builders

pytestmark = pytest.mark.usefixtures("midday")

TODAY = timezone.localdate


def to(model, page="changelist", *args, app="grids"):
    return reverse(f"admin:{app}_{model}_{page}", args=args)


def staff(page="changelist", *args):
    return to("user", page, *args, app="accounts")


@pytest.fixture
def office(client, bai):
    client.force_login(bai)
    return client


@pytest.fixture
def other_street(district):
    return builders.make_area("township", "150299021", "团结街道", parent=district)


@pytest.fixture
def one_of_each(home, wang, lin, bai):
    """A row for every register of this app and of those to its left and right."""
    CalendarDay.objects.create(day=date(2026, 10, 8), is_workday=False, why="本地放假")
    builders.tag(wang)
    now = timezone.now()
    Roster.objects.create(community=home.community, file_name="a.xlsx", uploaded_at=now)
    failed = {"key": "morning:1", "text": "x", "made_at": now, "due_at": now, "tries": 2}
    Notice.objects.create(recipient=lin, error="no gateway", **failed)
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


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
def test_every_page_opens_for_the_street_office_and_for_nobody_else(
    office, one_of_each, client, bai, lin, request_of, model
):
    pages = list(pages_of(model, request_of(bai)))
    for page in pages:
        assert office.get(page).status_code == 200, page

    client.force_login(lin)
    for page in [*pages, "/admin/nothing/"]:
        assert client.get(page).status_code == 404, page


def test_groups_are_not_offered(office):
    assert "/admin/auth/" not in office.get("/admin/").content.decode()


def test_nothing_is_ever_deleted(office, one_of_each, bai, request_of):
    for model in MODELS:
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "150299021999"}, "编码要以上一级的编码开头"),
        ({"code": "150299020100abc"}, "编码要以上一级的编码开头"),
        ({"parent": ""}, "必填"),
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


def test_a_building_moves_with_everything_in_it(office, home, west):
    building = home.building

    office.post(to("building", "change", building.pk), {"number": 9, "grid": west.pk})

    home.refresh_from_db()
    building.refresh_from_db()
    assert (building.grid, home.grid) == (west, west)


def test_a_building_stays_in_the_community_of_its_compound(office, home, far):
    page = office.post(to("building", "change", home.building.pk), {"number": 9, "grid": far.pk})

    assert "网格要在小区所在的社区里" in page.content.decode()
    assert Dwelling.objects.get().grid == home.grid


def test_a_new_building_stands_in_its_grid(office, north, east):
    compound = Compound.objects.create(community=north, name="和平里")

    office.post(to("building", "add"), {"compound": compound.pk, "number": 9, "grid": east.pk})

    assert Building.objects.get().community == north


# Posts


def posting(user, area, role, **facts):
    return {"user": user.pk, "area": area.pk, "role": role, "from_on": "2026-03-01", **facts}


def test_somebody_gets_a_post(office, lin, west):
    office.post(to("posting", "add"), posting(lin, west, "grid_worker", until_on="2026-12-31"))

    assert lin.postings.get(area=west).until_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"role": "secretary"}, "这个岗位不能设在这一级区域"),
        ({"until_on": "2026-01-01"}, "结束日期不能早于开始日期"),
    ],
)
def test_a_post_that_cannot_be_is_refused(office, lin, west, facts, sentence):
    page = office.post(to("posting", "add"), posting(lin, west, "grid_worker") | facts)

    assert sentence in page.content.decode()
    assert not lin.postings.filter(area=west).exists()


def test_nobody_is_appointed_in_another_street_or_above_ones_own(
    office, lin, other_street, district
):
    for area in (other_street, district):
        page = office.post(to("posting", "add"), posting(lin, area, "street_staff"))
        assert page.status_code == 200
    assert lin.postings.count() == 1


def test_strangers_to_the_street_are_not_offered_for_a_post(office, other_street, west, wang):
    far_away = builders.make_staff("far", "远方", other_street, "street_staff")

    for user in (far_away, wang.user):
        office.post(to("posting", "add"), posting(user, west, "grid_worker"))

    assert not Posting.objects.filter(area=west).exists()


def test_a_post_ends_and_the_rest_of_it_stays(office, lin, west):
    post = lin.postings.get()

    office.post(
        to("posting", "change", post.pk), {"until_on": "2026-04-30", "area": west.pk, "role": "x"}
    )

    post.refresh_from_db()
    assert (post.until_on, post.role, post.area.name) == (
        date(2026, 4, 30),
        "grid_worker",
        "北苑第一网格",
    )


def test_a_post_is_handed_over_from_the_next_day_on(office, lin, zhou, east):
    post = lin.postings.get()

    office.post(to("posting", "change", post.pk), {"until_on": "2026-04-30", "successor": zhou.pk})

    post.refresh_from_db()
    successor = zhou.postings.get(area=east)
    assert post.until_on == date(2026, 4, 30)
    assert (successor.role, successor.from_on) == ("grid_worker", date(2026, 5, 1))


def test_a_post_is_not_handed_over_without_a_day(office, lin, zhou):
    post = lin.postings.get()

    page = office.post(to("posting", "change", post.pk), {"until_on": "", "successor": zhou.pk})

    assert "请填干到哪一天" in page.content.decode()
    assert zhou.postings.count() == 1


def test_a_wrong_number_is_corrected_and_a_taken_one_refused(office, home, east):
    building, other = home.building, builders.make_building(east, 950)
    change = to("building", "change", building.pk)

    taken = office.post(change, {"number": other.number, "grid": east.pk})
    assert "这个小区已经有这个楼号" in taken.content.decode()

    office.post(change, {"number": 951, "grid": east.pk})
    home.refresh_from_db()
    assert home.building.number == 951 and "-0951-" in home.walk_key


def test_an_end_is_not_taken_back(office, gao):
    post = gao.postings.get()

    page = office.post(to("posting", "change", post.pk), {"until_on": ""})

    assert "请新增一条任职" in page.content.decode()


# Accounts


def new_staff(area, **facts):
    return {
        "username": "sun",
        "name": "孙立",
        "area": area.pk,
        "role": "grid_worker",
        "from_on": "2026-03-01",
        **facts,
    }


def test_a_new_account_begins_with_a_post_and_without_a_password(office, client, east):
    leads_to = office.post(staff("add"), new_staff(east))

    sun = User.objects.get(username="sun")
    assert (sun.has_usable_password(), sun.is_superuser) == (False, False)
    assert sun.postings.get().area == east
    assert leads_to["Location"] == f"/admin/accounts/user/{sun.pk}/give-code/"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"username": ""}, "必填"),
        ({"username": "bai"}, "已存在"),
        ({"role": "secretary"}, "这个岗位不能设在这一级区域"),
        ({"from_on": ""}, "必填"),
        ({"role": ""}, "必填"),
    ],
)
def test_an_account_that_cannot_be_is_refused(office, east, facts, sentence):
    page = office.post(staff("add"), new_staff(east, **facts))

    assert sentence in page.content.decode()
    assert not User.objects.filter(name="孙立").exists()


def test_no_account_is_made_with_a_post_in_another_street(office, other_street):
    office.post(staff("add"), new_staff(other_street, role="street_staff"))

    assert not User.objects.filter(username="sun").exists()


def test_nobody_becomes_a_superuser(office, east):
    office.post(staff("add"), new_staff(east, is_superuser="on", is_staff="on"))

    assert not User.objects.get(username="sun").is_superuser


INLINE = {"postings-TOTAL_FORMS": 0, "postings-INITIAL_FORMS": 0}


def test_an_account_is_switched_off(office, client, lin):
    office.post(staff("change", lin.pk), {"username": "lin", "name": "林晓", **INLINE})

    lin.refresh_from_db()
    assert not lin.is_active


def test_the_list_holds_staff_of_the_street_and_nobody_else(
    office, bai, lin, gao, wang, other_street
):
    builders.make_staff("far", "远方", other_street, "street_staff")

    assert set(office.get(staff()).context["cl"].result_list) == {bai, lin, gao}


def test_nobody_takes_over_an_account_that_reaches_further(office, lin, district):
    """Lin also serves the district: whoever gave out a code could hold that post too."""
    post = builders.make_post(lin, district, "street_staff")
    facts = {"username": "lin", "name": "x", **INLINE}

    assert office.get(staff("change", lin.pk)).status_code == 200
    assert office.post(staff("change", lin.pk), facts).status_code == 403
    assert office.post(staff("give_code", lin.pk)).status_code == 403
    assert User.objects.get(pk=lin.pk).check_password("demo-2026")

    post.until_on = TODAY() - timedelta(days=1)
    post.save()
    assert office.post(staff("change", lin.pk), facts).status_code == 302


def test_no_hash_and_no_phone_stand_on_an_account_page(office, lin):
    lin.set_phone("13800000007")
    lin.save()

    page = office.get(staff("change", lin.pk)).content.decode()

    for secret in (lin.password, "13800000007", lin.phone_sealed):
        assert secret not in page


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
