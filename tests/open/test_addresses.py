"""No text in an address, a form or a header is a 500: every parameter of every URL, every value."""

import logging
import os
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

from tests.access.fresh import abroad, walk, world  # noqa: F401  (fixtures)
from tests.access.hostile import (
    ENCODINGS,
    HEADERS,
    OF_LISTS,
    REACH_COLUMNS,
    VALUES,
    Asking,
    for_json,
    pages_of,
    pages_of_the_office,
)
from tests.access.test_access_walk import WALKED

HALVES = ["office", "house"]  # the larger one first, beside the other


@pytest.fixture(autouse=True)
def no_log():
    """Each refusal is a line that pytest keeps, with its request and all that hangs on it: gigabytes."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def every_value(asking, page):
    """All of its parameters at once, in the office those of lists with them; and each of its own alone
    among those it usually gets."""
    names = asking.names(page)
    usual = asking.usual(page) if page.method == "POST" else {}
    names = sorted({*names, *usual} - {"csrfmiddlewaretoken"})
    at_once = {*names, *(OF_LISTS if page.url.startswith("/admin/") else ())}
    for label, value in VALUES.items():
        value = for_json(value) if page.json is not None else value
        together = dict.fromkeys(sorted(at_once), value)
        asking.note(page, "*", label, asking.ask(page, query=together, body=together))
        for name in names if label in REACH_COLUMNS else ():
            if page.method == "POST":
                answer = asking.ask(page, body={**usual, name: value})
            else:
                answer = asking.ask(page, query={name: value})
            asking.note(page, name, label, answer)


def every_key(asking, page):
    for label, value in VALUES.items():
        url = page.url.replace(page.key, quote(value, safe=""))
        asking.note(page, "the address", label, asking.ask(page, url=url))


def every_header(asking, page):
    for name, value in HEADERS.items():
        asking.note(page, name, "", asking.ask(page, headers={name: value}))
    for encoding in ENCODINGS:
        kind = f"text/plain; charset={encoding}"
        answer = asking.ask(page, query={"q": r"\ud800", "next": "+2AA-"}, kind=kind)
        asking.note(page, "charset", encoding, answer)


@pytest.mark.trial("addresses-postgresql")
@pytest.mark.parametrize("half", HALVES)
def test_no_text_in_an_address_is_a_500(walk, world, figures, half):  # noqa: F811
    asking = Asking(walk.clients)
    pages = pages_of(WALKED, world) if half == "house" else pages_of_the_office(world)

    for turn, page in enumerate(pages):
        every_value(asking, page)
        if page.key:
            every_key(asking, page)
        if not turn % 10:  # what stands before all pages reads headers, not they
            every_header(asking, page)

    figures(
        f"addresses of the {half}, {connection.vendor}",
        tried=asking.asked,
        note=f"{len(VALUES)} values, server errors {len(asking.found)}",
    )
    assert sorted(set(asking.found)) == []


@pytest.mark.trial("addresses-sqlite")
@pytest.mark.parametrize("half", HALVES)
def test_nor_is_it_on_the_embedded_database(tmp_path, figures, half):
    ours = {"DATABASE_URL": f"sqlite:///{tmp_path / 'addresses.sqlite3'}"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    chosen = [f"{__file__}::test_no_text_in_an_address_is_a_500[{half}]"]
    chosen += ["--trial", "addresses-postgresql"]

    done = subprocess.run(
        [*command, *chosen], env=os.environ | ours, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout[-4000:]
    [tried] = re.findall(rf"^addresses of the {half}, sqlite +(\d+) ", done.stdout, re.M)
    figures(f"addresses of the {half}, sqlite", tried=tried, note="server errors 0")
