"""Stop the clock and choose all chance, so that the same code gives the same answers.

Imported before Django: whoever imports `now` by name gets the clock that stands.
"""

import os
import random
from datetime import UTC, datetime

from django.utils import timezone

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)  # the noon of the tests' neighbourhood
KEYS = {
    "ZERENTIAN_SECRET_KEY": "the same for every recording and for nothing else in the world",
    "ZERENTIAN_FIELD_KEYS": "k1:MDEyMzQ1Njc4OWFiY2RlZg==",
    "ZERENTIAN_INDEX_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "ZERENTIAN_HOSTS": "testserver",
}
OTHERS = ("ZERENTIAN_STATIC_STORAGE", "ZERENTIAN_CLOCK_TICK", "REDIS_URL")
_chance = random.Random()


def stop_the_clock():
    timezone.now = lambda: NOON


def choose_chance(label: str):
    """From here on all ids and nonces follow from the label alone."""
    _chance.seed(label)
    random.seed(label)


def take_over_chance():
    """uuid4, secrets and ciphers all ask the system; here they ask us."""
    os.urandom = random._urandom = _chance.randbytes
    choose_chance("start")


def settle(data):
    """Keys that are no secret, an empty data folder, and nothing of the machine's own."""
    for name in OTHERS:
        os.environ.pop(name, None)
    os.environ.update(KEYS, ZERENTIAN_DATA=str(data), DJANGO_SETTINGS_MODULE="config.settings")
    os.environ["COLUMNS"] = "100"
    (data / "static").mkdir(parents=True, exist_ok=True)
    stop_the_clock()
    take_over_chance()
