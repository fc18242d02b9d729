from uuid import uuid4

import pytest

from participation.box import workflow
from tests import builders
from tests.conftest import NOON


@pytest.fixture
def clock(monkeypatch):
    """`clock.now` is the time; it stands still until a test moves it."""

    class Clock:
        now = NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def mei(street):
    """A second person at the street office, beside Bai."""
    return builders.make_staff("mei", "梅雪", street, "street_staff")


@pytest.fixture
def give(north):
    def give(words="字太小，看不清。", *, area=north, by=None, at=NOON, **said):
        said = {"kind": "suggestion", "subject": "page", "word": "向阳花开"} | said
        network = said.pop("network", "192.0.2.1")
        return workflow.give(
            client_id=said.pop("client_id", None) or uuid4(),
            words=words,
            area=area,
            by=by,
            network=network,
            at=at,
            **said,
        )

    return give
