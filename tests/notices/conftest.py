from threading import Barrier, Thread

import pytest
from django.db import connection

from notices import reminders
from notices.channels.base import Receipt


@pytest.fixture
def rules(monkeypatch):
    """A clock that knows no rules yet; the apps' own are put aside."""
    monkeypatch.setattr(reminders, "_acts", {})
    monkeypatch.setattr(reminders, "_dailies", [])


@pytest.fixture
def letter_box(monkeypatch):
    """Text messages that left the house."""
    sent = []

    def send(message):
        sent.append((message.to, message.text))
        return Receipt()

    monkeypatch.setattr("notices.channels.text_messages.send", send)
    return sent


def at_once(work, *, times=2):
    """Run it in so many threads, each with a connection of its own; what they returned."""
    together, results = Barrier(times), []

    def run():
        try:
            connection.ensure_connection()
            together.wait()
            results.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
