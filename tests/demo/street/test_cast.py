"""One tap on the sign-in page makes somebody of the cast, in the demo and nowhere else."""

import pytest
from django.test import Client

from accounts.models import User
from demo import cast


@pytest.fixture
def visitor(demo):
    return Client()


def test_the_sign_in_page_introduces_the_cast(visitor):
    page = visitor.get("/sign-in/").content.decode()

    assert all(member.name in page for member in cast.SIGN_IN)
    assert "演示：这里的人都是虚构的" in page


@pytest.mark.parametrize(
    ("name", "arrives"),
    [
        ("lin", "/today/"),
        ("zhou", "/today/"),
        ("chen", "/desk/"),
        ("bai", "/admin/"),
        ("shen", "/audit/"),
    ],
)
def test_one_tap_leads_to_their_own_front_door(visitor, name, arrives):
    reply = visitor.post(f"/demo/sign-in/{name}/")

    assert visitor.get(reply["Location"])["Location"] == arrives
    assert visitor.session["by"] == "password"


def test_the_password_in_the_readme_works_too(visitor, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.Argon2PasswordHasher",
    ]
    visitor.post("/sign-in/", {"username": "lin", "password": "demo-2026"})

    assert User.objects.get(pk=visitor.session["_auth_user_id"]).username == "lin"
    asked = visitor.get(visitor.get("/today/")["Location"])
    assert "第二道验证已经替您填好了" in asked.content.decode()
    typed = asked.context["form"]["code"].value()
    assert visitor.post("/sign-in/second/", {"code": typed}).status_code == 302
    assert visitor.get("/today/").status_code == 200


def test_wang_signs_in_with_the_code_on_the_page(visitor):
    page = visitor.get("/sign-in/").content.decode()
    assert f"/sign-in/phone/?phone={cast.WANG.phone}" in page
    visitor.post("/sign-in/phone/", {"phone": cast.WANG.phone})
    code = visitor.session["demo_code"]
    assert code in visitor.get("/sign-in/code/").content.decode()

    visitor.post("/sign-in/code/", {"code": code})

    assert User.objects.get(pk=visitor.session["_auth_user_id"]).name == "王秀兰"
    assert visitor.get("/my/").status_code == 200


@pytest.mark.parametrize("name", ["wang", "gao", "tangjianqin", "nobody"])
def test_nobody_else_can_be_had_with_a_tap(visitor, name):
    assert visitor.post(f"/demo/sign-in/{name}/").status_code == 404
    assert "_auth_user_id" not in visitor.session


def test_a_link_alone_signs_nobody_in(visitor):
    assert visitor.get("/demo/sign-in/lin/").status_code == 405


def test_somebody_elses_words_do_not_travel_with_the_tap(visitor):
    reply = visitor.post("/demo/sign-in/lin/", {"next": "/desk/", "kept": "nonsense"})

    assert reply["Location"] == "/"


def test_without_the_demo_there_is_no_cast_and_no_line(client, db):
    page = client.get("/sign-in/").content.decode()

    assert "林晓燕" not in page and "演示" not in page
    assert client.post("/demo/sign-in/lin/").status_code == 404
