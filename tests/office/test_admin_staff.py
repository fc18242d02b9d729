"""Posts and accounts in the street office: who works where, from when to when, and signs in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from grids.models import Posting
from tests import builders
from tests.office.addresses import staff, to

pytestmark = pytest.mark.usefixtures("midday")

TODAY = timezone.localdate


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
        ({"role": "campaign_helper"}, "下沉队员的岗位要写结束日期"),
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


def test_no_post_ends_on_a_day_without_a_next_one(office, lin, zhou):
    post = lin.postings.get()
    typed = {"until_on": "9999-12-31", "successor": zhou.pk}

    page = office.post(to("posting", "change", post.pk), typed)

    assert page.status_code == 200 and "2200" in page.content.decode()
    assert lin.postings.get().until_on is None


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


def test_nothing_goes_on_where_a_place_ended_or_no_day_is_left(office, gao, zhou, west, bai):
    post = gao.postings.get()
    last = post.until_on.isoformat()
    page = office.post(to("posting", "change", post.pk), {"until_on": last, "successor": zhou.pk})
    assert "交接以后没有剩下的日子了" in page.text

    builders.change("close", grid=west, by=bai, at=timezone.now())
    post = zhou.postings.get()
    page = office.post(to("posting", "change", post.pk), {"until_on": "2027-04-30"})
    assert "“北苑第二网格”已经停用，不能再安排岗位" in page.text
    page = office.post(to("posting", "add"), posting(gao, west, "grid_worker"))
    assert page.status_code == 200 and not gao.postings.filter(area=west).exists()


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
        ({"username": ""}, "要填"),
        ({"username": "bai"}, "请换一个"),
        ({"role": "secretary"}, "这个岗位不能设在这一级区域"),
        ({"from_on": ""}, "要填"),
        ({"role": ""}, "要填"),
        ({"role": "campaign_helper"}, "下沉队员的岗位要写结束日期"),
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
