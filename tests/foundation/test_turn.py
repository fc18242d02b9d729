"""On SQLite writers come one after the other, first come first: foundation/sqlite/turn.py."""

import signal
import subprocess
import sys
import threading

import pytest
from django.db import DatabaseError, transaction

from config.database_settings import SQLITE
from foundation.sqlite.turn import Turn
from tests.ops.house import ROOT
from tests.waiting import BOUND, eventually

TAKES = """
import sys
from foundation.sqlite.turn import Turn
turn = Turn(sys.argv[1])
turn.take(float(sys.argv[2]))
print("has it" if turn.has_come() else "waited in vain", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def queue(tmp_path):
    """`queue()` is one more who may draw a number from the same file."""
    everybody = []

    def one_more():
        everybody.append(Turn(str(tmp_path / "turn")))
        return everybody[-1]

    yield one_more
    for turn in everybody:
        turn.close()


def in_line(queue, people=3):
    turns = [queue() for _ in range(people)]
    for turn in turns:
        assert turn.draw()
    return turns


def whose(turns):
    return [turn.has_come() for turn in turns]


def test_whoever_came_first_writes_first(queue):
    first, second, third = turns = in_line(queue)
    assert whose(turns) == [True, False, False]

    first.leave()
    assert first.draw()  # again at once, and behind everybody
    assert whose(turns) == [False, True, False]
    second.leave()
    assert whose([first, third]) == [False, True]
    third.leave()
    assert first.has_come()


def test_whoever_gave_up_in_the_middle_lets_nobody_pass_those_before(queue):
    first, second, third = in_line(queue)

    second.close()
    assert whose([first, third]) == [True, False]
    first.close()
    assert third.has_come()


def test_without_holding_ones_number_everybody_would_write_at_once(queue, monkeypatch):
    monkeypatch.setattr("foundation.sqlite.turn.Turn._lock", lambda turn, kind, byte: True)

    assert whose(in_line(queue)) == [True, True, True]


def test_the_dead_hold_up_nobody(queue, tmp_path):
    command = [sys.executable, "-c", TAKES, str(tmp_path / "turn"), str(BOUND)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as program:
        assert program.stdout.readline() == "has it\n"
        ours = queue()
        assert ours.draw() and not ours.has_come()

        program.send_signal(signal.SIGKILL)
        program.wait()

    assert ours.has_come()


def test_threads_wait_for_each_other_and_are_woken(queue):
    first, second = queue(), queue()
    first.take(BOUND)
    other = threading.Thread(target=second.take, args=(BOUND,))
    other.start()
    assert eventually(lambda: second.number) and not second.has_come()

    first.leave()
    other.join()

    assert second.has_come()


def test_nobody_waits_for_ever_or_for_want_of_a_file(queue, tmp_path, caplog):
    first, second = in_line(queue, 2)
    second.leave()
    second.take(0)
    assert second.number and not second.has_come()  # and tries all the same

    nowhere = Turn(str(tmp_path / "no folder" / "turn"))
    nowhere.take(BOUND)
    assert "no turn to write" in caplog.text


def test_every_write_takes_the_turn_and_nobody_keeps_it(lite, monkeypatch):
    taken = []
    take = Turn.take
    monkeypatch.setattr(
        Turn, "take", lambda turn, patience: (taken.append(patience), take(turn, patience))
    )
    with lite.cursor() as cursor:
        cursor.execute("INSERT INTO numbers VALUES (1)")
        assert (taken, lite.turn.number) == ([SQLITE["timeout"]], 0)
        with pytest.raises(DatabaseError):
            cursor.execute("INSERT INTO numbers VALUES (1)")
        assert (len(taken), lite.turn.number) == (2, 0)
        cursor.execute("SELECT n FROM numbers")
        assert len(taken) == 2

        with transaction.atomic(using="lite"):
            cursor.execute("INSERT INTO numbers VALUES (2)")
            assert (len(taken), lite.turn.has_come()) == (3, True)
        assert lite.turn.number == 0
        with pytest.raises(ZeroDivisionError), transaction.atomic(using="lite"):
            assert lite.turn.number
            raise ZeroDivisionError
        assert (len(taken), lite.turn.number) == (4, 0)
        assert cursor.execute("SELECT count(*) FROM numbers").fetchone() == (2,)


def test_a_kept_connection_is_one_to_the_file_that_is_there(lite, tmp_path):
    def begins_a_request():
        lite.close_if_unusable_or_obsolete()
        lite.cursor().close()
        return lite.connection

    kept = begins_a_request()
    assert begins_a_request() is kept

    with lite.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # and whoever did it never came back
    other = begins_a_request()
    assert other is not kept

    (tmp_path / "db.sqlite3").rename(tmp_path / "before")
    assert begins_a_request() is not other


def test_what_is_acknowledged_outlives_a_power_cut(lite):
    with lite.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
