"""No text in an address or a form is a 500: a sample of it, of every page, as whoever sees most.

tests/open/test_addresses.py tries every value in every parameter alone, and on both databases.
"""

from itertools import cycle, islice

import pytest
from django.core.handlers.wsgi import WSGIRequest

from foundation import parameters
from tests.access.hostile import SAMPLE, VALUES, Asking, Page, for_json, pages_of
from tests.access.test_access_walk import PAGES


def sampled(asking, page, turn):
    """What the page looks for, each with another of the sample; the next page begins with the next."""
    names = asking.names(page)
    values = [VALUES[label] for label in islice(cycle(SAMPLE), turn % 3, turn % 3 + len(names))]
    values = [for_json(value) for value in values] if page.json is not None else values
    fields = dict(zip(names, values, strict=True))
    asking.note(page, "*", str(turn % 3), asking.ask(page, query=fields, body=fields))


@pytest.fixture
def asking(walk):
    return Asking(walk.clients)


def test_no_page_breaks_on_a_sample(asking, world):
    pages = {page.url: page for page in pages_of(PAGES.items(), world)}  # what posts reads both
    for turn, page in enumerate(pages.values()):
        sampled(asking, page, turn)

    assert asking.found == []
    assert asking.asked >= 2 * len(pages) >= 200
    print(f"\n{asking.asked} requests, server errors 0")


KINDS = (
    "application/x-www-form-urlencoded; charset=unicode_escape",
    "multipart/form-data; boundary=b; charset=rot13",
    "text/plain; charset=idna",
    "text/plain; x*=nowhere''%41",
    "text/plain; x'*='y",
)


def test_nor_on_text_in_no_encoding(asking):
    page = Page("accounts:sign-in", "anonymous", "POST", "/sign-in/")
    answers = [asking.ask(page, query={"q": r"\ud800"}, kind=kind) for kind in KINDS]

    assert [answer.status_code for answer in answers] == [400, 400, 400, 200, 200]


@pytest.mark.parametrize("kind", [KINDS[1], KINDS[3]])
def test_the_request_django_makes_itself_would_break(asking, monkeypatch, kind):
    """Negative control: before any middleware could answer."""
    monkeypatch.setattr("tests.access.hostile.ReadableRequest", WSGIRequest)
    page = Page("accounts:sign-in", "anonymous", "POST", "/sign-in/")

    with pytest.raises((ValueError, LookupError)):
        asking.ask(page, query={"q": "x"}, kind=kind)


NUMBERS = {"visits:today": "grid", "cases:from-door": "door", "morality_bank:take-in": "door"}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_page_that_took_any_digits_is_noticed(asking, world, monkeypatch, name):
    """Negative control: numbers as they used to be read."""

    def any_digits(text):
        return int(text) if text and text.isdecimal() else None

    monkeypatch.setattr(parameters, "as_whole_number", any_digits)
    for reader in ("cases.views.reporting", "visits.views", "visits.filters"):
        monkeypatch.setattr(f"{reader}.as_whole_number", any_digits)
    (page,) = [
        each for each in pages_of({name: PAGES[name]}.items(), world) if each.method == "GET"
    ]
    answer = asking.ask(page, query={NUMBERS[name]: VALUES["five thousand digits"]})
    asking.note(page, NUMBERS[name], "five thousand digits", answer)

    assert [broken.why[:10] for broken in asking.found] == ["ValueError"]


@pytest.mark.parametrize(
    ("guard", "sent"),
    [
        ("PlainAddressMiddleware", {"query": {"of": VALUES["nothing"]}}),
        ("ReadableTextMiddleware", {"headers": {"cookie": 'sessionid="abcdefgh\\000"'}}),
    ],
)
def test_a_guard_taken_away_is_noticed(asking, monkeypatch, guard, sent):
    """Negative control: what stands before all pages lets everything through."""
    page = Page("cases:desk", "chen", "GET", "/desk/")
    assert asking.ask(page, **sent).status_code < 500
    monkeypatch.setattr(
        f"config.serving.request_middleware.{guard}.__call__",
        lambda self, request: self.get_response(request),
    )
    asking.note(page, guard, "", asking.ask(page, **sent))

    assert [broken.why[:10] for broken in asking.found] == ["ValueError"]
