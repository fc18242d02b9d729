"""One small demo street, built once for all the tests of this folder and taken away after them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from demo import build
from demo.world import SMALL

BUILT_AT = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="package")
def demo_street(django_db_setup, django_db_blocker):
    """Tests run inside its transaction, so nothing of it is left."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build.build(size=SMALL, at=BUILT_AT)
        transaction.set_rollback(True)


@pytest.fixture
def demo(demo_street, db, settings, monkeypatch):
    """It is the afternoon on which the demo was built."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    monkeypatch.setattr("django.utils.timezone.now", lambda: BUILT_AT)
    return demo_street
