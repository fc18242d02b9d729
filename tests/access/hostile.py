"""What nobody means, in every parameter a page reads: the answer may be anything but a 5xx.

Which parameters there are is not listed but noticed: while a page answers, every name it looks for
in the address or in the form is written down, and then each is asked for with each of `VALUES`.
"""

import json
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import parse_qsl, quote, urlsplit

from django.db import transaction
from django.http import QueryDict
from django.test.client import ClientHandler
from django.urls import resolve, reverse

from config.serving.readable import ReadableRequest
from notices.tasks import heartbeat
from tests.access.crawl import ways
from tests.access.test_admin_walk import ROWS, lists, plain_pages, registered, row_pages
from tools.answers.page_forms import forms_of

DIGITS = "9" * 5000
VALUES = {
    "five thousand digits": DIGITS,
    "one more than a key can be": str(2**63),
    "one more than a column can be": str(2**31),
    "less than none": "-1",
    "digits of another script": "１２",
    "a digit that is no number": "²",
    "nearly a number": "1e400",
    "no number": "NaN",
    "nothing": "a\0b",
    "half a character": b"\xed\xa0\x80",
    "no character": b"\xff\xfe",
    "an escape": "\x1b[2J\x07\x7f",
    "another header": "/x\r\nSet-Cookie: a=b",
    "from right to left": "\u202e12\u200f\u2066",
    "an emoji": "🧓🏽\U000e0001",
    "upwards": "../../../../etc/passwd",
    "percent": "%00%zz%",
    "a statement": "1'; DROP TABLE grids_area; --",
    "a pattern": "%_\\",
    "a template": "{{ 7|add:7 }}{% debug %}${x}",
    "half an address": "http://[::1",
    "nearly an id": "urn:uuid:{00000000-0000-4000-8000-000000000000}",
    "a day before all days": "0001-01-01",
    "the last of all days": "9999-12-31",
    "a moment after all": "9999-12-31T23:59",
    "a list": '[[{"a":',
    "very long": "长" * 3000,  # more than any column or field takes
}
REACH_COLUMNS = (
    "five thousand digits",
    "one more than a key can be",
    "one more than a column can be",
    "nothing",
    "half a character",
    "a day before all days",
    "the last of all days",
    "a moment after all",
)
"""Those that a form may take for what it wants; tried in each parameter alone as well."""
SAMPLE = ("five thousand digits", "nothing", "half a character")


SEES_MOST = ("bai", "chen", "lin", "wang", "an", "shen", "ji", "anonymous")
NOT_OF_OURS = {"csrfmiddlewaretoken"}
OF_LISTS = {"p", "o", "q", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters"}
HEADERS = {
    "accept": VALUES["very long"],
    "accept-language": "zh-" * 2000,
    "authorization": "Bearer \x00\xff",
    "cookie": 'sessionid="abcdefgh\\000"; device="\\000"; language="\\033"; big="\\000"; csrftoken=\xff',
    "hx-current-url": VALUES["half an address"],
    "hx-request": "true",
    "if-modified-since": "Mon, 99 Foo 99999 99:99:99 GMT",
    "if-none-match": '"' * 3000,
    "range": f"bytes={DIGITS}-",
    "referer": VALUES["half an address"],
    "user-agent": "\xff\xfe" * 2000,
    "x-requested-with": "\x00",
}
"""Each alone, with every page; what a header cannot carry, a server does not hand on."""
ENCODINGS = ("unicode_escape", "utf-7", "utf-16", "rot13", "idna", "nowhere", "")


class Page(NamedTuple):
    """A page as whoever sees most opens it; `key` stands in its address, `json` is what it is sent."""

    name: str
    role: str
    method: str
    url: str
    key: str = ""
    json: dict | None = None


class Broken(NamedTuple):
    page: str
    method: str
    parameter: str
    value: str
    why: str


def pages_of(walked, world, roles=1):
    """Every URL of the table, with every method, as the first of `SEES_MOST` who may open it."""
    for name, page in walked:
        may = [role for role in SEES_MOST if role in page.roles or page.sees.get(role)]
        for role in may[:roles]:
            key = str(world.key(page.key, own_place(page, role))) if page.key else ""
            url = reverse(name, args=[key] if key else [])
            for method in page.methods:
                yield Page(name, role, method, url, key, page.json)


def own_place(page, role):
    return "own" if "own" in page.sees[role] else min(page.sees[role])


def pages_of_the_office(world):
    for url in [*lists(), *plain_pages()]:
        yield from (Page(url, "bai", method, url) for method in ("GET", "POST"))
    for label, meta in registered().items():
        key = str(world.key(ROWS[label], "own")) if ROWS[label] else "1"
        change, *others = row_pages(meta, key)
        yield from (Page(change, "bai", method, change, key) for method in ("GET", "POST"))
        yield from (Page(url, "bai", "GET", url, key) for url in others)


@contextmanager
def noticing():
    """A set that fills with the names that pages look for in addresses and in forms."""
    names, kept = set(), {}

    def watch(method):
        real = getattr(QueryDict, method)
        kept[method] = QueryDict.__dict__.get(method)

        def watched(self, key, *more, **options):
            names.add(key)
            return real(self, key, *more, **options)

        setattr(QueryDict, method, watched)

    for method in ("__getitem__", "__contains__", "getlist"):
        watch(method)
    try:
        yield names
    finally:
        for method, own in kept.items():
            delattr(QueryDict, method) if own is None else setattr(QueryDict, method, own)


def encoded(fields):
    """As a browser sends them, byte for byte; a list is one name again and again."""
    pairs = (
        (name, each)
        for name, value in fields.items()
        for each in (value if isinstance(value, list) else [value])
    )
    return "&".join(f"{quote(name)}={quoted(each)}" for name, each in pairs)


@cache
def quoted(value):
    """The same few go into each of a page's parameters, and long ones take a while."""
    return quote(as_bytes(value))


def as_bytes(value):
    return value if isinstance(value, bytes) else value.encode(errors="surrogatepass")


class AsServed(ClientHandler):
    """With the request the house makes of what granian hands on; Django's client makes its own."""

    def __call__(self, environ):
        with patch("django.test.client.WSGIRequest", ReadableRequest):
            return super().__call__(environ)


class Asking:
    """Asks for pages with fields in the address and in the form; whatever that changes is undone."""

    def __init__(self, clients):
        self.clients, self.asked, self.found = clients, 0, []
        heartbeat()  # or /healthz would say that the clock stands still, with a 503
        for client in clients.values():
            client.raise_request_exception = False
            client.handler = AsServed(enforce_csrf_checks=False)

    def ask(self, page, *, url="", query=None, body=None, text="", headers=None, kind=""):
        self.asked += 1
        client, address = self.clients[page.role], url or page.url
        if query:
            address += ("&" if "?" in address else "?") + encoded(query)
        cookies = client.cookies.copy()
        usual = FORM
        if page.json is not None:
            text, usual = json.dumps(body or page.json, default=str), "application/json"
        elif body:
            text = encoded(body)
        if kind:
            text = text or "q="  # Django's client names no kind of nothing
        with transaction.atomic():
            about = {"content_type": kind or usual, "headers": headers or {}}
            answer = client.generic(page.method, address, text, **about)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    def note(self, page, parameter, value, answer):
        if why := why_broken(answer):
            self.found.append(Broken(page.name, page.method, parameter, value, why))

    def names(self, page):
        """What the page looks for in addresses and forms, and what it offers to be asked for."""
        with noticing() as looked_for:
            answer = self.ask(page)
        names = {str(name) for name in looked_for} | set(page.json or {}) | declared(page.url)
        if answer.status_code == 200 and not answer.streaming:
            for way in ways(answer.content.decode(errors="replace")):
                names |= {name for name, _ in parse_qsl(urlsplit(way).query, True)}
        if is_a_list(page):
            names |= OF_LISTS
        return sorted(names - NOT_OF_OURS)

    def usual(self, page):
        """What its own form would send, or what the table says of a program."""
        if page.json is not None:
            return page.json
        shown = self.ask(page._replace(method="GET"))
        if shown.status_code != 200 or shown.streaming:
            return {}
        forms = forms_of(shown.content.decode(errors="replace"))
        here = [form for form in forms if form.action.split("?")[0] in ("", page.url)]
        return {name: str(value[0]) for form in here for name, value in form.fields.items()}


FORM = "application/x-www-form-urlencoded"


def is_a_list(page):
    """Whether the page is a list of the office, which reads whatever stands in its address."""
    return page.method == "GET" and (resolve(page.url).url_name or "").endswith("_changelist")


def declared(url):
    """What an operation of the API says it asks for."""
    view = getattr(resolve(url).func, "cls", None)
    asks = getattr(getattr(view, "declaration", None), "asks", None)
    return set(asks().fields) if asks else set()


def for_json(value):
    return value if isinstance(value, str) else "\ud800"


def why_broken(answer):
    """Of an answer that should not be one; "" of any other."""
    if answer.status_code < 500:
        return ""
    raised = getattr(answer, "exc_info", None)
    return f"{raised[0].__name__}: {str(raised[1])[:120]}" if raised else str(answer.status_code)
