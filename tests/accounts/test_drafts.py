"""What was typed into a form survives the session that ended meanwhile, for its owner alone."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import drafts
from accounts.endings import end_sign_ins
from foundation import sealing

NOTE = "老人说楼道灯坏了，想换一个"
PASSWORD = {"password": "demo-2026"}


@pytest.fixture
def door(home):
    return f"/today/door/{home.pk}/"


@pytest.fixture
def too_late(client, lin, door, wang, clock):
    """Lin's answer to sending a contact an hour after her last tap."""
    client.force_login(lin)
    client.get(door)
    clock.passes(hours=1)
    typed = {"client_id": str(uuid4()), "channel": "phone", "outcome": "met", "note": NOTE}
    return client.post(door, typed, headers={"referer": f"http://testserver{door}"})


def sealed_in(reply):
    return re.search(r'name="kept" value="([^"]*)"', reply.content.decode()).group(1)


def test_the_answer_is_the_sign_in_page_and_says_nothing_is_lost(too_late):
    page = too_late.content.decode()

    assert too_late.status_code == 401
    assert "您写的内容没有丢" in page
    assert NOTE not in page


def test_after_signing_in_the_words_are_in_the_form_again(client, too_late, door):
    facts = {"username": "lin", "kept": sealed_in(too_late), "next": door}
    reply = client.post("/sign-in/", facts | PASSWORD)

    assert reply["Location"] == door
    page = client.get(door).content.decode()
    assert NOTE in page and "已经放回表单里" in page


def test_they_are_given_once(client, too_late, door):
    facts = {"username": "lin", "kept": sealed_in(too_late), "next": door}
    client.post("/sign-in/", facts | PASSWORD)
    client.get(door)

    assert NOTE not in client.get(door).content.decode()


def test_a_wrong_password_in_between_loses_nothing(client, too_late, door):
    facts = {"username": "lin", "kept": sealed_in(too_late), "next": door}
    again = client.post("/sign-in/", facts | {"password": "guess"})
    assert "您写的内容没有丢" in again.content.decode()

    client.post("/sign-in/", facts | {"kept": sealed_in(again)} | PASSWORD)
    assert NOTE in client.get(door).content.decode()


def test_somebody_else_on_the_same_device_does_not_get_them(client, too_late, door, bai, chen):
    facts = {"username": "chen", "kept": sealed_in(too_late), "next": door}
    client.post("/sign-in/", facts | PASSWORD)

    assert "kept" not in client.session
    assert NOTE not in client.get(door).content.decode()


def test_nor_do_they_when_the_session_was_ended_elsewhere(client, lin, chen, door, clock):
    """Her number was changed while she wrote; then he signs in with the form she left open."""
    client.force_login(lin)
    end_sign_ins([lin.pk])
    facts = {"username": "chen", "kept": sealed_in(client.post(door, {"note": NOTE})), "next": door}
    client.post("/sign-in/", facts | PASSWORD)
    assert "kept" not in client.session

    client.post("/sign-in/", facts | PASSWORD | {"username": "lin"})
    assert "kept" in client.session


def test_words_cannot_be_made_up_or_opened(client, lin, door):
    facts = {"username": "lin", "kept": "sm4.k1.AAAA.BBBB", "next": door}
    client.post("/sign-in/", facts | PASSWORD)

    assert "kept" not in client.session


def test_the_residents_way_carries_them_too(client, too_late):
    sealed = sealed_in(too_late)
    page = client.post("/sign-in/phone/", {"kept": sealed, "next": "/", "username": ""})
    assert sealed_in(page) == sealed

    client.post("/sign-in/phone/", {"kept": sealed, "next": "/", "phone": "13800000001"})
    assert client.session["kept_for_code"] == sealed
    assert "您写的内容没有丢" in client.get("/sign-in/code/").content.decode()


def test_asking_for_another_code_does_not_drop_them(client, too_late, clock):
    sealed = sealed_in(too_late)
    client.post("/sign-in/phone/", {"kept": sealed, "next": "/", "phone": "13800000001"})
    again = client.get("/sign-in/code/")
    clock.passes(minutes=2)

    facts = {"kept": sealed_in(again), "next": "/", "phone": "13800000001"}
    client.post("/sign-in/phone/", facts)

    assert client.session["kept_for_code"] == sealed


def test_passwords_and_codes_are_never_kept(rf):
    secrets = dict.fromkeys(drafts.NEVER_KEPT, "123456")
    request = rf.post("/x/", {"note": NOTE, **secrets})

    draft = sealing.unseal(drafts.seal(request, owner=None), context=drafts.CONTEXT)
    assert NOTE[:4] in draft.encode().decode("unicode_escape")
    assert "123456" not in draft and "password" not in draft


def test_files_cannot_be_kept_and_the_page_says_so(client, lin, door, clock):
    client.force_login(lin)
    clock.passes(hours=1)
    photo = SimpleUploadedFile("a.jpg", b"not really", "image/jpeg")

    page = client.post(door, {"note": NOTE, "photo": photo}).content.decode()

    assert "照片没能留住" in page


def test_a_fragment_is_sent_to_the_sign_in_page_whole(db, lin):
    reply = Client().get(
        "/inbox/badge/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/"},
    )

    assert reply.status_code == 204
    assert reply["HX-Redirect"] == "/sign-in/?next=%2Finbox%2F"
