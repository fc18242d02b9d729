"""Each kind of confirmation the code knows has both its answers played in the browser."""

from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.conf import settings

from tests.people import played
from tests.people.played.outcomes import ASKED_FOR, NO, YES, asking, confirmations


@pytest.fixture(scope="module")
def sources():
    return {
        path.relative_to(settings.ROOT).as_posix(): path.read_text()
        for app in settings.HOUSE_APPS
        for path in (settings.ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    }


def answers_played():
    modules = [f"{played.__name__}.{each.name}" for each in iter_modules(played.__path__)]
    tests = [test for name in modules for test in vars(import_module(name)).values()]
    return {answer for test in tests for answer in getattr(test, "played", ())}


def missing(sources, found):
    return {(each, answer) for each in confirmations(sources) for answer in (YES, NO)} - found


def test_whoever_asks_whether_two_are_two_is_judged(sources):
    assert asking(sources) == set(ASKED_FOR)


def test_both_answers_to_every_confirmation_are_played(sources):
    assert missing(sources, answers_played()) == set()


def test_a_new_confirmation_and_one_nobody_refuses_are_noticed(sources):
    new = "def trust(*, person, pair: Pair, at):\n    pair.check_two(person, at=at)\n"
    asks = "def agree(a, b, on):\n    return two_people.are_two(a, b, on)\n"
    found = answers_played()

    assert missing(sources | {"residents/care.py": new}, found) == {
        ("care.trust", YES),
        ("care.trust", NO),
    }
    assert asking(sources | {"cases/clocks.py": asks}) - set(ASKED_FOR) == {"cases/clocks.py"}
    assert missing(sources, found - {("export", NO)}) == {("export", NO)}
