"""Follow everything one can reach: links, htmx fragments, filter forms, sorting, pages.

A crawl begins at the front door and ends when nothing new is left. Of addresses that differ only
in their values a few are opened (in the office, whose lists combine freely, one filter at a
time), so that it stays bounded; `closed` says whether it ended by itself.
"""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve

EACH, EACH_IN_OFFICE, MOST = 3, 2, 1500
START = ["/", "/inbox/", "/today/", "/desk/", "/cases/mine/", "/deeds/", "/my/", "/admin/"]
NOT_OURS = ("/static/", "/sign-in/", "/healthz")


class Ways(HTMLParser):
    """Addresses a page leads to by GET."""

    def __init__(self):
        super().__init__()
        self.found, self.form, self.select = [], None, None

    def handle_starttag(self, tag, attributes):
        facts = {name: value or "" for name, value in attributes}
        for name in ("href", "hx-get", "data-a", "data-d", "src", "data-ajax--url"):
            if name in facts and tag != "script":
                self.found.append(facts[name])
        if tag == "form":
            by_get = facts.get("method", "get").lower() == "get"
            self.form = (facts.get("action", ""), {}) if by_get else None
        elif self.form and facts.get("name"):
            self.fill_in(tag, facts)
        elif tag == "option" and self.form and self.select:
            self.form[1].setdefault(self.select, []).append(facts.get("value", ""))

    def fill_in(self, tag, facts):
        if tag == "select":
            self.select = facts["name"]
        else:
            self.form[1].setdefault(facts["name"], []).append(facts.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form" and self.form:
            action, fields = self.form
            first = {name: values[0] for name, values in fields.items() if values}
            for name, values in fields.items():
                for value in values[:5]:
                    self.found.append(f"{action}?{urlencode(first | {name: value})}")
            self.form = None
        if tag == "select":
            self.select = None


@dataclass
class Crawl:
    """What somebody saw: address → text of the answer."""

    pages: dict = field(default_factory=dict)
    requests: int = 0
    closed: bool = False

    def tokens(self, words):
        return [(url, word) for url, text in self.pages.items() for word in words if word in text]


def crawl(ask, without=()):
    """`ask(url)` answers a GET; returns what all that can be reached says, but for the addresses
    that begin like one of `without`."""
    start = [address for address in START if address not in without]
    crawled, waiting, seen, shapes = Crawl(), start, set(start), Counter()
    while waiting and crawled.requests < MOST:
        url = waiting.pop(0)
        answer = ask(url)
        crawled.requests += 1
        if answer.status_code in (301, 302):
            leads_to = [answer["Location"]]
        elif answer.status_code != 200 or answer.streaming:
            continue
        else:
            crawled.pages[url] = answer.content.decode(errors="replace")
            leads_to = ways(crawled.pages[url])
        for way in leads_to:
            address = plain_address(urljoin(url, way))
            if (
                address
                and not address.startswith(tuple(without))
                and address not in seen
                and shapes[shape := shape_of(address)] < most_of(shape)
            ):
                seen.add(address)
                shapes[shape] += 1
                waiting.append(address)
    crawled.closed = not waiting
    return crawled


def ways(page):
    parser = Ways()
    parser.feed(page)
    return parser.found


def plain_address(url):
    parts = urlsplit(url)
    if parts.scheme not in ("", "http") or parts.netloc not in ("", "testserver"):
        return None
    if not parts.path.startswith("/") or parts.path.startswith(NOT_OURS):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def most_of(shape):
    (page, _), question = shape
    if not page.startswith("admin:"):
        return EACH
    return EACH_IN_OFFICE if not question else len(question) == 1


def shape_of(address):
    """The page without the things and values it is asked for."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
        page = found.view_name, parts.path if "admin:" in found.view_name else ""
        page = page if not found.args and not found.kwargs else (found.view_name, "")
    except Resolver404:
        page = parts.path, ""
    return page, tuple(sorted({name for name, _ in parse_qsl(parts.query, True)}))
