"""The office is Chinese too, although its theme was written in English only."""

import re
from html.parser import HTMLParser
from itertools import cycle

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}")
# The other language under its own name; names to sign in with, of files and browsers, and what a transfer is for.
MAY_BE = re.compile(
    r"English|\b(bai|chen|gao|lin|ling|qian|shen|zhao|zhou|niu|tan)\b|deed:[0-9a-f-]+|\.xlsx|Chrome|Edge"
)
SILENT = ("script", "style", "template")


class Said(HTMLParser):
    """What a page says to eyes and to screen readers, without scripts and icons."""

    def __init__(self, page):
        super().__init__()
        self.silent, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        # The theme's icons are words that a font draws.
        is_icon = "material-symbols" in (facts.get("class") or "")
        if tag in SILENT or is_icon or tag in self.silent[-1:]:
            self.silent.append(tag)
        for name in ("title", "aria-label", "placeholder", "alt"):
            self.words.append(facts.get(name) or "")

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, text):
        if not self.silent:
            self.words.append(text)


def english_in(answer):
    said = " ".join(Said(answer.content.decode()).words)
    return sorted(set(ENGLISH.findall(MAY_BE.sub("", said))))


PAGES_OF_A_ROW = ("change", "delete", "history")


def pages(whole):
    """Every register; of the pages about a row all three, or each the next one in turn."""
    turns = cycle([PAGES_OF_A_ROW] if whole else [[view] for view in PAGES_OF_A_ROW])
    yield reverse("admin:index")
    yield reverse("admin:registers")
    for model in admin.site._registry:
        if model._meta.app_label in settings.HOUSE_APPS:
            info = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield from (reverse(f"{info}_{page}") for page in ("changelist", "add"))
            if row := model._default_manager.first():
                yield from (reverse(f"{info}_{page}", args=[row.pk]) for page in next(turns))


@pytest.fixture
def as_bai(client, bai):
    client.force_login(bai)
    return client


def office_in_english(client, whole):
    left = {url: english_in(client.get(url)) for url in pages(whole)}
    assert len(left) > 10
    return {url: words for url, words in left.items() if words}


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.trial("words"))])
def test_the_office_speaks_no_english(as_bai, world, whole):
    assert office_in_english(as_bai, whole) == {}


def test_english_in_the_office_is_noticed(as_bai, settings):
    settings.LOCALE_PATHS = []

    assert "Dark" in english_in(as_bai.get("/admin/cases/case/"))
