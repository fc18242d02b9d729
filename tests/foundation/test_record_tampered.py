"""Random tampers, by the owner of the tables, and every one is found: a thousand in the trial.

Seven hundred leave everything else as it was; a hundred write a chain anew with a guessed key. A
hundred cut off a tail and put an old end back, and a hundred write a chain anew with our own key:
those two are found against ends that were written outside, and against nothing else. Every day
there is a tenth of each.
"""

import random

import pytest
from django.db import connection, transaction

from foundation.audit import trail
from foundation.audit.verify import Check, End
from foundation.models import Record, RecordHead
from foundation.sealing import keyed_hash
from tests.conftest import NOON

SEED = 20260310
SCOPES = ["150299020100", "150299020101", "150299020102"]


@pytest.fixture
def world(wang, li, lin, chen):
    """Three chains of about a dozen rows, and every end they ever had."""
    chance, ends = random.Random(SEED), []
    for number in range(36):
        scope, person, by = (
            chance.choice(SCOPES),
            chance.choice([wang, li]),
            chance.choice([lin, chen]),
        )
        trail.looked(
            scope=scope,
            about=person.uid,
            column="phone",
            why=f"理由 {number}",
            role="grid_worker",
            by=by,
            at=NOON,
        )
        ends += RecordHead.objects.filter(scope=scope).values()
    rows = list(Record.objects.order_by("scope", "number").values())
    return {"rows": rows, "ends": ends, "outside": newest(ends)}


def newest(ends):
    return [End(s, e["number"], e["mac"]) for s, e in {e["scope"]: e for e in ends}.items()]


class Owner:
    """Whoever owns the tables: triggers do not hold them, but they have no key."""

    def __init__(self, chance, world):
        self.chance, self.rows, self.ends = chance, world["rows"], world["ends"]
        scope = chance.choice(SCOPES)
        self.chain = [row for row in self.rows if row["scope"] == scope]
        self.row, self.other = chance.sample(self.rows, 2)

    def run(self, sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    def set(self, row, **columns):
        names = ", ".join(f"{name} = %s" for name in columns)
        self.run(f"UPDATE accounts_record SET {names} WHERE id = %s", *columns.values(), row["id"])

    def insert(self, **columns):
        names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
        self.run(f"INSERT INTO accounts_record ({names}) VALUES ({marks})", *columns.values())

    def copy_of(self, row, **columns):
        return {**{name: value for name, value in row.items() if name != "id"}, **columns}

    # One tamper each; all of them are found inside the database.

    def edit_the_text(self):
        body = self.row["body"]
        at = self.chance.randrange(len(body))
        self.set(self.row, body=body[:at] + chr(ord(body[at]) ^ 1) + body[at + 1 :])

    def edit_a_column(self):
        other = {
            "scope": "150299020109",
            "number": 900,
            "kind": "exported",
            "mac": "0" * 64,
            "about": "00000000-0000-4000-8000-000000000000",
            "thing": "grids.area:1",
            "at": "2026-03-09T12:00Z",
        }
        name = self.chance.choice(list(other))
        self.set(self.row, **{name: other[name]})

    def remove_a_row(self):
        self.run("DELETE FROM accounts_record WHERE id = %s", self.row["id"])

    def cut_a_tail(self):
        after = self.chance.randrange(len(self.chain))
        ids = [row["id"] for row in self.chain[after:]]
        self.run("DELETE FROM accounts_record WHERE id = ANY(%s)", ids)

    def swap_two_rows(self):
        one, two = self.chance.sample(self.chain, 2)
        self.set(one, number=10_000)
        self.set(two, number=one["number"])
        self.set(one, number=two["number"])

    def swap_two_texts(self):
        one, two = self.chance.sample(self.rows, 2)
        self.set(one, body=two["body"], mac=two["mac"])
        self.set(two, body=one["body"], mac=one["mac"])

    def add_a_row_at_the_end(self):
        last = self.chain[-1]
        self.insert(**self.copy_of(self.row, scope=last["scope"], number=last["number"] + 1))

    def push_a_row_between(self):
        for row in reversed(self.chain[3:]):
            self.set(row, number=row["number"] + 1)
        self.insert(**self.copy_of(self.chain[0], number=4, mac="1" * 64))

    def touch_the_end(self):
        name, value = self.chance.choice([("number", 3), ("mac", "2" * 64), ("seal", "3" * 64)])
        scope = self.chain[0]["scope"]
        self.run(f"UPDATE accounts_recordhead SET {name} = %s WHERE scope = %s", value, scope)

    def remove_the_end(self):
        self.run("DELETE FROM accounts_recordhead WHERE scope = %s", self.chain[0]["scope"])

    def write_anew(self, mac_of, seal_of):
        """Another text somewhere, and every later row and the end made to fit it."""
        start, before = self.chance.randrange(len(self.chain)), ""
        for position, row in enumerate(self.chain):
            body = row["body"].replace("理由", "别的理由") if position == start else row["body"]
            if position >= start:
                row = {
                    **row,
                    "body": body,
                    "mac": mac_of(row["scope"], row["number"], before, body),
                }
                self.set(row, body=body, mac=row["mac"])
            before = row["mac"]
        scope, number = row["scope"], row["number"]
        self.run(
            "UPDATE accounts_recordhead SET mac = %s, seal = %s WHERE scope = %s",
            before,
            seal_of(scope, number, before),
            scope,
        )

    def write_anew_with_a_guessed_key(self):
        def guess(*parts):
            return keyed_hash(b"guessed", "\0".join(map(str, parts)).encode()).hex()

        self.write_anew(guess, guess)

    def write_anew_with_our_key(self):
        self.write_anew(trail.mac_of, trail.seal_of)

    def cut_a_tail_and_put_an_old_end_back(self):
        """Down to nothing at all, every now and then."""
        scope = self.chain[0]["scope"]
        kept = self.chance.choice([None, *[e for e in self.ends if e["scope"] == scope][:-1]])
        after = kept["number"] if kept else 0
        self.run("DELETE FROM accounts_record WHERE scope = %s AND number > %s", scope, after)
        self.run("DELETE FROM accounts_recordhead WHERE scope = %s", scope)
        if kept:
            RecordHead.objects.create(**kept)


PLAIN = [
    Owner.edit_the_text,
    Owner.edit_a_column,
    Owner.remove_a_row,
    Owner.cut_a_tail,
    Owner.swap_two_rows,
    Owner.swap_two_texts,
    Owner.add_a_row_at_the_end,
    Owner.push_a_row_between,
    Owner.touch_the_end,
    Owner.remove_the_end,
]


def not_found(world, times, tampers, *, outside=()):
    """Which of so many tampers left no trace; each is undone before the next."""
    chance, missed = random.Random(SEED), []
    for number in range(times):
        tamper = tampers[number % len(tampers)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            tamper(Owner(chance, world))
            if not Check(outside).findings:
                missed.append((SEED, number, tamper.__name__))
            transaction.set_rollback(True)
    assert Check(world["outside"]).findings == []
    return missed


TIMES = [10, pytest.param(100, marks=pytest.mark.trial("tampers"))]
"""Of each hundred every day, and in the trial."""
ONLY_OUTSIDE = [Owner.cut_a_tail_and_put_an_old_end_back, Owner.write_anew_with_our_key]


@pytest.mark.parametrize("times", TIMES)
def test_seven_times_as_many_tampers_are_found_inside_the_database(world, times):
    assert not_found(world, 7 * times, PLAIN) == []


@pytest.mark.parametrize("times", TIMES)
def test_chains_written_anew_with_a_guessed_key_are_found(world, times):
    assert not_found(world, times, [Owner.write_anew_with_a_guessed_key]) == []


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("tamper", ONLY_OUTSIDE)
def test_the_worst_are_found_against_the_ends_outside(world, tamper, times):
    assert not_found(world, times, [tamper], outside=world["outside"]) == []


@pytest.mark.parametrize("tamper", ONLY_OUTSIDE)
def test_without_the_ends_outside_nobody_would_notice_those(world, tamper):
    """Negative control: this is what the file on the other machine is for."""
    assert len(not_found(world, 10, [tamper])) == 10
