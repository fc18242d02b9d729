"""A hundred looks at once by somebody who has one left today."""

import pytest
from django.db.models import F

from foundation import rate_limits
from foundation.audit.verify import Check
from foundation.models import Record, Tally
from residents.reveal import disclosure
from tests.conftest import NOON
from tests.foundation.test_record_at_once import at_once
from tests.residents.test_reveal import look
from tests.waiting import Meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def spend_by_reading_first(people):
    """The limit without its conditional update; all have read before one of them writes."""
    meeting = Meeting(people)

    def spend(what, who, *, limit, per, at):
        row, _ = Tally.objects.get_or_create(what=what, who=who, window_at=NOON)
        meeting.wait()
        if row.count >= limit:
            raise rate_limits.TooOften(at)
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)

    return spend


@pytest.mark.slow
def test_one_of_a_hundred_gets_the_thirtieth(wang, lin):
    for _ in range(disclosure.A_DAY - 1):
        look(wang, lin)

    ended = at_once(100, lambda n: look(wang, lin))

    assert ended == {"done": 1, rate_limits.TooOften: 99}
    assert Record.objects.count() == Tally.objects.get().count == disclosure.A_DAY
    assert Check().findings == []


def test_counted_by_reading_first_they_would_all_get_it(wang, lin, monkeypatch):
    """Negative control: the limit without its conditional update."""

    Tally.objects.create(what="reveal", who=str(lin.pk), window_at=NOON, count=disclosure.A_DAY - 1)
    monkeypatch.setattr(rate_limits, "spend", spend_by_reading_first(20))

    assert at_once(20, lambda n: look(wang, lin))["done"] > 1
