"""Tokens: whom they let in, and how each of them ends at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken
from tests import builders

REFUSED = {"code": "sign_in", "detail": "请先登录：带上会话，或者带上有效的令牌。", "fields": {}}


def sign_in(stranger, **facts):
    facts = {"username": "lin", "password": "demo-2026", "name": "一表通"} | facts
    return stranger.post("sign-in/", facts)


def test_a_password_is_worth_a_token_that_is_shown_once(stranger, program, lin):
    answer = sign_in(stranger, days=7).json()

    worker = program()
    worker.text = answer["token"]
    assert worker.get("me/").json()["name"] == "林晓"
    assert answer["token"] not in str(AccessToken.objects.values().get())
    assert AccessToken.objects.get().expires_at == timezone.now() + timedelta(days=7)


def test_a_wrong_password_says_no_more_than_that(stranger, lin):
    known, unknown = (sign_in(stranger, username=name, password="x") for name in ("lin", "niemand"))

    assert known.status_code == unknown.status_code == 400
    assert known.content == unknown.content
    assert known.json()["fields"]["password"][0]["code"] == "wrong"


def test_five_wrong_passwords_lock_as_on_the_page(stranger, lin):
    answers = [sign_in(stranger, password="x").status_code for _ in range(6)]

    assert answers[-1] == 429
    locked = sign_in(stranger)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_often")
    assert locked["Retry-After"] == "900"


def test_a_resident_gets_one_for_a_code_and_reads_their_own_only(
    stranger, program, wang, settings, monkeypatch
):
    monkeypatch.setattr("accounts.tasks.wake_worker", lambda: None)
    monkeypatch.setattr("accounts.sign_in.secrets.randbelow", lambda most: 123456)
    asked = stranger.post("sign-in/phone/", {"phone": "13800000001"}).json()
    assert asked == {"minutes": 10, "ticket": asked["ticket"]}
    code = {"phone": "138 0000 0001", "code": "123456", "name": "小程序"}
    elsewhere = stranger.post("sign-in/code/", code | {"ticket": "somebody else's"})
    assert elsewhere.json()["fields"]["code"][0]["code"] == "wrong"
    answer = stranger.post("sign-in/code/", code | {"ticket": asked["ticket"]})

    resident = program()
    resident.text = answer.json()["token"]
    assert resident.get("my/").json()["name"] == "王秀兰"
    assert resident.get("people/").status_code == 404


def test_a_code_opens_no_post(program, lin, home):
    """Lin also lives here; a token got with her phone is a resident's."""
    assert program(lin, by="code").get("me/").json()["posts"] == []
    assert program(lin, by="code").get("people/").status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer zrt_x",
        "Basic bGluOng=",
        "Bearer zrt_" + "a" * 43,
        "Bearer zrt_王",
    ],
)
def test_a_wrong_token_is_nobody(stranger, lin, header):
    answer = stranger.client.get(
        "/api/v1/me/", headers={"Authorization": header.encode().decode("latin-1")}
    )

    assert answer.status_code == 401
    assert answer.json() == REFUSED
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_not_saved_by_a_session(stranger, lin):
    stranger.client.force_login(lin)

    assert stranger.client.get("/api/v1/me/").status_code == 200
    wrong = stranger.client.get("/api/v1/me/", headers={"Authorization": "Bearer zrt_x"})
    assert wrong.status_code == 401


def test_a_token_opens_no_page(program, lin):
    answer = program(lin).client.get(
        "/today/", headers={"Authorization": f"Bearer {program(lin).text}"}
    )

    assert answer.status_code == 302


def ended_post(lin, **_):
    lin.postings.update(until_on=timezone.localdate() - timedelta(days=1))


def not_active(lin, **_):
    lin.is_active = False
    lin.save()


def new_password(lin, **_):
    lin.set_password("another-2026")
    lin.save()


def revoked(lin, worker, **_):
    tokens.revoke(uid=worker.token.uid, user=lin, at=timezone.now())


def expired(clock, **_):
    clock.passes(days=30)


@pytest.mark.parametrize("ends", [ended_post, not_active, new_password, revoked, expired])
def test_whatever_ends_it_ends_on_the_next_request(program, lin, wang, clock, ends):
    worker = program(lin)
    assert worker.get(f"people/{wang.uid}/").status_code == 200

    ends(lin=lin, worker=worker, clock=clock)

    answers = {
        place: worker.get(place) for place in ("people/", f"people/{wang.uid}/", "doors/", "cases/")
    }
    assert {answer.status_code for answer in answers.values()} <= {401, 404}
    assert "王秀兰" not in "".join(answer.content.decode() for answer in answers.values())


def test_the_day_a_post_ends_is_still_its_day(program, lin, wang, clock):
    lin.postings.update(until_on=timezone.localdate())
    worker = program(lin)

    assert worker.get("people/").status_code == 200
    clock.passes(days=1)
    assert worker.get("people/").status_code == 404


def test_the_eleventh_token_has_to_wait(stranger, lin):
    for _ in range(10):
        assert sign_in(stranger).status_code == 200
    assert (sign_in(stranger).status_code, sign_in(stranger).json()["code"]) == (
        409,
        "too_many_tokens",
    )

    AccessToken.objects.first().delete()
    assert sign_in(stranger).status_code == 200


def test_one_revokes_ones_own_and_nobody_elses(program, lin, zhou):
    mine, theirs = program(lin), program(zhou)

    assert mine.post(f"tokens/{theirs.token.uid}/revoke/").status_code == 404
    assert mine.post(f"tokens/{mine.token.uid}/revoke/").status_code == 204
    assert mine.get("me/").status_code == 401
    assert theirs.get("me/").status_code == 200


def test_use_is_noted_once_a_minute(program, lin, clock, django_assert_num_queries):
    worker = program(lin)
    worker.get("me/")
    with django_assert_num_queries(3):  # token, count, posts
        worker.get("me/")
    clock.passes(minutes=2)
    worker.get("me/")
    worker.token.refresh_from_db()
    assert worker.token.last_used_at == clock.at


def test_a_session_of_ours_may_read_and_must_show_the_form_token_to_write(lin, wang):
    from django.test import Client

    from tests.conftest import SignedInClient

    class Strict(SignedInClient):
        pass

    page = Strict(enforce_csrf_checks=True)
    page.force_login(lin)

    assert page.get("/api/v1/people/").status_code == 200
    answer = page.post("/api/v1/contacts/log/", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert Client().get("/api/v1/people/").status_code == 401


def test_a_resident_of_today_is_a_stranger_to_posts_of_long_ago(program, gao, wang):
    assert gao.postings.get().until_on < date(2026, 3, 1)
    assert program(gao).get("doors/").status_code == 404
    assert builders.make_person(wang.home).name
