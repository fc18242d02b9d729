"""Cards on a sheet: for whom, which code, what ends with it, and whose takes two people."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SignInCard, User, WorkDevice
from foundation.models import Record
from grids import letting_in, second
from notices.models import Notice
from office.cards import sheets
from office.models import CardSheet, PrintedCard, Proposal
from tests import builders
from tests.conftest import NOON, TODAY, SignedInClient
from tests.people.conftest import the_form

CARDS = reverse("cards:cards")
PASSWORD = "fresh-harvest-77"


@pytest.fixture(autouse=True)
def noon(clock):
    return clock


@pytest.fixture
def mai(street):
    return builders.make_staff("mai", "麦田", street, "street_staff")


def newcomer(username, name, area, role, **about):
    """As an organisation workbook leaves an account: with a post, and without a password."""
    member = builders.make_staff(username, name, area, role, **about)
    member.set_unusable_password()
    member.save()
    return member


def printed(browser, *people, what="cards", **typed):
    typed = the_form(browser.get(CARDS)) | {"what": what} | typed
    return browser.post(CARDS, typed | {"who": [person.uid for person in people]})


def sign_in(browser, username, code):
    return browser.post("/sign-in/", {"username": username, "password": code})


def on_paper(page):
    """What stands on each card: {sign-in name: code}."""
    text = page.content.decode()
    names = re.findall(r'paper-login">([^<]+)<', text)
    codes = re.findall(r"data-code>([\w ]+)<", text)
    return dict(zip(names, codes, strict=True))


def test_a_card_lets_a_newcomer_in_and_registers_the_phone(office, bai, lin, east):
    xin = newcomer("xin", "辛苗", east, "campaign_helper", until_on=TODAY)
    page = printed(office, xin, lin)
    codes, text = on_paper(page), page.content.decode()

    assert page["Cache-Control"].count("no-store") == 1 and page.status_code == 200
    assert "testserver/sign-in/<" in text and "testserver/sign-in/second/<" in text
    assert "testserver/ready/" in text and "到 2026-03-17 有效" in text
    assert codes["xin"].replace(" ", "") not in office.get(CARDS).content.decode()

    phone = Client()
    assert sign_in(phone, "xin", codes["xin"])["Location"] == "/password/"
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert phone.post("/password/", chosen)["Location"] == "/"
    assert phone.get("/today/").status_code == 200
    assert WorkDevice.objects.get().user == xin and not phone.get("/password/").context["new"]
    assert sign_in(Client(), "xin", codes["xin"]).status_code == 200  # used up

    again = Client()
    assert sign_in(again, "lin", "demo-2026").status_code == 302  # the password stays
    again.post("/sign-in/second/", {"code": codes["lin"]})
    assert WorkDevice.objects.filter(user=lin, ended_at=None).count() == 1

    kept = {card.user: card.what for card in PrintedCard.objects.all()}
    assert kept == {xin: "first", lin: "device"}
    sheet = CardSheet.objects.get()
    assert Record.objects.filter(thing=f"office.cardsheet:{sheet.pk}").count() == 1
    assert (sheet.printed_by, sheet.printed_at) == (bai, NOON)


def test_another_card_ends_the_older_one_and_says_so_first(office, bai, east, noon):
    xin = newcomer("xin", "辛苗", east, "grid_worker")
    first = on_paper(printed(office, xin))["xin"]
    page = office.get(CARDS)
    text = page.content.decode()
    assert "旧的码马上作废" in text and "码到 3-17" in text
    assert re.search(rf'value="{xin.uid}"\s*>', text)  # not chosen from the start

    stale = the_form(page)
    second_code = on_paper(printed(office, xin))["xin"]
    reloaded = office.post(CARDS, stale | {"who": [xin.uid], "what": "cards"})
    assert reloaded.status_code == 422 and "又有人打过卡" in reloaded.content.decode()

    assert sign_in(Client(), "xin", first).status_code == 200
    assert sign_in(Client(), "xin", second_code)["Location"] == "/password/"
    badges = printed(office, xin, what="badges")
    assert on_paper(badges) == {} and "工作证" in badges.content.decode()
    assert "上面没有码" in badges.content.decode()

    noon.passes(days=8)
    late = newcomer("wan", "万里", east, "grid_worker")
    office.force_login(bai)
    code = on_paper(printed(office, late))["wan"]
    noon.passes(days=7, minutes=1)
    assert sign_in(Client(), "wan", code).status_code == 200


def test_cards_of_grave_posts_wait_for_a_second_person_as_one_list(office, bai, mai, north, east):
    ji, gao = (
        newcomer("ji2", "季红", north, "secretary"),
        newcomer("gao2", "高明", north, "secretary"),
    )
    xin = newcomer("xin", "辛苗", east, "grid_worker")
    page = printed(office, ji, gao, xin)
    halves = on_paper(page)
    assert [len(halves[name].replace(" ", "")) for name in ("ji2", "gao2", "xin")] == [6, 6, 12]
    assert "后一半由确认的同事当面给您" in page.content.decode()
    assert set(User.objects.filter(code_until=None).values_list("username", flat=True)) >= {
        "ji2",
        "gao2",
    }
    assert Notice.objects.filter(recipient=mai, link__startswith="/confirm/cards/").count() == 1

    there = reverse("office:proposals-of-sheet", args=[CardSheet.objects.get().uid])
    assert office.get(there).status_code == 404  # whoever asked does not answer
    his = SignedInClient()
    his.force_login(mai)
    assert there in his.get("/confirm/").content.decode()
    form = his.get(there).context["form"]
    slips = his.post(there, {"which": form["which"].initial})
    second_halves = on_paper(slips)
    assert set(second_halves) == {"ji2", "gao2"}

    whole = halves["ji2"] + second_halves["ji2"]
    assert sign_in(Client(), "ji2", halves["ji2"]).status_code == 200
    assert sign_in(Client(), "ji2", whole)["Location"] == "/password/"
    assert not SignInCard.objects.filter(user=ji).exists()


def test_printing_a_grave_card_again_asks_anew_and_who_uses_it_already_gets_a_badge(
    office, bai, mai, north, chen
):
    ji = newcomer("ji2", "季红", north, "secretary")
    printed(office, ji)
    printed(office, ji)
    states = Proposal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["withdrawn", "waiting"]

    page = printed(office, chen)
    assert on_paper(page) == {} and "陈" in page.content.decode()
    assert PrintedCard.objects.filter(user=chen).get().what == "badge"


def test_whose_account_opens_a_residents_pages_is_named_and_left_out(office, wang, east):
    xin = newcomer("xin", "辛苗", east, "grid_worker")
    builders.make_post(wang.user, east, "campaign_helper")
    wang.user.username = "wang"
    wang.user.set_unusable_password()
    wang.user.save()
    page = printed(office, wang.user, xin)

    assert set(on_paper(page)) == {"xin"} and "请本人用手机验证码登录" in page.content.decode()


def test_a_street_prints_for_its_own_and_nobody_reaches_further(
    office, bai, lin, zhao, street, district, other_street, django_assert_num_queries
):
    above = builders.make_staff("shi", "史明", district, "street_staff")
    both = builders.make_staff("liang", "梁双", other_street, "standing_second")
    builders.make_post(both, street, "standing_second")
    reader = builders.reader_of(bai)
    seen = {person.user for person in sheets.people_in(reader, street, NOON)}
    assert {lin, zhao} <= seen and not {bai, above, both} & seen
    assert office.get(CARDS, {"in": other_street.code}).status_code == 404
    assert printed(office, above).status_code == 422

    with django_assert_num_queries(3):
        sheets.people_in(reader, street, NOON)
    for number in range(3):
        builders.make_staff(f"new{number}", "新人", street, "standing_second")
    with django_assert_num_queries(3):
        sheets.people_in(reader, street, NOON)


def test_without_the_question_of_weight_one_person_would_print_it_whole(office, north, monkeypatch):
    ji = newcomer("ji2", "季红", north, "secretary")
    monkeypatch.setattr(second, "place_of_account", lambda user, on: None)

    assert len(on_paper(printed(office, ji))["ji2"].replace(" ", "")) == 12


def test_a_qr_says_name_and_code_behind_the_hash_only(office, east, monkeypatch):
    drawn = []
    monkeypatch.setattr("foundation.paper.qr.svg", lambda text: drawn.append(text) or "")
    xin = newcomer("xin", "辛苗", east, "grid_worker")
    code = on_paper(printed(office, xin))["xin"].replace(" ", "")

    door, badge = map(urlsplit, drawn)
    assert (door.path, door.query, door.fragment) == ("/sign-in/", "", f"xin:{code}")
    assert re.fullmatch(r"/w/[\w-]{22}/", badge.path) and not badge.query + badge.fragment


def test_nothing_is_kept_when_the_last_step_fails(office, bai, east, monkeypatch):
    xin = newcomer("xin", "辛苗", east, "grid_worker")
    monkeypatch.setattr(letting_in.cards, "make", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seen = sheets.mark_of(sheets.people_in(builders.reader_of(bai), east.parent, NOON))
        about = {"users": [xin], "with_codes": True, "seen": seen}
        sheets.print_cards(area=east.parent, by=bai, at=NOON, **about)

    xin.refresh_from_db()
    assert xin.code_until is None and not CardSheet.objects.exists()
