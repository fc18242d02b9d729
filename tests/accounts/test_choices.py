"""Language and type size: a tap, kept for a year, and back to the page one came from."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import builders


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


def is_big(client, path):
    return 'class="big"' in client.get(path).content.decode()


def born(person, years_ago):
    person.birth_on = timezone.localdate() - timedelta(days=years_ago * 365.25)
    person.save(update_fields=["birth_on"])


@pytest.mark.parametrize(("years", "everywhere"), [(72, True), (60, True), (35, False)])
def test_over_sixty_every_page_begins_big_and_my_own_for_everybody(client, wang, years, everywhere):
    born(wang, years)
    client.force_login(wang.user, by="code")

    assert is_big(client, "/inbox/") is everywhere
    assert is_big(client, "/my/") and is_big(client, "/my/cases/")


def test_somebody_without_a_birth_date_may_be_old(client, wang):
    client.force_login(wang.user, by="code")

    assert is_big(client, "/inbox/")


def test_the_pages_a_resident_signs_in_on_are_big(visitor):
    assert is_big(visitor, "/sign-in/phone/")
    assert not is_big(visitor, "/sign-in/")


def test_who_comes_to_work_does_not_begin_big(client, lin, home):
    builders.make_person(home, "林晓", user=lin)
    client.force_login(lin)

    assert not is_big(client, "/my/") and not is_big(client, "/inbox/")


@pytest.mark.parametrize("chosen", [True, False])
def test_what_somebody_chose_wins_and_outlasts_signing_out(client, wang, chosen):
    client.force_login(wang.user, by="code")
    client.post("/big-type/", {"big": "1" if chosen else "0"})
    client.post("/sign-out/")
    client.force_login(wang.user, by="code")

    assert [is_big(client, path) for path in ("/my/", "/inbox/", "/sign-in/phone/")] == [chosen] * 3


@pytest.mark.parametrize("address", ["/language/", "/big-type/"])
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/x", "/\\evil.example"])
def test_neither_leads_out_of_the_house(visitor, address, wanted):
    assert visitor.post(address, {"next": wanted})["Location"] == "/"


def test_neither_listens_to_a_link(visitor):
    assert [
        visitor.get(address).status_code for address in ("/language/", "/big-type/", "/sign-out/")
    ] == [405] * 3
