import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import SecondFactor
from tests.accounts.second import FACTOR, digits, sign_in
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
        "notices.channels.text_messages.send",
        lambda message: sent.append((message.to, message.text)),
    )
    return sent


@pytest.fixture
def long_due(clock):
    """`long_due(user)`: the days in which it could be put off are over."""
    return lambda user: SecondFactor.objects.create(user=user, due_at=NOON - timedelta(days=1))


@pytest.fixture
def with_key(visitor, clock):
    """`with_key(user)`: a browser of somebody who has just set up a key in their phone."""

    def set_up(user):
        sign_in(visitor, user)
        visitor.get(FACTOR)
        assert visitor.post("/second-factor/key/", {"digits": digits(user)}).status_code == 302
        clock.passes(minutes=1)
        return visitor

    return set_up
