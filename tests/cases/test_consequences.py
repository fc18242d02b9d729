"""What a decision page says will follow is what follows: each sentence beside the act itself."""

from datetime import timedelta

import pytest

from cases import consequences, workflow
from cases.moves import MOVES
from notices.channels.base import Receipt
from notices.delivery import sending
from notices.models import DeliveryRule, Notice, ToldBy
from tests import builders


@pytest.fixture
def letter_box(monkeypatch):
    """Text messages that left the house."""
    sent = []

    def send(message):
        sent.append((message.to, message.text))
        return Receipt()

    monkeypatch.setattr("notices.channels.text_messages.send", send)
    return sent


def said(case, action, by):
    return "".join(consequences.sentences(case, MOVES[action], by=by))


def hear(user):
    return Notice.objects.filter(recipient=getattr(user, "user", user), read_at=None).exists()


@pytest.mark.parametrize("action", sorted(MOVES.keys() - {"withdraw"}))
def test_every_decision_says_something(action, from_phone, chen):
    assert said(from_phone(), action, chen)


def test_a_resident_with_a_phone_is_told_the_answer(from_phone, wang, lin, chen, now):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)

    assert "反映人会收到消息" in said(case, "close", chen)
    workflow.close(case=case, version=case.version, answer="好了", by=chen, at=now)
    assert hear(wang)


def test_what_leaves_the_house_is_shown_word_by_word(from_phone, wang, lin, chen, now, letter_box):
    """The message that is shown is the message that is sent: by rule, choice, reach, confidential."""
    for secret in (False, True):
        case = from_phone(confidential=secret)
        case = builders.bring(case, "accepted", desk=chen, worker=lin, at=now)
        if secret:  # what is confidential leaves only as she chose
            assert "手机上不另外发消息" in said(case, "close", chen)
            ToldBy.objects.create(user=wang.user, choice="text", said_at=now)
        shown = said(case, "close", chen)
        workflow.close(case=case, version=case.version, answer="灯好了", by=chen, at=now)
        sending.send_due(now)
        [(_to, text)] = letter_box
        letter_box.clear()
        assert f"短信：“{text}”" in shown and "灯好了" not in text

    ToldBy.objects.all().delete()
    DeliveryRule.objects.create(event="case", audience="residents")  # only in the inbox
    case = from_phone()
    assert "手机上不另外发消息" in said(case, "return", chen)
    workflow.send_back(case=case, version=1, question="几楼", by=chen, at=now)
    sending.send_due(now)
    assert letter_box == []


def test_who_cannot_sign_in_hears_it_from_who_wrote_it_down(lin, chen, east, home, now):
    old = builders.make_person(home, "孙大爷")
    case = builders.make_case(lin, east, at=now, reporter=old)

    assert "登记的林晓会收到" in said(case, "refer_out", chen)
    workflow.refer_out(case=case, version=1, channel="hotline", reason="归供热管", by=chen, at=now)
    assert hear(lin)


def test_a_question_nobody_would_read_is_hers_to_ask(chen, east, now):
    case = builders.make_case(chen, east, at=now, channel="counter")

    assert "反映人收不到消息，请您打电话" in said(case, "return", chen)
    workflow.send_back(case=case, version=1, question="几楼", by=chen, at=now)
    assert not hear(chen)
    assert workflow.may(case, "resubmit", builders.reader_of(chen))


def test_the_clock_runs_on_and_begins_anew_with_what_was_added(from_phone, wang, chen, now):
    # So long ago that no weekend and no holiday brings both deadlines to one day.
    case = from_phone(at=now - timedelta(days=30))
    due = case.due_at

    assert "期限照走" in said(case, "return", chen)
    case = workflow.send_back(case=case, version=1, question="几楼", by=chen, at=now)
    assert case.due_at == due
    case = workflow.resubmit(case=case, version=2, words="三楼", by=wang.user, at=now)
    assert case.due_at > due


def test_who_is_sent_never_learns_who_reported(from_phone, lin, chen, now):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)

    assert "看不到是谁反映的" in said(case, "dispatch", chen)
    case = workflow.dispatch(case=case, version=case.version, handler=lin, by=chen, at=now)
    assert hear(lin) and not case.shows_reporter_to(builders.reader_of(lin))


def test_before_it_becomes_confidential_those_who_would_see_it_are_named(
    as_user, from_phone, lin, chen, staff, east, now
):
    case = builders.make_case(lin, east, at=now)
    page = as_user(chen).get(f"/cases/{case.uid}/accept/").content.decode()

    assert "只有陈芳、林晓和派去办的人看得见" in page
    case = workflow.accept(case=case, version=1, confidential=True, by=chen, at=now)
    assert set(case.named.values_list("user__name", flat=True)) == {"陈芳", "林晓"}
    page = as_user(chen).get(f"/cases/{case.uid}/").content.decode()
    assert "只有陈芳、林晓看得见" in page
