"""The office and the security post look after how staff sign in: cards, devices, idle times."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.evidence.whence import Whence
from accounts.factors import marks, setting_up
from accounts.models import SecondFactor, SignInCard, WorkDevice
from grids import idle
from grids.models import IdleTime
from office.security import reach
from tests.builders import make_staff, reader_of
from tests.conftest import NOON

SECURITY = "/security/"


@pytest.fixture
def office(client, bai, clock):
    client.force_login(bai)
    return client


def page_of(member, name="way-in"):
    return reverse(f"security:{name}", args=[member.uid])


def come_in(browser, user):
    browser.post("/sign-in/", {"username": user.username, "password": "demo-2026"})
    return browser


def test_a_card_is_printed_with_name_address_and_code_and_opens_a_new_phone(office, lin):
    SecondFactor.objects.create(user=lin, due_at=NOON)
    page = office.post(page_of(lin, "card"))
    shown = page.content.decode()
    code = re.search(r"data-code>([\w ]{14})<", shown)[1]

    assert (
        "林晓" in shown and "http://testserver/sign-in/second/" in shown and 'class="qr"' in shown
    )
    assert "no-store" in page["Cache-Control"]
    assert code not in office.get(page_of(lin)).content.decode()
    phone = come_in(Client(), lin)
    assert phone.post("/sign-in/second/", {"code": code})["Location"] == "/"
    assert phone.get("/today/").status_code == 200


def test_a_lost_phone_is_ended_in_one_tap(office, lin):
    here = Whence("198.51.100.2", "a phone")
    device = setting_up.register_device(user=lin, name="Android", whence=here, at=NOON)
    assert "Android" in office.get(page_of(lin)).content.decode()

    office.post(reverse("security:end-device", args=[device.uid]))

    assert not WorkDevice.objects.filter(ended_at=None).exists()
    assert "Android" not in office.get(page_of(lin)).content.decode()


def test_all_that_is_lost_is_replaced_by_somebody_else_who_types_the_password(office, lin, clock):
    clock.passes(minutes=16)
    assert office.post(page_of(lin, "replace")).status_code == 422
    assert not SignInCard.objects.exists()

    page = office.post(page_of(lin, "replace"), {"password": "demo-2026"})
    assert "data-code" in page.content.decode()
    assert SecondFactor.objects.get().needs_card


def test_nobody_looks_after_themselves_nor_whoever_reaches_further(bai, lin, street, district):
    above = make_staff("shi", "史明", district, "street_staff")
    gone = make_staff("jiu", "旧人", street, "street_staff", until_on=NOON.date().replace(day=9))

    seen = set(reach.staff_of(reader_of(bai)))
    assert lin in seen and not {bai, above, gone} & seen


def test_whoever_reaches_further_is_a_missing_page(office, lin, district):
    lin.postings.create(area=district, role="street_staff", from_on="2026-01-01")

    assert office.get(page_of(lin)).status_code == 404
    assert office.post(page_of(lin, "card")).status_code == 404


def test_the_security_page_says_who_lacks_one_in_as_many_queries(
    client, an, lin, zhou, chen, django_assert_num_queries
):
    client.force_login(an)
    for user in (lin, zhou, chen):
        SecondFactor.objects.create(user=user, due_at=NOON, paper_at=NOON)
    for count, user in enumerate((lin, zhou, chen), start=1):
        SecondFactor.objects.filter(user=user).update(paper_at=None)
        with django_assert_num_queries(7):
            shown = client.get(SECURITY).content.decode()
        assert shown.count(page_of(user)) == 1 and f"{count} 人，共 3 人" in shown


def test_the_security_post_decides_and_it_counts_from_the_next_sign_in(client, an, chen, clock):
    client.force_login(an)
    choices = idle.by_role() | {"secretary": 5}
    assert client.post(SECURITY, choices | {"secretary": 7}).status_code == 422
    assert client.post(SECURITY, choices).status_code == 302
    assert list(IdleTime.objects.values_list("role", "minutes")) == [("secretary", 5)]

    desk = come_in(Client(), chen)
    desk.get("/desk/")
    clock.passes(minutes=5)
    assert desk.get("/desk/").status_code == 200
    clock.passes(minutes=5, seconds=1)
    assert desk.get("/desk/").status_code == 302


@pytest.mark.parametrize(("mark", "hours"), [(marks.DEVICE, 8), (marks.KEY, 0.5)])
def test_a_registered_phone_goes_through_the_day(client, lin, clock, mark, hours):
    client.force_login(lin, factor=mark)
    session = client.session
    del session["idle"]
    session.save()
    client.get("/today/")

    clock.passes(hours=hours)
    assert client.get("/today/").status_code == 200
    clock.passes(hours=hours, seconds=61)
    assert client.get("/today/").status_code == 302


def test_on_it_the_password_is_asked_again_before_a_number_is_shown(client, wang, lin, clock):
    client.force_login(lin, factor=marks.DEVICE)
    session = client.session
    session["idle"] = 480
    session.save()
    clock.passes(hours=3)
    page = client.post(f"/people/{wang.uid}/reveal/", {"field": "phone", "usual": "well"})

    assert "离上次输密码超过一刻钟了" in page.content.decode()
    assert "13800000001" not in page.content.decode()


def test_of_several_posts_the_shortest_time_counts(lin, north):
    lin.postings.create(area=north, role="secretary", from_on="2026-01-01")
    lin.factor_shown = marks.DEVICE
    on_foot = reader_of(lin)
    on_foot.factor = marks.DEVICE

    assert idle.minutes_of(on_foot) is None


def test_without_its_minutes_a_session_would_live_as_long_as_everywhere(
    client,
    an,
    chen,
    clock,
    monkeypatch,
):
    IdleTime.objects.create(role="secretary", minutes=5)
    monkeypatch.setattr(idle, "minutes_of", lambda reader: None)
    desk = come_in(Client(), chen)
    desk.get("/desk/")
    clock.passes(minutes=5, seconds=61)

    assert desk.get("/desk/").status_code == 200
