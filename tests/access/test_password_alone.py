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


def asked(roles):
    """(role, page, its name, method): each own thing or page, by whom of the roles it is for."""
    for name, page in PAGES.items():
        if page.roles != EVERYBODY and name not in SecondFactorMiddleware.open:
            theirs = page.sees if page.key else page.roles
            for role in [each for each in AT_WORK if each in theirs][:roles]:
                yield from ((role, page, name, method) for method in page.methods)


def reached(walk, asked):
    """(role, name, method) wherever one opens."""
    return [
        (role, name, method)
        for role, page, name, method in asked
        if not is_refusal(walk._ask(role, method, address(walk, name, page), json=page.json))
    ]


def address(walk, name, page):
    return walk._url(name, page, "own") if page.key else reverse(name)


@pytest.mark.parametrize("roles", [1, pytest.param(len(AT_WORK), marks=pytest.mark.trial("walk"))])
def test_a_password_alone_reaches_nothing(password_only, roles):
    """Daily each page is asked by one of those it is for, in the trial by all."""
    assert reached(password_only, asked(roles)) == []
    assert is_refusal(password_only._ask("bai", "GET", "/admin/"))
    assert password_only.requests > (130 if roles == 1 else 250)


def test_a_mark_that_opened_everything_is_noticed(password_only, monkeypatch):
    monkeypatch.setattr(marks, "opens", lambda mark, *, own: True)

    some = [*asked(1)][::8]
    assert len(reached(password_only, some)) > len(some) // 2 > 5
