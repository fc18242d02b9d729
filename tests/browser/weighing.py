"""A round of somebody through a house, with what each page costs and what the browser says of it."""

from dataclasses import dataclass

from tests.browser.conftest import Visitor
from tests.browser.rounds import round_of
from tests.face.measures import BEFORE_PAGE, notes
from tests.face.pages import is_at_a_desk

FIRST_VISIT, LATER_PAGE, AT_THE_OFFICE = 80_000, 15_000, 140_000
"""Bytes, with headers, style sheets, scripts, icons and what the service worker fetches; the street
office's first page brings the theme's, and stands on a desk."""


@dataclass
class Weighed:
    first: int
    pages: dict[str, int]
    at_the_office: set[str]
    faults: list[str]

    def too_heavy(self):
        most = dict.fromkeys(self.at_the_office, AT_THE_OFFICE)
        found = {
            page: weight
            for page, weight in self.pages.items()
            if weight > most.get(page, LATER_PAGE)
        }
        return found | ({"the first visit": self.first} if self.first > FIRST_VISIT else {})

    def __str__(self):
        heaviest = max(self.pages, key=self.pages.get)
        return (
            f"first visit {self.first:,} bytes, then {len(self.pages)} pages, "
            f"heaviest {heaviest} {self.pages[heaviest]:,}"
        )


def weighed(chromium, wire, house, who, home, screen, **most):
    """Begins with nothing in the browser's cache, at `home`; `most` pages, or every kind there is."""
    session = _session_of(chromium, wire, house, who, screen)
    here = Visitor(chromium, wire.base, screen)
    here.context.add_cookies(session)
    here.context.add_init_script(BEFORE_PAGE)
    faults, at_the_office = [], set()

    def look(address):
        before = wire.received
        answer = here.page.goto(address)
        here.page.wait_for_load_state("networkidle")
        assert answer.status == 200, f"{address} answered {answer.status}"
        faults.extend(f"{address}: {fault}" for fault in [*notes(here.page), *here.complaints])
        here.complaints.clear()
        if is_at_a_desk(here.page):
            at_the_office.add(address)
        return wire.received - before

    before = wire.received
    look(home)
    here.page.evaluate("navigator.serviceWorker.ready.then(() => true)")  # it has what it keeps
    here.page.wait_for_load_state("networkidle")
    first = wire.received - before
    pages = dict(round_of(here.page, home, look, **most))
    here.context.close()
    return Weighed(first, pages, at_the_office, faults)


def _session_of(chromium, wire, house, who, screen):
    before = Visitor(chromium, wire.base, screen)
    before.sign_in_by_code(who, house.sessions) if who == "wang" else before.sign_in(who)
    before.page.wait_for_url(lambda url: "/sign-in/" not in url)
    cookies = before.context.cookies()
    before.context.close()
    return cookies
