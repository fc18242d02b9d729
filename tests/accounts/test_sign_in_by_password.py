"""Staff sign in by name and password; guessing is locked out with a sentence."""

import pytest

from tests.accounts.conftest import same_page

RIGHT = {"username": "lin", "password": "demo-2026"}
WRONG = {"username": "lin", "password": "guess"}


def wrong_five_times(visitor, **network):
    return [visitor.post("/sign-in/", WRONG, **network).status_code for _ in range(5)]


def test_the_right_password_leads_to_the_front_door(visitor, lin):
    reply = visitor.post("/sign-in/", RIGHT)

    assert reply["Location"] == "/"
    assert visitor.get("/")["Location"] == "/today/"


def test_it_leads_on_to_the_page_that_was_asked_for(visitor, lin):
    asked = visitor.get("/inbox/")["Location"]
    assert asked == "/sign-in/?next=%2Finbox%2F"

    assert visitor.post(asked, RIGHT)["Location"] == "/inbox/"


def test_a_wrong_password_gets_a_sentence_and_keeps_the_name(visitor, lin):
    page = visitor.post("/sign-in/", WRONG).content.decode()

    assert "登录名或密码不对" in page
    assert 'value="lin"' in page and "guess" not in page


def test_an_unknown_name_gets_the_very_same_answer(visitor, lin):
    known = visitor.post("/sign-in/", WRONG)
    unknown = visitor.post("/sign-in/", WRONG | {"username": "nil"})

    assert same_page(unknown).replace(b"nil", b"lin") == same_page(known)


def test_after_five_wrong_ones_the_right_one_has_to_wait(visitor, lin):
    assert wrong_five_times(visitor) == [200, 200, 200, 200, 429]

    reply = visitor.post("/sign-in/", RIGHT)

    assert reply.status_code == 429
    assert "请过 15 分钟再试" in reply.content.decode()


def test_guessing_from_elsewhere_does_not_lock_the_owner_out(visitor, lin):
    wrong_five_times(visitor, REMOTE_ADDR="203.0.113.7")

    assert visitor.post("/sign-in/", RIGHT, REMOTE_ADDR="198.51.100.2").status_code == 302


def test_the_lock_opens_by_itself(visitor, lin, clock):
    wrong_five_times(visitor)
    clock.passes(minutes=14)
    assert visitor.post("/sign-in/", RIGHT).status_code == 429

    clock.passes(minutes=16)
    assert visitor.post("/sign-in/", RIGHT).status_code == 302


def test_somebody_who_left_cannot_sign_in(visitor, lin):
    lin.is_active = False
    lin.save()

    assert "登录名或密码不对" in visitor.post("/sign-in/", RIGHT).content.decode()


def test_a_resident_without_a_password_cannot_use_this_door(visitor, wang):
    page = visitor.post("/sign-in/", {"username": "", "password": ""})

    assert page.status_code == 200
    assert "_auth_user_id" not in visitor.session


def test_signing_out_ends_it(client, lin):
    client.force_login(lin)

    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/today/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", "today"],
)
def test_it_never_leads_out_of_the_house(visitor, lin, wanted):
    assert visitor.post("/sign-in/", RIGHT | {"next": wanted})["Location"] == "/"


def test_a_new_session_begins_with_signing_in(visitor, lin):
    visitor.post("/sign-in/phone/", {"phone": "13800000001"})
    before = visitor.session.session_key

    visitor.post("/sign-in/", RIGHT)

    assert visitor.session.session_key != before
    assert "phone" not in visitor.session
