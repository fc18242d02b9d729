"""Language and type size: a tap, kept for a year, and back to the page one came from."""

import pytest


def test_it_speaks_chinese_whatever_an_old_phone_asks_for(visitor):
    page = visitor.get("/sign-in/", headers={"accept-language": "en"}).content.decode()

    assert '<html lang="zh-hans"' in page


def test_english_is_one_tap_away_and_stays(visitor):
    reply = visitor.post("/language/", {"language": "en", "next": "/sign-in/"})

    assert reply["Location"] == "/sign-in/"
    assert '<html lang="en"' in visitor.get("/sign-in/").content.decode()


def test_a_language_nobody_knows_is_chinese(visitor):
    visitor.post("/language/", {"language": "xx"})

    assert '<html lang="zh-hans"' in visitor.get("/sign-in/").content.decode()


def test_big_type_is_a_tap_and_so_is_the_way_back(visitor):
    visitor.post("/big-type/", {"big": "1"})
    assert 'class="big"' in visitor.get("/sign-in/").content.decode()

    visitor.post("/big-type/", {"big": "0"})
    assert 'class="big"' not in visitor.get("/sign-in/").content.decode()


def test_residents_begin_with_big_type(client, wang):
    client.force_login(wang.user, by="code")
    assert 'class="big"' in client.get("/inbox/").content.decode()

    client.post("/big-type/", {"big": "0"})
    assert 'class="big"' not in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("address", ["/language/", "/big-type/"])
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/x", "/\\evil.example"])
def test_neither_leads_out_of_the_house(visitor, address, wanted):
    assert visitor.post(address, {"next": wanted})["Location"] == "/"


def test_neither_listens_to_a_link(visitor):
    assert [visitor.get(address).status_code for address in ("/language/", "/big-type/", "/sign-out/")] == [405] * 3  # fmt: skip
