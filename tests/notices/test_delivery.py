"""Which way something takes is asked when it is due, whether it may be said when it is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.notifications import ANSWERED, NEW
from grids.models import Posting
from morality_bank.notifications import POSTED
from notices import events, outbox
from notices.channels import text_messages
from notices.channels.base import Receipt
from notices.delivery import emergencies, looking, routing, sending
from notices.models import DeliveryRule, Dispatch, Emergency, Notice, Slip, ToldBy
from residents.models import Person
from residents.telling import choosing, costs
from tests import builders
from tests.conftest import NOON

NIGHT = NOON.replace(hour=23)
MORNING = NOON.replace(hour=8) + timedelta(days=1)
AGAIN = [timedelta(minutes=m) for m in (0, 2, 9, 50, 200, 1250, 3000)]


def tell(user, key="case:1", text=ANSWERED, at=NOON, **more):
    outbox.tell(to=user, key=key, text=text, at=at, **more)


def rule(event="case", audience="residents", **columns):
    return DeliveryRule.objects.create(event=event, audience=audience, **columns)


def choose(user, choice):
    choosing.choose(user=user, choice=choice, by=user, at=NOON)


def ways():
    routing.route_due(NOON)
    return list(Dispatch.objects.order_by("pk").values_list("way", flat=True))


@pytest.fixture
def sent(monkeypatch):
    """Messages a gateway took; while `down` it takes none."""

    class Gateway(list):
        down = False

        def send(self, message):
            if self.down:
                raise text_messages.NotSent("the gateway is closed")
            self.append(message)
            return Receipt("r", 1, 5)

    gateway = Gateway()
    monkeypatch.setattr(text_messages, "send", gateway.send)
    return gateway


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], ["text"]),  # what the event itself says
        ([{"area_code": ""}], []),
        ([{"area_code": ""}, {"area_code": "150299020", "by_slip": True}], ["slip"]),
        ([{"area_code": "150299020", "by_slip": True}, {"area_code": "150299020100"}], []),
        ([{"area_code": "150299020101"}, {"audience": "staff"}], ["text"]),  # of others
    ],
)
def test_the_rule_with_the_longest_code_counts(wang, rules, expected):
    for each in rules:
        rule(**each)
    tell(wang.user)
    assert ways() == expected


@pytest.mark.parametrize(
    ("choice", "own", "not_own"),
    [
        ("", ["text"], ["text"]),
        ("text", ["text"], ["text"]),
        ("paper", ["slip"], []),
        ("worker", ["slip"], []),
        ("own", ["text"], []),
    ],
)
def test_a_choice_narrows_and_widens_only_for_own_matters(wang, monkeypatch, choice, own, not_own):
    monkeypatch.setitem(
        events._events,
        "said",
        events.Event("said", "", to_residents=("x",), by_residents=events.By(("text",))),
    )
    choose(wang.user, choice)
    tell(wang.user)
    assert ways() == own
    Dispatch.objects.all().delete()
    tell(wang.user, key="said:1", text="x")
    assert ways() == not_own


def test_wecom_is_where_staff_are(wang, lin, settings):
    settings.CHANNELS = settings.CHANNELS | {
        "ZERENTIAN_WECOM_CORP": "c",
        "ZERENTIAN_WECOM_AGENT": "1",
        "ZERENTIAN_WECOM_SECRET": "s",
    }
    lin.set_phone("13800000077")
    lin.save()
    rule(by_wecom=True)
    tell(wang.user)
    tell(lin, text=NEW)
    routing.route_due(NOON)
    assert [(row.recipient, row.way) for row in Dispatch.objects.all()] == [(lin, "wecom")]


def test_several_of_a_day_are_one_message_in_the_morning(wang, lin, sent):
    for number in range(3):
        tell(wang.user, key=f"deed:{number}", text=POSTED)
    assert sending.send_due(NOON) == sending.send_due(NIGHT) == 0
    assert sending.send_due(MORNING) == 1
    (message,) = sent
    assert message.text == ("【责任田】有 3 条新消息等您看。内容登录以后看。拿不准就问网格员林晓。")
    assert message.event == "digest"
    assert [row.parts for row in Dispatch.objects.order_by("pk")] == [1, 0, 0]
    assert sending.send_due(MORNING) == 0


def test_at_night_only_what_is_urgent_where_somebody_said_so(wang, li, sent, bai, chen):
    tell(wang.user, at=NIGHT, urgent=True)
    assert sending.send_due(NIGHT) == 0

    hours = {"from_at": NIGHT - timedelta(hours=1), "until_at": NIGHT + timedelta(hours=2)}
    emergency = Emergency.objects.create(
        area_code="150299020", reason="下大雨", said_by=bai, **hours
    )
    assert sending.send_due(NIGHT) == 0  # a whole street is grave: it takes two
    with pytest.raises(emergencies.NotAnother):
        emergencies.agree(emergency, by=bai, at=NIGHT)
    emergencies.agree(emergency, by=chen, at=NIGHT)
    tell(li.user, at=NOON)
    Dispatch.objects.filter(urgent=False).update(due_at=NIGHT, next_try_at=NIGHT)
    assert sending.send_due(NIGHT) == 1
    assert [message.to for message in sent] == ["13800000001"]  # what is not urgent waits
    assert sending.send_due(MORNING) == 1

    tell(wang.user, key="case:2", at=NIGHT + timedelta(hours=3), urgent=True)
    assert sending.send_due(NIGHT + timedelta(hours=3)) == 0  # over


def test_order_is_kept_each_arrives_once_and_nobody_waits_for_another(wang, li, sent):
    for number in range(3):
        tell(wang.user, key=f"case:{number}")
    sent.down = True
    assert sending.send_due(NOON) == 0
    assert list(Dispatch.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0, 0]

    sent.down = False
    tell(li.user)
    tell(wang.user, key="case:urgent", urgent=True)
    assert sending.send_due(NOON + timedelta(seconds=30)) == 2  # Li's, and the urgent one
    assert sending.send_due(NOON + timedelta(minutes=2)) == 3
    numbers = [
        Dispatch.objects.get(notice__key=f"case:{n}", recipient=wang.user).pk for n in range(3)
    ]
    uids = [message.uid for message in sent]
    assert uids[2:] == [looking.uid_of("dispatch", pk) for pk in numbers]
    assert len(set(uids)) == 5


class Killed(BaseException):
    """As when the process dies: nobody catches it."""


def test_who_dies_with_a_message_in_hand_is_followed_by_one_with_the_same_uid(
    wang, sent, monkeypatch
):
    tell(wang.user)

    def die(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_sent", die)
        with pytest.raises(Killed):
            sending.send_due(NOON)
    assert sending.send_due(NOON + timedelta(minutes=1)) == 0  # the claim still holds
    assert sending.send_due(NOON + timedelta(minutes=3)) == 1
    assert len({message.uid for message in sent}) == 1  # so the gateway lets it arrive once


def test_a_dead_letter_goes_out_again_unless_it_must_not_be_said_any_more(
    wang, li, sent, client, bai
):
    tell(wang.user)
    tell(li.user)
    sent.down = True
    for later in AGAIN:
        sending.send_due(NOON + later)
    assert Dispatch.objects.given_up().count() == 2

    sent.down = False
    Person.objects.filter(user=li.user).update(status=Person.Status.DIED)
    client.force_login(bai)
    keys = list(Dispatch.objects.values_list("pk", flat=True))
    url = "/admin/notices/dispatch/"
    page = client.get(url)
    assert page.text.count("短信平台出了毛病") == 2 and "王秀兰" not in page.text
    said = client.post(url, {"action": "send_again", "_selected_action": keys}, follow=True)
    assert str(looking.GONE) in said.text and "1 条再发一次" in said.text
    assert sending.send_due(timezone.localtime().replace(hour=12) + timedelta(days=1)) == 1
    assert [message.to for message in sent] == ["13800000001"]


def dies(notice):
    Person.objects.filter(user=notice.recipient).update(status=Person.Status.DIED)


def reads(notice):
    Notice.objects.filter(pk=notice.pk).update(read_at=NOON)


def loses_number(notice):
    User.objects.filter(pk=notice.recipient_id).update(phone_sealed="", phone_index=None)


@pytest.mark.parametrize(
    ("happens", "why"),
    [(dies, looking.GONE), (reads, looking.SEEN), (loses_number, looking.NO_ADDRESS)],
)
def test_whether_it_may_be_said_is_asked_when_it_is_sent(wang, sent, happens, why):
    tell(wang.user)
    routing.route_due(NOON)
    happens(Notice.objects.get())
    assert sending.send_due(NOON) == 0 and not sent
    row = Dispatch.objects.get()
    assert (row.error, row.left_out_at, row.given_up_at) == (why, NOON, None)


def test_staff_hear_of_work_while_they_have_it(lin, zhou, east, sent):
    rule(audience="staff", by_text=True)
    for user, number in ((lin, "13800000077"), (zhou, "13800000078")):
        user.set_phone(number)
        user.save()
    case = builders.make_case(lin, east, at=NOON)
    for user in (lin, zhou):
        tell(user, key=f"{case.about}:1", text=NEW, about=case.about)
    tell(lin, key="case:2", text=NEW)
    routing.route_due(NOON)
    Posting.objects.filter(user=zhou).delete()
    assert sending.send_due(NOON) == 2  # Lin's
    assert {message.text for message in sent} == {"【责任田】有一件居民的事等您看。请登录看。"}
    assert Dispatch.objects.get(recipient=zhou).left_out_at


def test_what_is_confidential_goes_only_the_way_that_was_chosen(wang, lin, sent):
    case = builders.make_case(lin, wang.grid, confidential=True, at=NOON)
    tell(wang.user, about=case.about)
    assert sending.send_due(NOON) == 0
    assert Dispatch.objects.get().error == looking.ONLY_AS_CHOSEN

    choose(wang.user, "paper")
    tell(wang.user, key="case:2", about=case.about)
    assert sending.send_due(NOON) == 1 and not sent
    assert Slip.objects.get().text.startswith("【责任田】社区有一条消息给您。")


def test_a_resident_changes_how_they_are_told_and_sees_the_words(client, wang, lin, chen):
    client.force_login(wang.user)
    page = client.get("/my/told-by/")
    assert "您反映的事有新消息。" in page.text and "网格员林晓" in page.text
    client.post("/my/told-by/", {"choice": "paper"})
    assert ToldBy.objects.get(user=wang.user).choice == "paper"
    assert client.post("/my/told-by/", {"choice": "pigeon"}).status_code == 422

    client.force_login(chen)
    client.post(f"/counter/{wang.uid}/told-by/", {"choice": "text"})
    row = ToldBy.objects.get(user=wang.user)
    assert (row.choice, row.written_by) == ("text", chen)


def test_a_street_writes_rules_for_its_areas_and_sees_the_words(client, bai, wang, lin, north):
    client.force_login(bai)
    add, told = "/admin/notices/deliveryrule/add/", {"event": "case", "audience": "residents"}
    assert client.post(add, told | {"area_code": "150299021"}).status_code == 200
    assert client.post(add, told | {"area_code": "150299020", "by_wecom": "on"}).status_code == 200
    assert not DeliveryRule.objects.exists()
    client.post(add, told | {"area_code": "150299020", "by_slip": "on", "quiet": "on"})
    row = DeliveryRule.objects.get()
    page = client.get(f"/admin/notices/deliveryrule/{row.pk}/change/")
    assert "您反映的事有新消息。" in page.text and "有一条消息给您家里的一位" in page.text


def test_what_a_month_cost_is_counted_with_as_many_questions_for_three_as_for_one(
    client, bai, wang, li, sent, django_assert_max_num_queries
):
    client.force_login(bai)
    tell(wang.user)
    sending.send_due(NOON)
    Dispatch.objects.update(sent_at=NOON)
    reader = builders.reader_of(bai)
    (_first, (line,)) = costs.by_month(reader, at=NOON)[0]
    assert (line["sent"], line["parts"], line["yuan"], line["lost"]) == (1, 1, 0.05, 0)
    tell(li.user)
    sending.send_due(NOON)
    with django_assert_max_num_queries(6):
        (_first, (line,)) = costs.by_month(reader, at=NOON)[0]
    assert line["sent"] == 2
    assert client.get("/messages/month/").status_code == 200
