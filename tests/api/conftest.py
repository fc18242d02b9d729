import pytest
from django.utils import timezone

from accounts import tokens
from tests.accounts.conftest import Clock
from tests.conftest import SignedInClient

START = "/api/v1/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The clock stands still, so that no minute ends between two requests."""
    clock = Clock(timezone.now())
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.at)
    return clock


class Program:
    """A program that shows somebody's token, or nobody's."""

    def __init__(self, user=None, *, by="password", text=""):
        self.client = SignedInClient()
        self.text = text
        if user is not None:
            made = tokens.issue(user=user, name="小程序", days=30, by=by, at=timezone.now())
            self.token, self.text = made

    def get(self, place, **query):
        return self.client.get(START + place, query, headers=self.headers)

    def post(self, place, facts=None, **more):
        more.setdefault("content_type", "application/json")
        return self.client.post(
            START + place, {} if facts is None else facts, headers=self.headers, **more
        )

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.text}"} if self.text else {}


@pytest.fixture
def program():
    return Program


@pytest.fixture
def stranger(db):
    return Program()
