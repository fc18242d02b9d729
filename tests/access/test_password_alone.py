"""Whoever has typed a password and nothing more reaches no page of any post (A1)."""

import pytest
from django.urls import reverse

from accounts.factors import marks
from accounts.models import SecondFactor
from config.middleware import SecondFactorMiddleware
from tests.access.test_access_walk import PAGES
from tests.access.walk import EVERYBODY, is_refusal
from tests.conftest import NOON, SignedInClient

AT_WORK = ["lin", "chen", "bai", "ling", "ji", "an", "shen"]


@pytest.fixture
def password_only(walk, world):
    """Everybody at work has set up something, and shows nothing of it."""
    for role in AT_WORK:
        SecondFactor.objects.create(user=world.users[role], due_at=NOON, paper_at=NOON)
        walk.clients[role] = SignedInClient()
        walk.clients[role].force_login(world.users[role], factor=marks.NONE)
    return walk


def reached(walk, roles=AT_WORK):
    """(role, page, method) wherever an own thing or page opens."""
    return [
        (role, name, method)
        for name, page in PAGES.items()
        if page.roles != EVERYBODY and name not in SecondFactorMiddleware.open
        for role in roles
        if role in (page.sees if page.key else page.roles)
        for method in page.methods
        if not is_refusal(walk._ask(role, method, address(walk, name, page), json=page.json))
    ]


def address(walk, name, page):
    return walk._url(name, page, "own") if page.key else reverse(name)


def test_a_password_alone_reaches_nothing(password_only):
    assert reached(password_only) == []
    assert is_refusal(password_only._ask("bai", "GET", "/admin/"))
    assert password_only.requests > 250


def test_a_mark_that_opened_everything_is_noticed(password_only, monkeypatch):
    monkeypatch.setattr(marks, "opens", lambda mark, *, own: True)

    assert len(reached(password_only, ["chen"])) > 50
