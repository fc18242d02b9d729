"""Whatever somebody clicks, sorts, filters or pages through: no word of what is not theirs."""

import pytest
from django.utils.html import strip_tags

from residents import masks
from residents.models import Person
from tests.access.crawl import crawl
from tests.access.walk import ROLES
from tests.pace import some_daily
from tests.residents.candidates import possible_numbers

LEAST = {"lin": 12, "zhou": 12, "chen": 20, "bai": 30, "wang": 8}
NAMES_SOMEBODY = set(LEAST)
OFFICE = "/admin/"


def as_seen_by(walk, role, without=()):
    return crawl(lambda url: walk._ask(role, "GET", url), without)


CRAWLERS = [role for role in ROLES if role != "ling"]
DAILY = ["anonymous", "wang", "lin"]


@pytest.mark.parametrize(
    "role", some_daily(CRAWLERS, daily=DAILY, others=pytest.mark.trial("crawl"))
)
def test_no_word_of_others_and_no_whole_number_wherever_one_clicks(walk, world, role):
    tells_nothing_of_others(role, world, as_seen_by(walk, role, without=[OFFICE]))


@pytest.mark.trial("crawl")
def test_no_word_of_others_in_all_the_lists_of_the_office(walk, world):
    """Daily, tests/access/test_admin_canary.py looks at each list and each row by itself."""
    seen = as_seen_by(walk, "bai")

    assert len(seen.pages) >= 100
    tells_nothing_of_others("bai", world, seen)


def tells_nothing_of_others(role, world, seen):
    assert seen.tokens(list(world.words_hidden_from(role))) == []
    assert seen.closed
    assert len(seen.pages) >= LEAST.get(role, 0)
    assert seen.tokens(whole_numbers()) == []
    left = list(numbers_left(seen))
    assert (left != []) == (role in NAMES_SOMEBODY)
    assert all(each >= masks.FEWEST for each in left)
    print(
        f"\n{role}: {seen.requests} requests, {len(seen.pages)} pages, "
        f"at least {min(left, default='all')} ID numbers left to guess"
    )


def whole_numbers():
    """What stands on no page: nobody asked for it, with a reason."""
    people = Person.objects.all()
    return [*filter(None, (number for each in people for number in (each.phone, each.id_number)))]


def numbers_left(crawled):
    """For every page that names somebody, how many ID numbers it leaves open."""
    for text in crawled.pages.values():
        if "甲人" in text:
            yield possible_numbers(strip_tags(text))


def test_a_list_that_leaks_is_noticed(walk, world, monkeypatch):
    """Negative control."""

    def everybody(people, *asked, **facts):
        return people.all()

    for guard in ("visible_to", "with_duty"):
        monkeypatch.setattr(type(Person.objects.all()), guard, everybody)

    seen = as_seen_by(walk, "lin")

    assert {word[0] for _, word in seen.tokens(list(world.words_hidden_from("lin")))} >= set(
        "西南北"
    )
