"""What a transaction promises to tell is told once, at a decent hour, or ends in an error."""

from datetime import timedelta

import pytest
from django.db import transaction

from cases.notifications import ANSWERED
from notices import outbox
from notices.channels import text_messages
from notices.channels.base import Receipt
from notices.delivery import routing, sending
from notices.models import Dispatch, Notice
from notices.quiet_hours import is_quiet
from tests.conftest import NOON
from tests.notices.conftest import at_once
from tests.waiting import Meeting

EVENING = NOON.replace(hour=22)
MORNING = NOON.replace(hour=8, minute=0) + timedelta(days=1)


def tell(user, key="case:1", **more):
    text = ANSWERED if more.get("channel") == "sms" else "有 %(n)s 件事"
    facts = {"text": text, "values": {"n": 3}, "at": NOON} | more
    outbox.tell(to=user, key=key, **facts)


@pytest.fixture
def wang_by_phone(wang):
    return wang.user


def test_the_same_thing_is_told_once(lin):
    tell(lin)
    tell(lin, text="别的话")

    assert [notice.sentence for notice in Notice.objects.all()] == ["有 3 件事"]


def test_two_channels_are_two_messages(wang_by_phone):
    tell(wang_by_phone)
    tell(wang_by_phone, channel="sms")

    assert Notice.objects.count() == 2


def test_a_promise_taken_back_tells_nothing(lin):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(lin)
        raise RuntimeError

    assert not Notice.objects.exists()


def test_at_night_it_waits_for_the_morning(lin, zhou):
    tell(lin, at=EVENING)
    tell(zhou, at=EVENING, urgent=True)

    assert Notice.objects.get(recipient=lin).due_at == MORNING
    assert Notice.objects.get(recipient=zhou).due_at == EVENING


@pytest.mark.parametrize(
    ("hour", "minute", "waits"),
    [(7, 59, True), (8, 0, False), (20, 59, False), (21, 0, True), (0, 0, True)],
)
def test_the_night_begins_at_nine_and_ends_at_eight(lin, hour, minute, waits):
    at = NOON.replace(hour=hour, minute=minute)
    tell(lin, at=at)

    assert (Notice.objects.get().due_at > at) == waits


def test_what_waits_for_the_morning_is_sent_in_the_morning(wang_by_phone, lin, letter_box):
    tell(wang_by_phone, channel="sms", at=EVENING)

    assert sending.send_due(EVENING) == 0
    assert sending.send_due(MORNING) == 1
    assert letter_box == [
        ("13800000001", "【责任田】您反映的事有新消息。内容登录以后看。拿不准就问网格员林晓。")
    ]


def test_it_is_sent_once_however_often_the_clock_ticks(wang_by_phone, letter_box):
    tell(wang_by_phone, channel="sms")
    for minutes in range(5):
        sending.send_due(NOON + timedelta(minutes=minutes))

    assert len(letter_box) == 1


def test_a_message_that_did_not_leave_is_tried_again(wang_by_phone, monkeypatch, letter_box):
    tell(wang_by_phone, channel="sms")
    with monkeypatch.context() as patch:
        patch.setattr("notices.channels.text_messages.send", fail)
        assert sending.send_due(NOON) == 0
    waiting = Dispatch.objects.get()
    assert (waiting.tries, waiting.sent_at, waiting.error) == (1, None, "no credit")

    assert sending.send_due(NOON + timedelta(seconds=50)) == 0
    assert sending.send_due(NOON + timedelta(seconds=70)) == 1
    assert len(letter_box) == 1


def test_after_seven_tries_in_two_days_it_stays_as_an_error_for_people_to_see(
    wang_by_phone, monkeypatch
):
    tell(wang_by_phone, channel="sms")
    monkeypatch.setattr("notices.channels.text_messages.send", fail)
    times = [NOON + timedelta(hours=hours) for hours in range(60)]
    asked = []
    for at in times:
        before = Dispatch.objects.values_list("tries", flat=True).first() or 0
        sending.send_due(at)
        asked += [at] * (Dispatch.objects.get().tries - before)

    given_up = Dispatch.objects.get()
    assert (given_up.tries, given_up.sent_at, given_up.error) == (7, None, "no credit")
    assert given_up.given_up_at is not None
    assert len(asked) == 7 and not any(is_quiet(at) for at in asked)


def test_one_that_fails_does_not_hold_up_the_others(wang_by_phone, li, monkeypatch):
    sent = []

    def fail_for_wang(message):
        if message.to == "13800000001":
            fail(message)
        sent.append(message.to)
        return Receipt()

    monkeypatch.setattr("notices.channels.text_messages.send", fail_for_wang)
    tell(wang_by_phone, channel="sms")
    tell(li.user, channel="sms")

    assert sending.send_due(NOON) == 1
    assert sent == ["13800000002"]


def fail(message):
    raise text_messages.NotSent("no credit")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(wang_by_phone, letter_box):
    for number in range(30):
        tell(wang_by_phone, key=f"case:{number}", channel="sms")

    counts = at_once(lambda: sending.send_due(NOON))

    assert sum(counts) == len(letter_box) == 30


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_they_send_some_twice(wang_by_phone, letter_box, monkeypatch):
    """The negative control: the conditional update is what keeps the promise."""
    # Nothing is claimed before both have read what is to be sent, nor sent before both have it.
    claiming, sent, hand_over = Meeting(2), Meeting(2), sending._hand_over

    def unclaimed(row):
        claiming.wait()
        return Dispatch.objects.filter(pk=row.pk)

    def together(rows, at):
        sent.wait()
        return hand_over(rows, at)

    monkeypatch.setattr(sending, "_claimable", unclaimed)
    monkeypatch.setattr(sending, "_hand_over", together)
    tell(wang_by_phone, channel="sms")
    routing.route_due(NOON)

    at_once(lambda: sending.send_due(NOON))

    assert len(letter_box) > 1
