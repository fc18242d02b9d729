"""Pages that bring no good news: what happened, what was kept, one next step."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from config import pwa, views
from tests.conftest import SignedInClient

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = sorted(path.stem for path in (ROOT / "templates/errors").glob("[0-9]*.html")) + ["offline"]


@pytest.mark.parametrize("name", NAMES)
def test_every_one_says_what_happened_and_offers_one_next_step(name, rf):
    page = render_to_string(f"errors/{name}.html", {"house": None}, rf.get("/"))
    body = page[page.index("<main") :]

    assert re.search(r"<h1>[^<]+</h1>", body)
    assert re.search(r"<p>[^<]+。</p>", body)
    assert body.count('class="button primary"') == 1


def test_what_broke_needs_no_database_and_no_person(rf):
    request = rf.get("/today/")  # nobody: no session, no user, no language
    answer = views.broken(request)

    assert answer.status_code == 500
    assert "是我们这边的错" in answer.text
    assert "field-figure" in answer.text


def test_even_a_broken_page_for_what_broke_has_last_words(rf, monkeypatch, caplog):
    def breaks(*args):
        raise OSError("no templates")

    monkeypatch.setattr(views, "render_to_string", breaks)

    assert "回到首页" in views.broken(rf.get("/")).text
    assert "could not be drawn" in caplog.text


def test_the_page_without_signal_names_nobody(client, lin):
    client.force_login(lin)
    page = client.get("/offline/").text

    assert "没有信号" in page
    assert lin.name not in page
    assert "csrf" not in page
    assert "<script" not in page


@pytest.mark.parametrize("path", ["/sw.js", "/offline/", "/manifest.webmanifest"])
def test_what_a_phone_asks_for_with_every_page_costs_no_query(
    path, client, lin, django_assert_num_queries
):
    client.force_login(lin)
    client.get(path)

    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


def test_the_worker_is_new_when_the_page_is(client, db, monkeypatch):
    first = client.get("/sw.js")
    monkeypatch.setattr(pwa, "_page", lambda: "another page")

    assert first["Content-Type"] == "text/javascript"
    assert first["Cache-Control"] == "no-cache"
    assert first.text != client.get("/sw.js").text


def test_a_phone_can_put_the_house_on_its_home_screen(client, db):
    manifest = client.get("/manifest.webmanifest").json()
    files = [icon["src"].removeprefix("/static/") for icon in manifest["icons"]]

    assert manifest["name"] == "责任田"
    assert manifest["start_url"] == "/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert all((ROOT / "static" / file).exists() for file in files)


def test_an_address_for_a_button_says_so_when_it_is_opened(client, chen):
    client.force_login(chen)
    answer = client.get("/inbox/read/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "这一步要按按钮来办" in answer.text


def test_an_error_leads_back_to_the_page_before_but_never_to_another_house(client, lin):
    client.force_login(lin)
    ours = client.get("/nirgends/", headers={"referer": "http://testserver/today/?grid=1"}).text
    other = client.get("/nirgends/", headers={"referer": "http://example.com/today/"}).text

    assert 'href="/today/?grid=1">回到刚才那一页' in ours
    assert "回到刚才那一页" not in other


class TestAFormWhoseTokenRanOut:
    WORDS = {"words": "三楼的灯坏了", "csrfmiddlewaretoken": "x" * 64}

    @pytest.fixture
    def strict(self):
        client = SignedInClient()
        client.handler.enforce_csrf_checks = True
        return client

    def test_gives_the_words_back(self, strict, lin):
        strict.force_login(lin)
        page = {"referer": "http://testserver/cases/new/"}
        answer = strict.post("/cases/new/", self.WORDS, headers=page)
        again = strict.get(answer["Location"]).text

        assert (answer.status_code, answer["Location"]) == (303, "/cases/new/")
        assert "三楼的灯坏了" in again
        assert "请看一遍，再按一次" in again

    def test_says_so_to_strangers_and_keeps_nothing_from_elsewhere(self, strict, lin):
        assert "页面放得太久了" in strict.post("/sign-in/", self.WORDS).text

        strict.force_login(lin)
        elsewhere = {"referer": "http://example.com/cases/new/"}
        answer = strict.post("/cases/new/", self.WORDS, headers=elsewhere)

        assert answer.status_code == 403
        assert "kept" not in strict.session

    def test_needs_no_session_to_be_said(self, db):
        answer = Client(enforce_csrf_checks=True).post("/sign-out/", {})

        assert answer.status_code == 403
        assert "再按一次" in answer.text
