"""The page that asks why, and shows the number for a minute."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.models import Record
from residents.reveal import disclosure
from tests import builders
from tests.access.walk import fingerprint

pytestmark = pytest.mark.usefixtures("midday")

PHONE, WHY = "13800000001", "核对补贴名单"


@pytest.fixture
def ask(client, wang):
    """Post the form as somebody; `ago` is when they last typed their password."""

    def ask(user, *, person=wang, ago=timedelta(minutes=1), **words):
        client.force_login(user)
        session = client.session
        session["since"] = (timezone.now() - ago).isoformat()
        session.save()
        return client.post(url_of(person), {"field": "phone", "why": WHY, **words})

    return ask


def url_of(person):
    return reverse("reveal:person", args=[person.uid])


def test_the_page_asks_first_and_shows_nothing(client, wang, lin):
    client.force_login(lin)

    answer = client.get(url_of(wang), {"field": "phone"})

    assert "为什么要看" in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert not Record.objects.exists()


def test_with_a_reason_the_number_is_there_once_and_nobody_keeps_the_page(ask, client, wang, lin):
    answer = ask(lin)

    assert answer.content.decode().count(">138<wbr>0000<wbr>0001<") == 1
    assert 'data-hide-after="60"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in client.get(url_of(wang)).content.decode()
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"usual": "visit", "why": ""}, "约个上门的时间"),
        ({"usual": "visit", "why": "明天下午"}, "约个上门的时间：明天下午"),
        ({"why": "问问明天几点在家"}, "问问明天几点在家"),
    ],
)
def test_a_usual_reason_is_one_tap_and_on_record_in_words(ask, wang, lin, words, why):
    ask(lin, **words)

    assert [look.why for look in disclosure.looks_at(wang).items] == [why]


@pytest.mark.parametrize("words", [{"why": ""}, {"why": "看看"}, {"usual": "gossip", "why": ""}])
def test_without_a_reason_there_is_no_number(ask, lin, words):
    answer = ask(lin, **words).content.decode()

    assert "138<wbr>" not in answer and "field-wrong" in answer
    assert not Record.objects.exists()


def test_after_a_quarter_of_an_hour_the_password_is_asked_again(ask, lin):
    answer = ask(lin, ago=timedelta(minutes=16))

    assert "您的登录密码" in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert not Record.objects.exists()


def test_the_right_password_opens_it_and_counts_for_the_next_quarter(ask, client, wang, lin):
    answer = ask(lin, ago=timedelta(minutes=16), password="demo-2026")
    assert PHONE in answer.content.decode()

    answer = client.post(url_of(wang), {"field": "phone", "why": WHY})
    assert PHONE in answer.content.decode()
    assert Record.objects.count() == 2


def test_a_wrong_password_opens_nothing(ask, lin):
    answer = ask(lin, ago=timedelta(minutes=16), password="guess")

    assert "密码不对" in answer.content.decode()
    assert not Record.objects.exists()


def test_guessing_the_password_here_is_stopped_as_at_the_door(ask, lin):
    for _ in range(5):
        answer = ask(lin, ago=timedelta(minutes=16), password="guess")
    assert answer.status_code == 429

    answer = ask(lin, ago=timedelta(minutes=16), password="demo-2026")
    assert PHONE not in answer.content.decode()


def test_somebody_elses_password_does_not_count(ask, lin, zhou):
    zhou.set_password("another-2026")
    zhou.save()

    assert (
        PHONE not in ask(lin, ago=timedelta(minutes=16), password="another-2026").content.decode()
    )


@pytest.mark.parametrize(
    "words",
    [
        {"why": ""},
        {"why": "看看"},
        {"why": "问问王秀兰本人"},
        {"field": "remarks"},
        {"field": "id_number"},
    ],
)
def test_what_is_wrong_is_said_in_the_form(ask, lin, words):
    answer = ask(lin, **words)

    assert "errorlist" in answer.content.decode()
    assert PHONE not in answer.content.decode()
    assert not Record.objects.exists()


def test_after_thirty_looks_the_page_says_when_again(ask, wang, lin):
    for _ in range(disclosure.A_DAY):
        disclosure.reveal(person=wang, column="phone", reason=WHY, by=lin, at=timezone.now())

    assert "一天最多看 30 次" in ask(lin).content.decode()
    assert Record.objects.count() == disclosure.A_DAY


@pytest.mark.parametrize("who", ["zhou", "qian", "gao", "wang", "li"])
def test_for_everybody_else_there_is_no_such_page(ask, client, wang, request, who):
    user = request.getfixturevalue(who)
    user = getattr(user, "user", user)

    answer = ask(user)

    assert answer.status_code == 404
    assert fingerprint(answer) == fingerprint(client.post(reverse("reveal:person", args=[uuid4()])))


def test_a_worker_who_came_in_by_a_code_finds_nothing(client, wang, lin):
    client.force_login(lin, by="code")

    assert client.get(url_of(wang)).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, wang):
    assert client.get(url_of(wang))["Location"].startswith("/sign-in/")


def test_what_was_asked_for_is_chosen_already(client, wang, lin):
    client.force_login(lin)
    only = client.get(url_of(wang))
    wang.set_id_number(builders.make_id_number())
    wang.save()
    of_two = client.get(url_of(wang), {"field": "id_number"})

    for answer, chosen in ((only, "phone"), (of_two, "id_number")):
        assert answer.context["form"]["field"].initial == chosen


def test_nobody_is_asked_for_a_reason_when_nothing_is_there(client, home, lin):
    person = builders.make_person(home, "无号码")
    client.force_login(lin)

    assert "没有登记身份证号和手机号" in client.get(url_of(person)).content.decode()


def test_the_person_reads_on_their_own_page_who_looked(ask, client, wang, li, lin):
    ask(lin)
    pages = []
    for person in (wang, li):
        client.force_login(person.user, by="code")
        pages.append(client.get(reverse("reveal:looked-at-me")).content.decode())

    assert "林晓" in pages[0] and WHY in pages[0]
    assert "林晓" not in pages[1] and "还没有人看过" in pages[1]


def test_older_looks_come_page_by_page(client, wang, lin):
    for n in range(25):
        disclosure.reveal(
            person=wang, column="phone", reason=f"第 {n} 次核对", by=lin, at=timezone.now()
        )
    client.force_login(wang.user, by="code")

    first = client.get(reverse("reveal:looked-at-me"))
    second = client.get(
        reverse("reveal:looked-at-me"),
        {"before": first.context["next"]},
        headers={"HX-Request": "true"},
    )

    assert [len(answer.context["looks"]) for answer in (first, second)] == [20, 5]
    assert "谁看过我的号码" not in second.content.decode()


def test_staff_without_an_entry_of_their_own_see_an_empty_list(client, lin):
    client.force_login(lin)

    assert "还没有人看过" in client.get(reverse("reveal:looked-at-me")).content.decode()
