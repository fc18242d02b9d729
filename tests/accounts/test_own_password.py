"""A password is chosen by its owner; the street office can only give a code, good once."""

import re

import pytest
from django.contrib.auth import authenticate
from django.utils import timezone

from accounts import staff
from accounts.models import User

CHOSEN = {"password1": "fresh-harvest-77", "password2": "fresh-harvest-77"}


@pytest.fixture
def code(lin, bai, clock):
    return staff.give_code(user=lin, by=bai, at=timezone.now())


def sign_in(visitor, password):
    return visitor.post("/sign-in/", {"username": "lin", "password": password})


def test_a_code_leads_to_a_password_of_ones_own_and_nowhere_else(visitor, code):
    assert sign_in(visitor, code)["Location"] == "/password/"
    for page in ("/", "/today/", "/inbox/"):
        assert visitor.get(page)["Location"] == "/password/"

    assert visitor.post("/password/", CHOSEN)["Location"] == "/"

    assert visitor.get("/today/").status_code == 200
    assert User.objects.get(username="lin").check_password("fresh-harvest-77")


def test_a_part_of_the_page_does_not_turn_it_round(visitor, code):
    """The count of messages at the top is fetched by every page, by the one for a password, too."""
    sign_in(visitor, code)

    part = visitor.get("/inbox/badge/", headers={"HX-Request": "true"})
    assert (part.status_code, part.has_header("HX-Redirect")) == (204, False)


def test_a_code_is_good_once(visitor, code):
    sign_in(visitor, code)
    visitor.post("/sign-out/")

    assert "登录名或密码不对" in sign_in(visitor, code).content.decode()


def test_a_code_opens_the_sign_in_page_alone(code, rf):
    """An API that takes name and password would make a token of it that outlives the code."""
    assert authenticate(rf.post("/"), username="lin", password=code) is None
    assert authenticate(rf.post("/"), username="lin", password=code, with_code=True) is not None


def test_a_code_is_good_for_ten_minutes(visitor, code, clock):
    clock.passes(minutes=11)

    assert "登录名或密码不对" in sign_in(visitor, code).content.decode()


def test_with_a_code_the_old_password_and_its_sessions_end(visitor, lin, bai, clock):
    sign_in(visitor, "demo-2026")
    assert visitor.get("/today/").status_code == 200

    staff.give_code(user=lin, by=bai, at=timezone.now())

    assert visitor.get("/today/").status_code == 302
    assert "登录名或密码不对" in sign_in(visitor, "demo-2026").content.decode()


def test_another_password_takes_the_old_one(visitor, lin):
    sign_in(visitor, "demo-2026")

    assert visitor.post("/password/", CHOSEN).status_code == 200
    assert visitor.post("/password/", CHOSEN | {"old": "guess"}).status_code == 200
    assert visitor.post("/password/", CHOSEN | {"old": "demo-2026"}).status_code == 302

    assert visitor.get("/today/").status_code == 200
    lin.refresh_from_db()
    assert lin.check_password("fresh-harvest-77")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password2": "other"}, "两次输入的密码不一样"),
        ({"password1": "12345678", "password2": "12345678"}, "密码"),
        ({"password1": "", "password2": ""}, "要填"),
    ],
)
def test_a_password_that_cannot_be_is_refused(visitor, code, typed, sentence):
    sign_in(visitor, code)

    assert sentence in visitor.post("/password/", CHOSEN | typed).content.decode()
    assert not User.objects.get(username="lin").has_usable_password()


def test_a_demo_keeps_its_passwords(visitor, lin, settings):
    sign_in(visitor, "demo-2026")
    settings.DEMO = True

    page = visitor.post("/password/", CHOSEN | {"old": "demo-2026"}).content.decode()

    lin.refresh_from_db()
    assert "密码不能改" in page and lin.check_password("demo-2026")


# At the street office


def give(lin):
    return f"/admin/accounts/user/{lin.pk}/give-code/"


def test_the_code_is_shown_once(office, visitor, lin):
    assert "data-code" not in office.get(give(lin)).content.decode()

    shown = office.post(give(lin))

    code = re.search(r"data-code>(\w{12})<", shown.content.decode())[1]
    assert "no-store" in shown["Cache-Control"]
    assert code not in office.get(give(lin)).content.decode()
    assert sign_in(visitor, code)["Location"] == "/password/"


def test_nobody_gets_into_a_residents_own_pages_by_a_code(office, wang):
    """An account that also shows somebody their own cases is opened by their own phone alone."""
    wang.user.username = "wang"
    wang.user.save()
    wang.user.postings.create(area=wang.grid, role="grid_worker", from_on="2026-01-01")

    page = office.post(give(wang.user)).content.decode()

    assert "data-code" not in page and "自己的手机" in page
    with pytest.raises(staff.OpensMore):
        staff.give_code(user=wang.user, by=None, at=timezone.now())


def test_whoever_is_also_a_resident_chooses_after_a_code_to_the_own_phone(client, wang):
    wang.user.username = "wang"
    wang.user.save()
    client.force_login(wang.user, by="code")

    assert client.post("/password/", CHOSEN)["Location"] == "/sign-in/"

    wang.user.refresh_from_db()
    assert wang.user.check_password("fresh-harvest-77")


def test_a_resident_without_a_sign_in_name_has_no_password(client, wang):
    client.force_login(wang.user, by="code")

    assert client.get("/password/").status_code == 404
