"""The lines of a result, sealed page by page: written once, read one page at a time."""

import json
from collections.abc import Iterable

from residents.models import Roster, RosterPage

LINES = 100
"""On one page of the screen, and in one row of the table."""
BATCH = 200  # pages in one INSERT


def lay_down(roster: Roster, part: str, lines: Iterable, *, size: int = LINES) -> int:
    """Replace what this part of the roster held. Returns how many pages there are."""
    return put(roster, part, sealed(roster, part, lines, size=size))


def sealed(
    roster: Roster, part: str, lines: Iterable, *, size: int = LINES, first: int = 1
) -> list[RosterPage]:
    """Pages nobody has saved yet: sealing takes longer than writing, and nobody waits for it."""
    lines = list(lines)
    pages = []
    for number, start in enumerate(range(0, len(lines), size), start=first):
        page = RosterPage(roster=roster, part=part, number=number)
        page.lines = json.dumps(lines[start : start + size], ensure_ascii=False)
        pages.append(page)
    return pages


def put(roster: Roster, part: str, pages: list[RosterPage]) -> int:
    """Replace what this part of the roster held. Returns how many pages there are."""
    roster.pages.filter(part=part).delete()
    RosterPage.objects.bulk_create(pages, batch_size=BATCH)
    return len(pages)


def read(roster: Roster, part: str, number: int) -> list:
    """The lines of one page; none when there is no such page."""
    page = roster.pages.filter(part=part, number=number).first()
    return json.loads(page.lines) if page else []


def numbers(roster: Roster, part: str) -> list[int]:
    """Which pages there are."""
    there = roster.pages.filter(part=part).order_by("number")
    return list(there.values_list("number", flat=True))


def read_all(roster: Roster, part: str, among: Iterable[int] | None = None) -> list:
    """The lines of all pages, or of those with a number `among` these."""
    pages = roster.pages.filter(part=part).order_by("number")
    if among is not None:
        pages = pages.filter(number__in=among)
    return [line for page in pages.iterator(chunk_size=20) for line in json.loads(page.lines)]
