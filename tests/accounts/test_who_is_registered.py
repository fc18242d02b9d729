"""The sign-in page answers every number alike, and does the same for it; the worker knows more."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import sign_in, tasks
from accounts.evidence.whence import Whence
from accounts.models import SignInCode
from notices.channels import text_messages
from notices.channels.base import Message, uid_of
from notices.tasks import sweep
from tests.accounts.conftest import same_page

pytestmark = pytest.mark.usefixtures("midday")

KNOWN, UNKNOWN = "13800000001", "13900000009"


@pytest.fixture
def woken(monkeypatch):
    """How often the page woke the worker."""
    woken = []
    monkeypatch.setattr(tasks.send_codes, "apply_async", lambda **options: woken.append(options))
    return woken


def shapes_of(queries):
    """What was asked of the database, without the values."""
    return [re.sub(r"'[^']*'|\b\d+\b|s\d+_x\d+", "?", query["sql"]) for query in queries]


def asked(visitor, phone):
    """What asking for a code with this number answers, and what it costs."""
    visitor.get("/sign-in/phone/")
    with CaptureQueriesContext(connection) as queries:
        reply = visitor.post("/sign-in/phone/", {"phone": phone})
        page = visitor.get(reply["Location"])
        wrong = visitor.post("/sign-in/code/", {"code": "000000"})
    pages = (same_page(page) + same_page(wrong)).replace(phone.encode(), b"")
    return reply.status_code, reply["Location"], pages, shapes_of(queries)


def test_the_same_bytes_the_same_queries_the_same_waking(client, wang, clock, texts, woken):
    answers = []
    for phone in (KNOWN, UNKNOWN):
        client.cookies.clear()
        answers.append(asked(client, phone))
        clock.passes(hours=1)

    assert answers[0] == answers[1]
    assert len(answers[0][3]) > 5 and len(woken) == 2
    assert texts == []


def to_phone(phone):
    return Message(uid=uid_of("test", phone), to=phone, text="…", event="test", values={})


def test_a_page_that_looked_somebody_up_is_noticed(client, wang, clock, texts, woken, monkeypatch):
    """Negative control: as it was when the page itself sent the message."""
    request_code = sign_in.request_code

    def eagerly(*, phone, at, **facts):
        if sign_in._known(phone):
            text_messages.send(to_phone(phone))
        return request_code(phone=phone, at=at, **facts)

    monkeypatch.setattr(sign_in, "request_code", eagerly)
    answers = []
    for phone in (KNOWN, UNKNOWN):
        client.cookies.clear()
        answers.append(asked(client, phone))
        clock.passes(hours=1)

    assert answers[0][:3] == answers[1][:3] and answers[0][3] != answers[1][3]
    assert [phone for phone, _ in texts] == [KNOWN]


def request(phone, *, at=None):
    facts = {"whence": Whence("198.51.100.1"), "ticket": "x", "at": at or timezone.now()}
    return sign_in.request_code(phone=phone, **facts)


def test_the_worker_sends_to_the_registered_once_and_forgets_all(wang, texts):
    code = request(KNOWN)
    request(UNKNOWN)

    assert [sign_in.send_codes(timezone.now()) for _ in range(2)] == [1, 0]
    assert [phone for phone, _ in texts] == [KNOWN] and code in texts[0][1]
    assert {row.letter for row in SignInCode.objects.all()} == {""}


def test_the_clock_sends_what_nobody_woke_the_worker_for(wang, texts):
    request(KNOWN)

    sweep()

    assert len(texts) == 1


def test_what_waits_says_neither_the_number_nor_the_code(wang):
    code = request(KNOWN)

    row = SignInCode.objects.values().get()
    assert code not in str(row) and KNOWN not in str(row) and row["letter"]


def test_a_channel_that_fails_is_tried_again(wang, texts, monkeypatch):
    def fail(message):
        raise text_messages.NotSent("no credit")

    request(KNOWN)
    with monkeypatch.context() as patch:
        patch.setattr("notices.channels.text_messages.send", fail)
        assert sign_in.send_codes(timezone.now()) == 0

    assert sign_in.send_codes(timezone.now()) == 1


def test_a_code_that_is_too_old_is_not_sent_any_more(wang, texts):
    request(KNOWN, at=timezone.now() - timedelta(minutes=11))

    assert sign_in.send_codes(timezone.now()) == 0
    assert texts == []


def test_the_number_lies_sealed_in_the_session(visitor, db):
    visitor.post("/sign-in/phone/", {"phone": KNOWN})

    assert KNOWN not in str(dict(visitor.session))
    assert KNOWN in visitor.get("/sign-in/code/").content.decode()


# While a gateway is asked


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_and_nobody_else_sends_it(wang, monkeypatch):
    asked = []

    def send(message):
        asked.append((connection.in_atomic_block, sign_in.send_codes(timezone.now())))

    monkeypatch.setattr("notices.channels.text_messages.send", send)
    request(KNOWN)

    assert sign_in.send_codes(timezone.now()) == 1
    assert asked == [(False, 0)]


def test_who_died_over_a_message_is_followed_with_the_same_number(wang, monkeypatch):
    numbers, now = [], timezone.now()

    def die(message):
        numbers.append(message.uid)
        raise SystemExit

    request(KNOWN, at=now)
    monkeypatch.setattr("notices.channels.text_messages.send", die)
    with pytest.raises(SystemExit):
        sign_in.send_codes(now)
    monkeypatch.setattr(
        "notices.channels.text_messages.send", lambda message: numbers.append(message.uid)
    )

    assert sign_in.send_codes(now + timedelta(seconds=30)) == 0
    assert sign_in.send_codes(now + sign_in.LEASE) == 1
    assert len(numbers) == 2 and len(set(numbers)) == 1


def test_a_message_that_can_never_leave_is_forgotten(wang, monkeypatch):
    def refuse(message):
        raise text_messages.NotSent("bad number", again=False)

    monkeypatch.setattr("notices.channels.text_messages.send", refuse)
    request(KNOWN)

    assert sign_in.send_codes(timezone.now()) == 0
    assert SignInCode.objects.get().letter == ""


def test_a_slow_gateway_leaves_the_others_their_turn(wang, texts, monkeypatch):
    for _ in range(3):
        SignInCode.objects.bulk_create([letter_to(KNOWN)])
    clock = iter([0.0, 1.0, 1.0 + sign_in.PATIENCE, 99.0])
    monkeypatch.setattr(sign_in.time, "monotonic", lambda: next(clock))

    assert sign_in.send_codes(timezone.now()) == 1
    monkeypatch.undo()


def letter_to(phone):
    now = timezone.now()
    facts = {"made_at": now, "expires_at": now + sign_in.CODE_LIFE}
    return SignInCode(phone_index="x", letter=sign_in._letter(phone, "123456"), **facts)
