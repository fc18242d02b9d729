"""What is told is taken back whole: from everybody ever told, at work or not, on every way."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from cases import workflow
from grids import postings
from notices import outbox, reminders
from notices.models import Notice
from tests import builders


def told(user):
    return list(Notice.objects.filter(recipient=user).values_list("text", flat=True))


@pytest.fixture
def predecessor(chen, now):
    """Chen was told of what came in, and her post ended with that day."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    postings.relieve(posting=chen.postings.get(), on=tomorrow, by=None, at=now)
    return chen


@pytest.fixture
def successor(north, now):
    day = timezone.localdate(now) + timedelta(days=1)
    return builders.make_staff("next", "后任", north, "secretary", from_on=day)


def test_a_predecessor_reads_nothing_of_what_became_confidential(
    from_phone, predecessor, successor, staff, as_user, now
):
    case, other = from_phone(), from_phone(words="另一件。")
    outbox.tell(  # as if the same were told by text, and still waited to be sent
        to=staff, key=f"{case.about}:x", about=case.about, text="一句话", channel="sms", at=now
    )
    assert len(told(predecessor)) == 2 and len(told(staff)) == 3

    tomorrow = now + timedelta(days=1)
    workflow.accept(case=case, version=1, confidential=True, by=successor, at=tomorrow)

    assert list(Notice.objects.filter(about=case.about)) == []
    assert len(told(predecessor)) == len(told(staff)) == 1
    inbox = as_user(predecessor).get("/inbox/").content.decode()
    assert case.number not in inbox and other.number in inbox


def test_taken_back_from_those_on_duty_alone_it_would_be_noticed(
    from_phone, predecessor, successor, now, monkeypatch
):
    case, whole = from_phone(), outbox.take_back
    monkeypatch.setattr(
        outbox, "take_back", lambda about, of=None: whole(about=about, of=[successor])
    )

    tomorrow = now + timedelta(days=1)
    workflow.accept(case=case, version=1, confidential=True, by=successor, at=tomorrow)

    assert len(told(predecessor)) == 1


def test_who_no_longer_handles_a_secret_keeps_nothing_of_it(from_phone, lin, chen, east, now):
    case = builders.bring(
        from_phone(confidential=True), "dispatched", desk=chen, worker=lin, at=now
    )
    assert len(told(lin)) == 1
    other = builders.make_staff("other", "另一位", east, "grid_worker")

    workflow.dispatch(case=case, version=case.version, handler=other, by=chen, at=now)

    assert told(lin) == [] and len(told(other)) == 1 and len(told(chen)) == 1


def test_the_clock_tells_nothing_of_what_became_confidential_while_it_looked(
    from_phone, chen, staff, now
):
    """The clock holds the row it tells of; what it then says is what the row is by then."""
    case = from_phone()
    workflow.accept(case=case, version=1, confidential=True, by=chen, at=now)

    reminders.sweep(case.due_at + timedelta(minutes=1))

    assert told(staff) == [] and all(case.category.name not in text for text in told(chen))


def test_what_has_moved_on_calls_not_even_a_predecessor(from_phone, predecessor, successor, now):
    case = from_phone()
    workflow.accept(case=case, version=1, by=successor, at=now + timedelta(days=1))

    assert not Notice.objects.filter(recipient=predecessor, read_at=None).exists()


def test_rows_of_before_are_found_too(from_phone, chen):
    case = from_phone()
    Notice.objects.update(about="")
    Notice.objects.filter(recipient=chen).update(key=f"case:{case.uid}:case-overdue:2026-03-10")

    migration = importlib.import_module("notices.migrations.0005_read_off_the_keys")
    migration.read_it_off_the_keys(apps, None)

    assert set(Notice.objects.values_list("about", flat=True)) == {case.about}
