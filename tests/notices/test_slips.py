"""Slips: what is told on paper waits for whoever sits at the counter, is printed once, and says one thing."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from notices.channels import ways
from notices.channels.base import Message, NotSent, uid_of
from notices.models import Slip
from residents import registry
from tests.conftest import NOON, TODAY

PAGE, SHEET = "/counter/slips/", "/counter/slips/sheet/"
WORDS = "您反映的路灯修好了。"


def send(person, text=WORDS, key=1):
    to = ways.way("slip").reaches(person.user)
    facts = {"to": to, "text": text, "event": "case", "values": {}}
    return ways.send("slip", Message(uid=uid_of("test", key), **facts))


def test_it_waits_is_printed_and_waits_no_more(client, wang, chen):
    send(wang)
    client.force_login(chen)
    listed, sheet = client.get(PAGE), client.get(SHEET, {"paper": "a4"})
    assert WORDS in listed.content.decode() and "王秀兰" in listed.content.decode()
    assert WORDS in sheet.content.decode() and "css/paper/a4-cut.css" in sheet.content.decode()
    assert Slip.objects.waiting().count() == 1  # looking prints nothing

    told = client.post(SHEET, {"slip": [Slip.objects.get().uid, "x"]}, follow=True)

    assert "1 张记成打好了" in told.content.decode()
    assert WORDS not in client.get(PAGE).content.decode()
    slip = Slip.objects.get()
    assert slip.printed_by == chen and slip.printed_at
    again = client.post(SHEET, {"slip": slip.uid}, follow=True)
    assert "别的同事可能已经打好了" in again.content.decode()
    assert Slip.objects.get().printed_at == slip.printed_at


def test_the_same_message_again_is_the_same_slip(wang):
    assert send(wang).reference == send(wang).reference
    assert Slip.objects.count() == 1


@pytest.mark.parametrize("text", ["请看 https://x.example", "请看 www.x.example", "", "长" * 401])
def test_a_link_nothing_and_too_much_are_refused(wang, text):
    with pytest.raises(NotSent) as refused:
        send(wang, text)
    assert not refused.value.again and not Slip.objects.exists()


def test_the_neighbour_community_neither_sees_nor_marks_it(client, wang, qian):
    send(wang)
    client.force_login(qian)
    assert WORDS not in client.get(PAGE).content.decode()
    client.post(SHEET, {"slip": Slip.objects.get().uid})
    assert Slip.objects.waiting().count() == 1


def test_who_moved_away_gets_none(client, wang, chen, lin):
    send(wang)
    registry.moved_away(person=wang, on=TODAY, by=lin, at=NOON)
    client.force_login(chen)
    assert WORDS not in client.get(PAGE).content.decode()


def test_an_empty_slip_is_refused_by_the_database(wang):
    with pytest.raises(IntegrityError, match="slip_says_something"), transaction.atomic():
        Slip.objects.create(recipient=wang.user, event="x", made_at=NOON, text="")


def test_the_list_asks_as_often_for_three_as_for_one(
    client, wang, li, chen, django_assert_num_queries
):
    client.force_login(chen)
    send(wang)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    send(wang, key=2)
    send(li, key=3)
    with django_assert_num_queries(len(one)):
        client.get(PAGE)
