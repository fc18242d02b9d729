"""What is collected for an installation is what its pages link, and hardly more."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.staticfiles.finders import get_finders
from django.urls import reverse

PAGES = (
    "cases:desk",
    "admin:registers",
    "admin:residents_person_changelist",
    "admin:accounts_user_add",
)


def collected():
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    return {path for finder in get_finders() for path, _storage in finder.list(patterns)}


@pytest.fixture
def linked(office):
    """By the face of the house, by the office, and by whatever register of it."""
    pages = "".join(office.get(reverse(name)).text for name in PAGES)
    media = "".join(map(str, (each.media for each in admin.site._registry.values())))
    return set(re.findall(r"/static/([\w./-]+)", pages + media))


def test_every_file_a_page_links_is_there_and_what_none_links_is_left_behind(linked):
    assert {"django_htmx/htmx-2.min.js", "admin/js/vendor/jquery/jquery.min.js"} <= linked
    assert linked <= collected()
    assert not [path for path in collected() if "htmx-4" in path or "rest_framework" in path]


def test_a_linked_file_left_behind_is_noticed(linked, monkeypatch):
    """Negative control."""
    patterns = [*apps.get_app_config("staticfiles").ignore_patterns, "jquery.min.js"]
    monkeypatch.setattr(apps.get_app_config("staticfiles"), "ignore_patterns", patterns)

    assert linked - collected() == {"admin/js/vendor/jquery/jquery.min.js"}
