"""Every page as everybody who may open it, in English: no Chinese is left on it."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from tests.access.test_access_walk import PAGES
from tests.access.walk import is_refusal
from tests.pace import by_name, in_turn
from tests.test_words import CHINESE, TYPED

# Kept in the browser, for whatever language somebody chooses later; and the handbook, which says so.
IN_BOTH = {"offline", "help:chapter", "help:whole"}
DAILY = ("anonymous", "wang", "lin")
DESKS = ("chen", "bai")
# The other language is offered under its own name, and so is the house; values nobody reads.
MAY_BE = re.compile('中文|责任田|value="[^"]*"')


@pytest.fixture
def english(walk, busy_world):
    for client in walk.clients.values():
        client.cookies["language"] = "en"
    return walk


def chinese_in(answer):
    if answer.streaming or not answer["Content-Type"].startswith("text/"):
        return []
    text = MAY_BE.sub("", TYPED.sub("", unescape(answer.content.decode())))
    return [text[max(0, m.start() - 30) : m.end() + 30] for m in CHINESE.finditer(text)][:3]


def urls(world, name, page):
    if page.key is None:
        return [reverse(name)]
    own = world.places["own"]
    keys = [own.things[page.key], *own.more.get(page.key, [])]
    return [reverse(name, args=[key]) for key in keys]


def pages_for(role):
    return {
        name: page
        for name, page in PAGES.items()
        if name not in IN_BOTH and role in (page.sees if page.key else page.roles)
    }


def read_daily():
    """{role: its pages}: each by one of those who may open it, drawn by its name."""
    theirs = {role: pages_for(role) for role in DAILY}
    drawn = {name: by_name(name, [r for r in DAILY if name in theirs[r]]) for name in PAGES}
    return {
        role: {name: page for name, page in pages.items() if drawn[name] == [role]}
        for role, pages in theirs.items()
    }


def left_for(english, role, pages):
    """{page: Chinese on it} as this role reads them, and how many opened."""
    left, opened = {}, 0
    for name, page in pages.items():
        for url in urls(english.world, name, page):
            for method in page.methods:
                answer = english._ask(role, method, url, {"something": "else"})
                opened += not is_refusal(answer)
                if found := chinese_in(answer):
                    left[f"{role} {method} {url}"] = found
    return left, opened


def left_in_the_office(english, whole):
    """On the list of each register, its empty form and a row's; daily on one of these, in turn."""
    left, turns = {}, in_turn(("changelist", "add", "change"), whole)
    for model in admin.site._registry:
        if model._meta.app_label not in settings.HOUSE_APPS:
            continue
        info = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        for page in next(turns):
            if page == "change" and row is None:
                continue
            url = reverse(f"{info}_{page}", args=[row.pk] if page == "change" else [])
            if found := chinese_in(english._ask("bai", "GET", url)):
                left[url] = found
    return left


def test_no_chinese_is_left(english):
    for role, pages in read_daily().items():
        left, opened = left_for(english, role, pages)
        assert left == {}
        assert opened >= 5
    # The busy neighbourhood takes longer to build than the office to read.
    assert left_in_the_office(english, whole=False) == {}


@pytest.mark.trial("words")
@pytest.mark.parametrize("roles", [DAILY, DESKS], ids="-".join)
def test_nor_on_any_page_of_anybody(english, roles):
    for role in roles:
        left, opened = left_for(english, role, pages_for(role))
        assert left == {}
        assert opened >= 5
    if roles == DAILY:
        assert left_in_the_office(english, whole=True) == {}


def test_a_page_that_does_not_exist_is_said_in_english(client, db):
    client.cookies["language"] = "en"

    assert chinese_in(client.get("/nowhere/")) == []


def test_chinese_on_an_english_page_is_noticed(client, lin):
    client.force_login(lin)

    assert chinese_in(client.get("/today/")) != []
