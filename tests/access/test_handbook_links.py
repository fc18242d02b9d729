"""From each page of the office a small “?” leads into the handbook, and twenty questions of a new
office are answered at most two clicks from where they arise (docs/handbook/questions.md)."""

import re
from functools import cache
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse

from office.handbook import book, places
from tests.access.test_access_walk import PAGES
from tests.face.pages import NO_PAGES

ROW = re.compile(r"^\| \d+ \| (.+?) \| `(.+?)` \| `(.+?)` \|$", re.M)
QUESTIONS = ROW.findall((book.FOLDER / "questions.md").read_text())
HELP = re.compile(r'<a class="button quiet alone help-here" href="([^"]+)"')
LINK = re.compile(r'<a [^>]*href="([^"]+)"')
OFFICE = {"boundaries", "corrections", "counter", "office", "onboarding", "opening", "oversight"}
OFFICE |= {
    "cards",
    "posts",
    "handing-over",
    "away",
    "pending",
    "reports",
    "rules",
    "security",
    "system",
    "key-sheet",
    "year",
}
READ_BY_RESIDENTS = {"counter:redeem", "reports:registered"}
"""Of these rooms, but pages of those who have no post."""


def office_pages():
    """The names of all pages of the office that are looked at."""
    for name, page in PAGES.items():
        ours = name.split(":")[0] in OFFICE or re.match(
            "residents:(roster|meeting|import|.*-roster$)", name
        )
        if ours and "GET" in page.methods and name not in NO_PAGES | READ_BY_RESIDENTS:
            yield name
    yield from ("admin:index", "admin:registers")
    for model in admin.site._registry:
        if model._meta.label in ("auth.Group", "auth.User"):
            continue
        for page in ("changelist", "add", "change", "history"):
            yield f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


def anchors(chapter):
    return {each.anchor for each in chapter.named}


def test_every_page_of_the_office_has_its_place_in_the_handbook():
    there = {chapter.slug: anchors(chapter) for chapter in book.chapters()}
    lacking = [name for name in office_pages() if not places.place_of(name)]
    nowhere = [
        place
        for place in {*places.PLACES.values(), *(answer for _words, _page, answer in QUESTIONS)}
        if place.partition("#")[2] not in there.get(place.partition("#")[0], ())
    ]

    assert (lacking, nowhere) == ([], [])
    assert len(list(office_pages())) > 100


def test_a_page_without_a_place_is_noticed(monkeypatch):
    monkeypatch.delitem(places.PLACES, "boundaries:")

    assert places.place_of("boundaries:index") == ""
    assert places.place_of("boundaries:undo") == "places#undo"


@pytest.fixture
def clicks(walk):
    """How many clicks it takes bai from a page to an answer, as the links lead; None for more than
    two."""
    own = walk.world.places["own"].things
    pages = cache(lambda path: walk._ask("bai", "GET", path).content.decode())

    def clicks(name, answer):
        key = PAGES[name].key if name in PAGES else None
        page = pages(reverse(name, args=[own[key]] if key else []))
        [first] = HELP.findall(page)
        chapter, _hash, anchor = answer.partition("#")
        wanted = f"{reverse('help:chapter', args=[chapter])}#{anchor}"
        path = first.partition("#")[0]
        led_to = pages(path).partition("<main")[2]
        if f' id="{anchor}"' not in pages(wanted.partition("#")[0]):
            return None
        if first == wanted:
            return 1
        further = [unescape(href) for href in LINK.findall(led_to)]
        here = [path + href if href.startswith("#") else href for href in further]
        return 2 if wanted in here else None

    return clicks


def test_twenty_questions_are_answered_within_two_clicks(clicks):
    counted = {words: clicks(page, answer) for words, page, answer in QUESTIONS}
    far = [words for words, count in counted.items() if count is None]

    assert far == []
    assert len(counted) == 20
    assert sum(count == 1 for count in counted.values()) >= 10


def test_an_answer_that_no_link_leads_to_is_noticed(clicks):
    assert clicks("boundaries:index", "trouble#audit") is None
    assert clicks("boundaries:index", "places#nowhere") is None


def test_only_pages_of_the_office_lead_there_and_only_for_staff(walk):
    def link(role, name):
        return HELP.findall(walk._ask(role, "GET", reverse(name)).content.decode())

    assert link("bai", "notices:inbox") == link("lin", "visits:today") == []
    assert link("chen", "cases:desk") == ["/help/every-day/#cases"]
    assert link("wang", "help:contents") == link("anonymous", "help:contents") == []
