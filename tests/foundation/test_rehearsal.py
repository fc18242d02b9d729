"""A long change on SQLite is made on a copy, and holds up the others only while it is repeated."""

import contextlib
import sqlite3
from functools import partial

import pytest
from django.db import connections, transaction

from foundation.sqlite import rehearsal
from foundation.sqlite.rehearsal import Differs, rehearsed


@pytest.fixture
def book(lite):
    """Accounts with a balance, and a diary nobody of them reads."""
    with lite.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, points INTEGER)"
        )
        cursor.execute("CREATE TABLE diary (said TEXT)")
        cursor.execute("INSERT INTO accounts (points) VALUES (5)")
    return lite


@pytest.fixture
def others(book):
    """`others(sql)` writes at once, from elsewhere, and waits for nobody."""
    with contextlib.closing(sqlite3.connect(book.settings_dict["NAME"])) as beside:
        beside.execute("PRAGMA busy_timeout = 0")

        def write(sql):
            with beside:
                beside.execute(sql)

        yield write


def double(book, meanwhile=lambda: None):
    """A second account with twice the points of the first; its key."""
    with book.cursor() as cursor:
        (points,) = cursor.execute("SELECT points FROM accounts WHERE id = 1").fetchone()
        meanwhile()
        sql = "INSERT INTO accounts (points) VALUES (%s) RETURNING id"
        (key,) = cursor.execute(sql, [2 * points]).fetchone()
        cursor.executemany("INSERT INTO diary VALUES (%s)", [["doubled"], ["noted"]])
    return key


def kept(book):
    with book.cursor() as cursor:
        points = cursor.execute("SELECT points FROM accounts ORDER BY id").fetchall()
        said = cursor.execute("SELECT said FROM diary").fetchall()
    return [each for (each,) in points], [each for (each,) in said]


def test_it_is_done_and_others_write_meanwhile(book, others):
    writes = partial(others, "INSERT INTO diary VALUES ('others')")

    assert rehearsed(lambda: double(book, writes), using="lite") == 2

    assert kept(book) == ([5, 10], ["others", "doubled", "noted"])
    assert book.turn.number == 0


@pytest.mark.parametrize(
    "sql", ["UPDATE accounts SET points = 7", "INSERT INTO accounts (points) VALUES (1)"]
)
def test_whoever_changes_what_it_rests_on_is_noticed_and_nothing_is_kept(sql, book, others):
    with pytest.raises(Differs):
        rehearsed(lambda: double(book, partial(others, sql)), using="lite")

    assert kept(book)[1] == []
    assert rehearsed(lambda: double(book), using="lite")  # and once more it goes well


def test_without_comparing_it_would_rest_on_what_is_no_more(book, others, monkeypatch):
    def only_repeats(cursor, said, answer=rehearsal._answer):
        answer(cursor, said)
        return said.answer

    monkeypatch.setattr(rehearsal, "_answer", only_repeats)
    rehearsed(lambda: double(book, partial(others, "UPDATE accounts SET points = 7")), using="lite")

    assert kept(book)[0] == [7, 10]


def test_what_fails_leaves_nothing_and_the_connection_as_it_was(book, tmp_path):
    def fails():
        double(book)
        raise ZeroDivisionError

    before = sorted(tmp_path.iterdir())
    with pytest.raises(ZeroDivisionError):
        rehearsed(fails, using="lite")

    assert kept(book) == ([5], [])
    assert connections["lite"].turn is not None
    assert sorted(tmp_path.iterdir()) == before


def test_inside_a_transaction_it_is_a_part_of_it(book):
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="lite"):
        rehearsed(lambda: double(book), using="lite")
        raise ZeroDivisionError

    assert kept(book) == ([5], [])


def test_what_follows_a_commit_cannot_be_rehearsed(book):
    with pytest.raises(NotImplementedError):
        rehearsed(lambda: transaction.on_commit(print, using="lite"), using="lite")
