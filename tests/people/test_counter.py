"""The counter, and the counter that comes to the door: nobody gives anybody a way in alone."""

import re

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import AccessToken, SignInEvent, User
from residents.models import Person, ResidentCard, WrittenNumber
from residents.numbers import confirming, seconds
from tests import builders
from tests.conftest import SignedInClient
from tests.residents.test_admin import words

OLD, NEW = "13800000001", "13900000009"
PASSWORD = "demo-2026"
ID_NUMBER = builders.make_id_number("19480305", 2)


@pytest.fixture
def dong(north):
    """At the window of the north community, beside the secretary."""
    return builders.make_staff("dong", "董敏", north, "community_staff")


def to(person, page):
    return reverse(f"counter:{page}", args=[person.uid])


def signed(second=None, **typed):
    """The form of what takes two, with the signature of the second."""
    name = second.username if second else ""
    both = {"second_name": name, "second_password": PASSWORD if second else ""}
    return {"seen": "on", **both, **typed}


def write_at_counter(client, person, phone=NEW):
    typed = {"phone": phone, "reason": "本人来柜台说换了号码"}
    assert client.post(to(person, "number"), typed)["Location"] == to(person, "confirm")


def test_whose_card_it_is_and_nothing_about_others(pages, dong, home, far, clock):
    mine = builders.make_person(home, "王五", id_number=ID_NUMBER)
    other = builders.make_id_number("19480305", 3)
    builders.make_person(builders.make_door(far, "101"), "别处人", id_number=other)
    client = pages(dong)

    assert client.post("/counter/", {"id_number": ID_NUMBER})["Location"] == to(mine, "person")
    answers = [
        re.sub(
            r'(value|nonce)="[^"]*"',
            "",
            client.post("/counter/", {"id_number": n}).content.decode(),
        )
        for n in (other, builders.make_id_number("19480305", 4))
    ]
    assert answers[0] == answers[1] and "没有登记这个身份证号" in answers[0]


def test_one_writes_another_confirms(pages, dong, chen, wang, handset, clock):
    """The takeover by the counter: the clerk who wrote the number reads nothing with it."""
    owner, thief = handset(OLD), handset(NEW)
    owner.sign_in()
    writer = pages(dong)
    write_at_counter(writer, wang)

    assert not owner.reaches()
    assert thief.sign_in() == "/sign-in/not-confirmed/" and not thief.reaches()
    refused = writer.post(to(wang, "confirm"), signed())
    assert refused.status_code == 422 and "请另一位同事也看过" in refused.content.decode()
    assert writer.post(to(wang, "confirm"), signed(dong)).status_code == 422

    assert pages(chen).post(to(wang, "confirm"), signed())["Location"] == to(wang, "person")
    clock.passes(minutes=2)
    assert thief.sign_in() == "/" and thief.reaches()
    written = WrittenNumber.objects.get()
    assert (written.origin, written.confirmed_how) == ("counter", "counter")


def test_were_the_writer_not_asked_for_another_the_database_would_refuse(
    pages, dong, wang, clock, monkeypatch
):
    """Negative control: the guard of the page taken away, the one of the table stands."""
    monkeypatch.setattr(confirming, "writers_of", lambda person: set())
    writer = pages(dong)
    write_at_counter(writer, wang)

    with pytest.raises(IntegrityError, match="not_confirmed_by_its_writer"):
        writer.post(to(wang, "confirm"), signed())


def test_a_card_that_fits_what_was_written_yesterday_is_looked_at_by_two(
    clock, pages, bai, dong, chen, wang, monkeypatch
):
    """The takeover: her entry is written over with a friend's name, ID number and phone, and the
    friend comes to the counter with a card that fits."""
    facts = {"name": "李友", "home": wang.home_id, "id_number": ID_NUMBER, "phone": NEW}
    facts |= {"why_changed": "登记有误改正"}
    pages(bai).post(reverse("admin:residents_person_change", args=[wang.pk]), words(**facts))
    desk = pages(dong)
    assert desk.post("/counter/", {"id_number": ID_NUMBER})["Location"] == to(wang, "person")
    for page in ("person", "confirm", "card", "passphrase"):
        assert "白露 写的，那时这位居民已经有账号" in desk.get(to(wang, page)).content.decode()

    refused = desk.post(to(wang, "confirm"), signed()).content.decode()
    assert "身份证号后来写过" in refused
    with monkeypatch.context() as without:
        without.setattr(confirming, "id_number_after_account", lambda person, rows: None)
        assert confirming.writers_of(wang) == {bai.pk}  # and one would be enough
    clock.passes(minutes=1)
    assert desk.post(to(wang, "confirm"), signed(chen)).status_code == 302
    assert "已经有账号" not in desk.get(to(wang, "person")).content.decode()


def test_the_second_signs_with_a_password_of_their_own(pages, dong, chen, qian, wang, clock):
    writer = pages(dong)
    write_at_counter(writer, wang)

    wrong = writer.post(to(wang, "confirm"), signed(chen, second_password="x"))
    assert "登录名或密码不对" in wrong.content.decode()
    elsewhere = writer.post(to(wang, "confirm"), signed(qian))
    assert "管这里的别的同事" in elsewhere.content.decode()
    unseen = writer.post(to(wang, "confirm"), signed(chen, seen=""))
    assert unseen.status_code == 422
    assert not WrittenNumber.objects.exclude(confirmed_at=None).exists()

    assert writer.post(to(wang, "confirm"), signed(chen)).status_code == 302


def test_guessing_a_colleagues_password_is_slowed_and_written_down(
    pages, dong, chen, wang, clock, settings
):
    settings.GUESSES = dict.fromkeys(settings.GUESSES, 2)
    writer = pages(dong)
    write_at_counter(writer, wang)

    guesses = [signed(chen, second_password=f"guess-{turn}") for turn in range(3)]
    answers = [writer.post(to(wang, "confirm"), each).content.decode() for each in guesses]

    assert ["试得太勤了" in each for each in answers] == [False, False, True]
    kinds = (
        SignInEvent.objects.filter(account=chen.uid).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == ["failed", "failed", "slowed"]
    assert not WrittenNumber.objects.exclude(confirmed_at=None).exists()


def test_at_a_visit_two_with_different_posts_sign(pages, lin, east, wang, clock):
    friend = builders.make_staff("he", "何平", east, "grid_worker")
    lead = builders.make_staff("lu", "陆明", east, "grid_lead")
    worker = pages(lin)
    write_at_counter(worker, wang)

    assert "岗位要不一样" in worker.post(to(wang, "confirm"), signed(friend)).content.decode()
    assert worker.post(to(wang, "confirm"), signed(lead)).status_code == 302
    written = WrittenNumber.objects.get()
    assert (written.origin, written.confirmed_how) == ("door", "door")


def test_a_password_typed_long_ago_is_asked_for_again(pages, dong, chen, wang, clock):
    client = pages(dong)
    clock.passes(minutes=16)
    typed = {"phone": NEW, "reason": "本人来柜台说换了号码"}

    assert client.post(to(wang, "number"), typed).status_code == 422
    assert client.post(to(wang, "card"), signed(chen, paper="a6")).status_code == 422
    assert client.post(to(wang, "number"), typed | {"password": PASSWORD}).status_code == 302


def card_code(page):
    return re.search(r'class="stat-number nowrap">([^<]+)<', page.content.decode()).group(1)


def test_a_card_opens_its_owners_pages_once_within_seven_days(
    pages, dong, chen, home, client, clock
):
    """For somebody without a phone; opening the address uses up nothing."""
    person = builders.make_person(home, "赵新")
    page = pages(dong).post(to(person, "card"), signed(chen, paper="a4"))
    code = card_code(page)
    assert "no-store" in page["Cache-Control"] and "css/paper/a4.css" in page.content.decode()

    clock.passes(days=6, hours=23)
    assert client.get("/sign-in/card/").status_code == 200
    assert (
        client.post("/sign-in/card/", {"code": code.lower().replace("-", " ")}).status_code == 302
    )
    assert client.get("/my/").status_code == 200
    person.refresh_from_db()
    assert client.session["_auth_user_id"] == str(person.user.pk)
    client.post("/sign-out/")
    assert "用过、过期了" in client.post("/sign-in/card/", {"code": code}).content.decode()


def test_a_card_too_old_replaced_or_of_somebody_who_left_opens_nothing(
    pages, dong, chen, wang, client, clock
):
    desk, facts = pages(dong), signed(chen, paper="a6")
    first = card_code(desk.post(to(wang, "card"), facts))
    second = card_code(desk.post(to(wang, "card"), facts))
    assert tried(client, first) == 200

    Person.objects.update(status="died")
    assert tried(client, second) == 200
    Person.objects.update(status="here")
    clock.passes(days=7)
    assert tried(client, second) == 200
    assert not ResidentCard.objects.exclude(used_at=None).exists()


def tried(client, code):
    return client.post("/sign-in/card/", {"code": code}).status_code


def test_codes_are_not_guessed_from_one_network(client, db, clock):
    assert [tried(client, f"AAAA-BBBB-{n:04d}") for n in range(21)] == [200] * 21
    assert "试得太多了" in client.post("/sign-in/card/", {"code": "x"}).content.decode()


def test_whoever_read_the_code_of_a_card_reads_nothing_confidential(
    pages, dong, chen, wang, east, client, clock
):
    """A clerk printed it; the card is told of, and what is confidential takes her passphrase."""
    facts = {"grid": east, "reporter": wang, "channel": "phone", "at": clock.at}
    builders.make_case(wang.user, words="他打人", confidential=True, **facts)
    code = card_code(pages(dong).post(to(wang, "card"), signed(chen, paper="a6")))

    assert tried(client, code) == 302

    assert "他打人" not in client.get("/my/cases/").content.decode()
    assert "您的居民卡用过了" in client.get("/inbox/").content.decode()
    assert client.post("/tokens/", {"name": "x", "days": 9}).status_code == 200
    assert not AccessToken.objects.exists()


def test_wrong_passphrases_of_one_without_a_phone_hold_up_no_other(pages, dong, chen, home, clock):
    desk, answers = pages(dong), []
    for name, guesses in (("赵新", 6), ("钱新", 1)):
        person, browser = builders.make_person(home, name), SignedInClient()
        desk.post(
            to(person, "passphrase"), signed(chen, passphrase="门前老槐树", again="门前老槐树")
        )
        card = card_code(desk.post(to(person, "card"), signed(chen, paper="a6")))
        assert tried(browser, card) == 302
        for n in range(guesses):
            page = browser.post("/my/passphrase/", {"passphrase": f"猜一猜{n}"})
        answers.append("试得太多了" in page.content.decode())
    assert answers == [True, False]
    kinds = SignInEvent.objects.values_list("kind", flat=True)
    assert [list(kinds).count(each) for each in ("second_wrong", "slowed", "card_used")] == [
        6,
        1,
        2,
    ]


def test_nobody_gives_a_card_or_a_passphrase_alone(pages, dong, lin, wang, clock):
    phrase = {"passphrase": "门前老槐树", "again": "门前老槐树"}
    for user in (dong, lin):
        for page, typed in (("card", {"paper": "a6"}), ("passphrase", phrase)):
            for second in (None, user):
                answer = pages(user).post(to(wang, page), signed(second, **typed))
                assert answer.status_code == 422
    assert not ResidentCard.objects.exists()
    assert not User.objects.exclude(passphrase="").exists()


def test_without_the_second_one_alone_would(pages, dong, wang, monkeypatch, clock):
    """Negative control."""
    monkeypatch.setattr(seconds.Pair, "check_two", lambda pair, person, at: None)
    phrase = {"passphrase": "门前老槐树", "again": "门前老槐树"}

    assert pages(dong).post(to(wang, "passphrase"), signed(dong, **phrase)).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_person_asks_as_often_with_three_sharing(
    pages, dong, home, wang, number, django_assert_num_queries, clock
):
    for n in range(number):
        builders.make_person(home, f"张{'甲乙丙'[n]}", phone=OLD)
    client = pages(dong)
    client.get(to(wang, "person"))

    with django_assert_num_queries(6):
        assert client.get(to(wang, "person")).status_code == 200
