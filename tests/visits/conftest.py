"""What the tests of doors and fields share."""

import pytest
from django.utils import timezone

from tests.conftest import TODAY


@pytest.fixture
def today_is(monkeypatch):
    """Pages read the real clock; the doors of these tests stand around TODAY."""
    monkeypatch.setattr(
        timezone,
        "localdate",
        lambda value=None, tz=None: TODAY if value is None else timezone.localtime(value).date(),
    )
