"""No test fails because the machine is slow: none keeps a clock of its own (tests/waiting.py)."""

import ast
import functools
from threading import Thread

import pytest
from django.conf import settings

from tests import waiting
from tests.waiting import BOUND, Meeting, NeverCame, eventually

HERE = settings.ROOT / "tests"
STOPWATCHES = {"monotonic", "perf_counter", "process_time", "thread_time"}
PAUSES = {"sleep", "wait_for_timeout"}
LIMITED = {"wait", "join", "communicate", "set_default_timeout", "set_default_navigation_timeout"}
WORDS = {"timeout", "deadline"}
EXCUSED = {
    ("waiting.py", "monotonic"): "the one clock there is",
    ("open/stopwatch.py", "monotonic"): "figures of a table; nothing fails by them",
    ("waiting.py", "wait_for_timeout"): "the one pause of a browser",
    ("open/slow.py", "perf_counter"): "the promise is in seconds, and holds on any machine",
    (
        "morality_bank/posting.py",
        "sleep",
    ): "a client between two tries; it tries until it is answered",
    ("foundation/listener.py", "sleep"): "a server that says a byte at a time, to whoever listens",
    (
        "open/test_pictures.py",
        "monotonic",
    ): "a trial of how long pages take while photos are sent: that is the promise",
    (
        "grids/test_boundary_street.py",
        "monotonic",
    ): "a trial: the promise is in seconds",
    (
        "ops/test_bootstrap.py",
        "text with sleep",
    ): "twice the bound: it is still there when it is ended",
}


def impatience(source):
    """What in a test counts seconds, one word each."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from in_call(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (
                f"text with {word}" for word in STOPWATCHES | PAUSES if f"{word}(" in node.value
            )


def in_call(node):
    called = (
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    )
    plain = called.removesuffix("_ns")
    if plain in STOPWATCHES | PAUSES:
        yield plain
    if called in LIMITED and any(map(is_number, node.args)):
        yield called
    if called == "new_page" and getattr(node.func.value, "id", "") in ("chromium", "browser"):
        yield "new_page"
    yield from (word.arg for word in node.keywords if word.arg in WORDS and is_number(word.value))


def is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


@functools.cache
def found_in_tests():
    return {
        (str(path.relative_to(HERE)), word)
        for path in HERE.rglob("*.py")
        for word in impatience(path.read_text())
        if path.name != "test_waiting.py"
    }


def test_no_test_counts_seconds():
    assert found_in_tests() - EXCUSED.keys() == set()


def test_every_excuse_is_needed():
    assert EXCUSED.keys() - found_in_tests() == set()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("assert time.monotonic() - since < 10", "monotonic"),
        ("since = perf_counter_ns()", "perf_counter"),
        ("time.sleep(2)", "sleep"),
        ("page.wait_for_timeout(300)", "wait_for_timeout"),
        ("process.wait(30)", "wait"),
        ("thread.join(0.5)", "join"),
        ("page.set_default_timeout(15_000)", "set_default_timeout"),
        ("subprocess.run(command, timeout=60)", "timeout"),
        ("expect(page).to_have_url('/', timeout=5_000)", "timeout"),
        ("Barrier(2, timeout=1)", "timeout"),
        ("settings(deadline=200)", "deadline"),
        ("chromium.new_page()", "new_page"),
        ("SCRIPT = 'import time; time.sleep(60)'", "text with sleep"),
    ],
)
def test_a_test_that_counts_seconds_is_noticed(line, word):
    """Negative control."""
    assert list(impatience(line)) == [word]


def test_whoever_waits_as_all_do_is_left_alone():
    patient = "process.wait(BOUND); run(timeout=BOUND); settings(deadline=None); '，'.join(words)"

    assert list(impatience(patient)) == []


def test_what_never_comes_is_an_error_that_says_what_was_there(monkeypatch):
    monkeypatch.setattr(waiting, "BOUND", 0)

    with pytest.raises(NeverCame, match="still 0 after 0 seconds; the log"):
        eventually(lambda: 0, saw=lambda: "the log")
    with pytest.raises(NeverCame, match="1 of 2 came"):
        Meeting(2).wait()


def test_what_comes_late_is_waited_for():
    answers = iter([None, "", "here"])

    assert eventually(lambda: next(answers), rest=lambda seconds: None) == "here"


def test_a_meeting_ends_when_all_have_come():
    meeting = Meeting(3)
    others = [Thread(target=meeting.wait) for _ in range(2)]
    for other in others:
        other.start()
    assert all(other.is_alive() for other in others)

    meeting.wait()
    for other in others:
        other.join()
    assert meeting.came == 3


@pytest.mark.browser
def test_windows_wait_as_long_as_everything_else(chromium):
    context = chromium.new_context()
    limits = context._impl_obj._timeout_settings

    assert limits.timeout(None) == limits.navigation_timeout(None) == BOUND * 1000
    context.close()
