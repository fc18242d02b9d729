"""Whatever is cut into pages is cut exactly: rows of one moment are neither lost nor doubled."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.conf import settings

from foundation.api import keyset
from notices.models import Reminder
from tests import tree

pytestmark = pytest.mark.django_db
# Late enough that seconds in a float would be out by some microseconds.
START = datetime(9990, 3, 10, 9, tzinfo=UTC)
MOST = 500  # a walk that goes in a circle is ended
ORDERS = [("due_at", "pk"), ("-due_at", "-pk"), ("rule", "due_at", "pk"), ("pk",), ("-pk",)]


def make_rows(chance, many):
    """Reminders at a handful of moments, each a microsecond after another."""
    rows = [
        Reminder(
            rule=chance.choice("ab"),
            subject=str(number),
            period=f"{chance.random()}",
            due_at=START + timedelta(microseconds=chance.randrange(4)),
        )
        for number in range(many)
    ]
    Reminder.objects.bulk_create(rows)


def walk(order, size, *, between=lambda: None, rows=Reminder.objects.all):
    """The keys of all rows, page by page."""
    seen, cursor = [], ""
    while cursor is not None and len(seen) < MOST:
        page = keyset.page(rows(), order=order, cursor=cursor, size=size)
        assert len(page.items) <= size
        assert page.is_first == (not cursor)
        seen += [row.pk for row in page.items]
        cursor = page.next
        between()
    return seen


SEEDS = [
    *range(4),
    *(pytest.param(seed, marks=pytest.mark.trial("properties")) for seed in range(4, 40)),
]


@pytest.mark.parametrize("order", ORDERS, ids=",".join)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_once_and_in_order(order, seed):
    chance = Random(seed)
    make_rows(chance, chance.randrange(30))

    seen = walk(order, chance.randrange(1, 8))

    assert seen == list(Reminder.objects.order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize("order", ORDERS, ids=",".join)
@pytest.mark.parametrize("seed", SEEDS)
def test_who_stays_is_seen_once_whatever_comes_and_goes(order, seed):
    chance = Random(seed)
    make_rows(chance, 20)
    before = set(Reminder.objects.values_list("pk", flat=True))

    def meanwhile():
        make_rows(chance, 2)
        Reminder.objects.filter(pk=chance.choice(sorted(before))).delete()

    seen = walk(order, 3, between=meanwhile)

    stayed = before & set(Reminder.objects.values_list("pk", flat=True))
    assert len(seen) == len(set(seen))
    assert stayed <= set(seen)


def test_a_place_in_floating_seconds_would_lose_rows(monkeypatch):
    make_rows(Random(1), 20)

    def rounded(order, values):
        seconds = [
            datetime.fromtimestamp(value.timestamp(), tz=UTC) if hasattr(value, "year") else value
            for value in values
        ]
        return write(order, seconds)

    write = keyset._write
    monkeypatch.setattr(keyset, "_write", rounded)
    seen = walk(("due_at", "pk"), 3)

    assert len(set(seen)) < 20 or len(seen) > 20


@pytest.mark.parametrize("cursor", ["x", "1773104400.000000_12", "12", "=", "\0", "W" * 401])
def test_what_is_no_place_is_the_beginning_for_people_and_refused_to_programs(cursor):
    make_rows(Random(2), 5)
    order = ("due_at", "pk")

    page = keyset.page(Reminder.objects.all(), order=order, cursor=cursor, size=2, or_first=True)

    assert page == keyset.page(Reminder.objects.all(), order=order, size=2)
    with pytest.raises(keyset.BadCursor):
        keyset.page(Reminder.objects.all(), order=order, cursor=cursor, size=2)


def test_a_place_in_another_list_is_none_in_this():
    make_rows(Random(3), 5)
    other = keyset.page(Reminder.objects.all(), order=("-pk",), size=2).next

    page = keyset.page(
        Reminder.objects.all(), order=("due_at", "pk"), cursor=other, size=2, or_first=True
    )

    assert page.is_first


BY_HAND = re.compile(r"\b(?:pk|id)__[lg]te?\b")


def test_nobody_else_cuts_pages_by_hand():
    rooms = [app for app in settings.HOUSE_APPS if app != "bench"]
    by_hand = {
        name
        for name, path in tree.modules(settings.ROOT, rooms).items()
        if BY_HAND.search(path.read_text())
    }

    # They go through a table and show no page: keys anew, and what is sent before what.
    assert by_hand == {"foundation.sealing.rotation", "notices.models.delivery"}
    assert BY_HAND.search("rows.filter(pk__lt=before)")
