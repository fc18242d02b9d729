"""Walk every URL as every role at every position, and say what leaked.

A *position* is where the thing behind the URL lies: Lin's own grid, the neighbour's grid of the
same community, another community, another street, or nowhere at all. A role that may not see a
position must get, byte for byte, the answer for nowhere.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from tests.chance import the_same_each_time
from tests.pace import by_name

ROLES = ["anonymous", "wang", "li", "lin", "zhou", "chen", "bai", "gao", "ling", "ji", "an", "shen"]
KEEPERS = ["ji", "an", "shen"]  # of the system, of security, of the audit: no place is theirs
DAILY = ["anonymous", "wang", "lin", "chen", "bai"]  # the others stand beside one of these
PLACES = ["own", "neighbour", "other", "elsewhere"]
MISSING = "missing"
NO_NUMBER, NO_UID = 999_999_999, UUID("00000000-0000-4000-8000-000000000000")

NOBODY = {}
BY_AREA = {
    "lin": {"own"},
    "zhou": {"neighbour"},
    "chen": {"own", "neighbour"},
    "bai": {"own", "neighbour", "other"},
    "ling": {"own"},
}
DESK = {role: BY_AREA[role] for role in ("chen", "bai")}
EVERYBODY = set(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous"}
STAFF = set(BY_AREA)


WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@dataclass
class Page:
    """One URL name. `key` names the thing it needs (None: it needs nothing)."""

    roles: set = field(default_factory=set)
    key: str | None = None
    sees: dict = field(default_factory=dict)
    methods: tuple = ("GET",)
    query: dict = field(default_factory=dict)
    json: dict | None = None  # what a program sends


def thing(key, sees, *methods):
    return Page(key=key, sees=sees, methods=methods or ("GET",))


def plain(roles, *methods):
    return Page(roles=set(roles), methods=methods or ("GET",))


@dataclass(frozen=True)
class Leak:
    role: str
    method: str
    page: str
    place: str
    why: str


def daily_roles(name, page):
    """Who asks for a page every day: nobody, and of one of each kind somebody who may and somebody who
    may not, drawn by its name; of readers who are none of these kinds, all."""
    readers = set(page.sees if page.key else page.roles)
    may, may_not = (
        [role for role in DAILY[1:] if (role in readers) is each] for each in (True, False)
    )
    drawn = {"anonymous", *by_name(name, may), *by_name(name, may_not)}
    return [role for role in ROLES if role in drawn or (role in readers and not may)]


def unlimited(settings):
    """The walk asks more often than anybody may, and its sessions are as old as its world."""
    settings.API_A_MINUTE = {"user": 10**6, "address": 10**6}
    settings.API_PEOPLE_PAGES_A_DAY = 10**6
    settings.SESSION_IDLE = timedelta(days=1)


class Walk:
    def __init__(self, world, clients):
        self.world, self.clients = world, clients
        self.requests = 0
        self.written = set()  # tables a page wrote to while it was only opened
        self.everywhere = False  # strangers are asked in every place, too

    def leaks(self, pages, roles=ROLES):
        return list(self.each_leak(pages, roles))

    def each_leak(self, pages, roles=ROLES):
        """One by one, for whoever wants to know whether there is any."""
        for name, page in pages.items():
            yield from self._leaks_of(name, page, roles)

    def _leaks_of(self, name, page, roles):
        for role in roles:
            for method in page.methods:
                if page.key is None:
                    yield from self._plain(role, method, name, page)
                else:
                    yield from self._thing(role, method, name, page)

    def _plain(self, role, method, name, page):
        answer = self._ask(role, method, reverse(name), json=page.json)
        # A page for everybody refuses nobody, even where it sends people to sign in.
        if page.roles != EVERYBODY and (role in page.roles) == is_refusal(answer):
            yield Leak(role, method, name, "-", f"answered {answer.status_code}")
        yield from self._foreign_words(role, method, name, "-", answer)

    def _thing(self, role, method, name, page):
        nowhere = self._ask(role, method, self._url(name, page, MISSING), json=page.json)
        if not is_refusal(nowhere):
            yield Leak(role, method, name, MISSING, f"answered {nowhere.status_code}")
        for place in places_for(role, page, everywhere=self.everywhere):
            answer = self._ask(role, method, self._url(name, page, place), json=page.json)
            if place in page.sees.get(role, set()):
                if is_refusal(answer):
                    yield Leak(role, method, name, place, f"refused, {answer.status_code}")
            elif fingerprint(answer) != fingerprint(nowhere):
                yield Leak(role, method, name, place, "forbidden and missing differ")
            yield from self._foreign_words(role, method, name, place, answer)

    def _url(self, name, page, place):
        return reverse(name, args=[self.world.key(page.key, place)])

    def _ask(self, role, method, url, data=None, json=None):
        """What one role gets; whatever it changed is undone."""
        self.requests += 1
        client = self.clients[role]
        cookies = client.cookies.copy()
        with transaction.atomic():
            if method == "GET":
                with connection.execute_wrapper(self._note_writing):
                    answer = client.get(url)
            elif json is None:
                answer = client.post(url, data or {})
            else:
                answer = client.post(url, json, content_type="application/json")
            transaction.set_rollback(True)
        client.cookies = cookies
        answer.url_asked = url
        return answer

    def _note_writing(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.add(found[1])
        return execute(sql, params, many, context)

    def _foreign_words(self, role, method, name, place, answer):
        body = answer.content.decode(errors="replace") if not answer.streaming else ""
        for word in self.world.words_hidden_from(role):
            if word in body:
                yield Leak(role, method, name, place, f"shows {word}")


def places_for(role, page, *, everywhere=False):
    """Where a role is asked for a thing. Whom every place treats alike is asked in one of them:
    keepers, whose are none, and whoever is a stranger to this page. Daily others are asked on both
    sides of the line: in their first place, and in the first that is not theirs."""
    if role in {*KEEPERS, "ling"}:
        return PLACES[:1]
    if everywhere:
        return PLACES
    theirs = page.sees.get(role, ())
    sides = ([place for place in PLACES if (place in theirs) is each] for each in (True, False))
    return [place for side in sides for place in side[:1]] if theirs else PLACES[:1]


def is_refusal(answer):
    if answer.status_code in (301, 302):
        return answer["Location"].startswith("/sign-in/")
    return answer.status_code in (401, 403, 404)


def fingerprint(answer):
    """Status, place to go and body, without what differs on every answer anyway."""
    where = answer.get("Location", "").split("?")[0]
    body = "" if answer.streaming else answer.content.decode(errors="backslashreplace")
    body = re.sub(r'name="(next|kept)" value="[^"]*"', "", the_same_each_time(body))
    return answer.status_code, where, body
