import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.conftest import NOON


@pytest.fixture
def visitor(db):
    """A browser nobody has signed in with yet."""
    return Client()


@pytest.fixture
def clock(monkeypatch):
    """Noon, and as much later as a test wants."""
    clock = Clock(NOON)
    # django-axes took the function over by name, so it has to be told as well.
    for reading in ("django.utils.timezone.now", "axes.attempts.now", "axes.handlers.proxy.now"):
        monkeypatch.setattr(reading, lambda: clock.at)
    return clock


class Clock:
    def __init__(self, at):
        self.at = at

    def passes(self, **time):
        self.at += timedelta(**time)


def same_page(reply) -> bytes:
    """The page without what is new in every answer: form tokens and script nonces."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", reply.content)
    return re.sub(rb'nonce="[^"]+"', b"", page)


@pytest.fixture
def texts(monkeypatch):
    """Text messages that left the house, as (phone, text)."""
    sent = []
    monkeypatch.setattr(
        "notices.channels.text_messages.send", lambda phone, text: sent.append((phone, text))
    )
    return sent
