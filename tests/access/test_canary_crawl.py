"""Whatever somebody clicks, sorts, filters or pages through: no word of what is not theirs."""

from django.utils.html import strip_tags

from residents import masks
from residents.models import Person
from tests.access.crawl import crawl
from tests.access.walk import ROLES
from tests.residents.candidates import possible_numbers

LEAST = {"lin": 12, "zhou": 12, "chen": 20, "bai": 100, "wang": 8}


def as_seen_by(walk, role):
    return crawl(lambda url: walk._ask(role, "GET", url))


def test_no_word_of_others_and_no_whole_number_wherever_one_clicks(walk, world):
    seen = {role: as_seen_by(walk, role) for role in ROLES}

    assert [(role, hit) for role in ROLES
            for hit in seen[role].tokens(list(world.words_hidden_from(role)))] == []  # fmt: skip
    assert [role for role in ROLES if not seen[role].closed] == []
    assert [role for role, least in LEAST.items() if len(seen[role].pages) < least] == []
    assert [hit for each in seen.values() for hit in each.tokens(whole_numbers())] == []
    fewest = min(numbers_left(seen.values()))
    assert fewest >= masks.FEWEST
    print(f"\n{sum(each.requests for each in seen.values())} requests, "
          + ", ".join(f"{role} {len(each.pages)} pages" for role, each in seen.items()),
          f"; at least {fewest} ID numbers left to guess")  # fmt: skip


def whole_numbers():
    """What stands on no page: nobody asked for it, with a reason."""
    people = Person.objects.all()
    return [*filter(None, (number for each in people for number in (each.phone, each.id_number)))]


def numbers_left(crawls):
    """For every page that names somebody, how many ID numbers it leaves open."""
    for crawled in crawls:
        for text in crawled.pages.values():
            if "甲人" in text:
                yield possible_numbers(strip_tags(text))


def test_a_list_that_leaks_is_noticed(walk, world, monkeypatch):
    """Negative control."""

    def everybody(people, *asked, **facts):
        return people.all()

    for guard in ("visible_to", "where"):
        monkeypatch.setattr(type(Person.objects.all()), guard, everybody)

    seen = as_seen_by(walk, "lin")

    assert {word[0] for _, word in seen.tokens(list(world.words_hidden_from("lin")))} >= set(
        "西南北"
    )
