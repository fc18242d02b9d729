"""Many transactions write into one chain at once, and chains do not wait for each other."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from foundation.audit import trail
from foundation.audit.verify import Check
from foundation.models import Record, RecordHead
from tests.foundation.test_record import NORTH, SOUTH, look
from tests.waiting import Meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(times, act):
    start = Barrier(times)

    def one(number):
        try:
            start.wait()
            with transaction.atomic():
                act(number)
            return "done"
        except Exception as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))


def test_forty_at_once_make_a_chain_without_a_gap(wang, lin):
    assert at_once(40, lambda n: look(wang, lin)) == {"done": 40}

    numbers = Record.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    assert Check().findings == []


def test_without_the_lock_they_would_take_the_same_number(wang, lin, monkeypatch):
    """Negative control: all of them have read before one of them writes."""
    meeting = Meeting(20)

    def without_lock(scope):
        head = RecordHead.objects.get(scope=scope)
        meeting.wait()
        return head.number, head.mac

    with transaction.atomic():
        look(wang, lin)
    monkeypatch.setattr(trail, "lock_end", without_lock)

    assert at_once(20, lambda n: look(wang, lin))[IntegrityError] > 0


def hurried(person, by, scope):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
    look(person, by, scope=scope)


def test_another_community_does_not_wait(wang, lin):
    with transaction.atomic():
        look(wang, lin, scope=NORTH)
        assert at_once(1, lambda n: hurried(wang, lin, SOUTH)) == {"done": 1}
        # Negative control: the same community does.
        assert at_once(1, lambda n: hurried(wang, lin, NORTH)) == {OperationalError: 1}

    assert Check().findings == []
