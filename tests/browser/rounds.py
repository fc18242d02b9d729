"""A round through the house: every kind of page somebody can click to, each once."""

from urllib.parse import urljoin, urlsplit

from tests.access.crawl import plain_address, shape_of

NOT_PAGES = ("/imports/template/", "/api/v1/schema/", "/admin/", "/my/badge/")
MOST = 120


def round_of(page, start, ask, most=MOST):
    """(address, what `ask` found) for each kind of page; ends when no new kind is left, or after
    `most` of them."""
    waiting, met = [start], set()
    while waiting and most and len(met) < MOST:
        address = waiting.pop(0)
        kind = shape_of(address)
        if kind in met:
            continue
        met.add(kind)
        found = ask(address)
        here = urlsplit(page.url).path
        met.add(shape_of(here))
        yield address, found
        most -= 1
        links = page.eval_on_selector_all(
            "a[href]", "(all) => all.filter((a) => !a.download).map((a) => a.getAttribute('href'))"
        )
        for link in links:
            leads_to = plain_address(urljoin(here, link))
            if leads_to and not leads_to.startswith(NOT_PAGES):
                waiting.append(leads_to)
