"""One phone, two people: a passphrase says who it is, and what is confidential stays closed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import sign_in, tokens
from accounts.by_phone import passphrases
from accounts.models import User
from cases.views import own
from notices.models import Notice
from residents.counter import ways_in
from residents.numbers import confirming, writing
from residents.numbers.seconds import Pair
from tests import builders
from tests.conftest import NOON
from tests.residents.test_admin import to, words

PHONE = "13800000001"
HERS, HIS = "门前老槐树", "三月的大风"


@pytest.fixture
def couple(wang, li, chen, bai, clock):
    """Husband and wife with one phone; each has chosen a passphrase at the counter."""
    about = {"origin": "counter", "reason": "两口子用一个号码", "at": timezone.now()}
    writing.write_phone(person=li, phone=PHONE, by=bai, **about)
    li.refresh_from_db()
    builders.confirm(li)
    for person, phrase in ((wang, HERS), (li, HIS)):
        facts = {"pair": Pair(chen, bai), "at": timezone.now()}
        ways_in.choose_passphrase(person=person, passphrase=phrase, **facts)
    return wang, li


@pytest.fixture
def secret(chen, wang, east):
    facts = {"grid": east, "reporter": wang, "channel": "phone", "at": NOON}
    builders.make_case(wang.user, words="楼道灯坏了", **facts)
    return builders.make_case(wang.user, words="他打人", confidential=True, **facts)


def come_in(phone, passphrase):
    assert phone.sign_in() == "/sign-in/passphrase/?next=%2F"
    assert "/my/" not in str(phone.reaches())
    return phone.browser.post("/sign-in/passphrase/", {"passphrase": passphrase})


def test_the_passphrase_says_who_it_is_and_no_list_does(couple, handset):
    wang, li = couple
    phone = handset(PHONE)

    page = phone.browser.get("/sign-in/passphrase/")
    assert page["Location"] == "/sign-in/phone/"
    assert come_in(phone, " 三月 的大风 ")["Location"] == "/"
    assert phone.browser.session["_auth_user_id"] == str(li.user.pk)


def test_the_code_alone_opens_nothing(couple, wang, handset):
    phone = handset(PHONE)
    wrong = come_in(phone, "1948")

    assert "口令不对" in wrong.content.decode()
    assert wang.name not in wrong.content.decode() and not phone.reaches()


def test_five_wrong_ones_and_the_right_one_waits(couple, handset):
    phone = handset(PHONE)
    for n in range(5):
        assert "口令不对" in come_in_again(phone, f"猜一猜{n}", first=n == 0).content.decode()
    assert "试得太多了" in come_in_again(phone, HERS).content.decode()


def come_in_again(phone, passphrase, *, first=False):
    if first:
        return come_in(phone, passphrase)
    return phone.browser.post("/sign-in/passphrase/", {"passphrase": passphrase})


def test_a_number_that_becomes_shared_takes_a_passphrase_and_its_owner_hears_so(
    wang, li, bai, handset, clock
):
    """The takeover on a shared phone: he types the code and would have been her."""
    about = {"origin": "office", "reason": "两口子用一个号码", "by": bai, "at": timezone.now()}
    writing.write_phone(person=li, phone=PHONE, **about)

    phone = handset(PHONE)
    assert phone.sign_in().startswith("/sign-in/passphrase/") and not phone.reaches()
    assert Notice.objects.filter(recipient=wang.user, text__contains="另一位居民").exists()


def test_what_is_confidential_opens_with_the_passphrase_and_closes_after_ten_minutes(
    couple, secret, handset, clock
):
    phone = handset(PHONE)
    come_in(phone, HERS)
    there = reverse("cases:my-case", args=[secret.uid])
    ask = f"/my/passphrase/?next={there.replace('/', '%2F')}"

    assert shows(phone) == (True, False) and phone.browser.get(there)["Location"] == ask
    assert "口令不对" in phone.browser.post(ask, {"passphrase": HIS}).content.decode()
    opened = phone.browser.post("/my/passphrase/", {"passphrase": HERS, "next": there})
    assert opened["Location"] == there
    assert phone.reaches(there) and shows(phone) == (True, True)

    clock.passes(minutes=10)
    assert not phone.reaches(there) and shows(phone) == (True, False)


SECRET = "只让该知道的人知道的事"
"""What stands for a confidential report in her own list; on her start page nothing does."""


def shows(phone):
    """Whether the list of her reports shows the plain one, and that there is a confidential one."""
    page = phone.browser.get("/my/cases/").content.decode()
    fragment = phone.browser.get("/my/cases/fragment/").content.decode()
    assert "他打人" not in page + fragment and SECRET not in fragment
    return "楼道灯坏了" in page, SECRET in page


def test_closed_and_missing_are_the_same_answer(couple, secret, handset):
    phone = handset(PHONE)
    come_in(phone, HIS)
    nowhere = reverse("cases:my-case", args=["00000000-0000-4000-8000-000000000000"])
    hers = reverse("cases:my-case", args=[secret.uid])

    answers = [phone.browser.get(each)["Location"].partition("?")[0] for each in (hers, nowhere)]
    assert answers == ["/my/passphrase/"] * 2
    phone.browser.post("/my/passphrase/", {"passphrase": HIS})
    assert [phone.browser.get(each).status_code for each in (hers, nowhere)] == [404, 404]


def test_words_typed_while_it_closed_wait_in_the_form(couple, secret, handset, clock):
    phone = handset(PHONE)
    come_in(phone, HERS)
    there = reverse("cases:my-answer", args=[secret.uid])

    late = phone.browser.post(there, {"words": "昨晚又打了", "version": 1})

    assert late["Location"].startswith("/my/passphrase/")
    assert "kept" in phone.browser.session


def test_a_token_on_a_shared_phone_never_shows_it(couple, wang, secret, client):
    _token, text = tokens.issue(user=wang.user, name="小程序", days=9, by="code", at=timezone.now())
    heads = {"HTTP_AUTHORIZATION": f"Bearer {text}"}

    listed = client.get("/api/v1/my/cases/", **heads).content.decode()
    assert "楼道灯坏了" in listed and "他打人" not in listed
    assert client.get(f"/api/v1/my/cases/{secret.uid}/", **heads).status_code == 404


def test_on_a_phone_of_ones_own_nothing_is_asked(wang, secret, handset):
    phone = handset(PHONE)

    assert phone.sign_in() == "/" and shows(phone) == (True, True)


def test_whoever_leaves_the_number_takes_the_lock_off_nobody(
    couple, secret, pages, bai, lin, chen, handset, clock
):
    """The takeover by leaving: he gets a number of his own and keeps the phone of before."""
    wang, li = couple
    desk = pages(bai)
    by_office(desk, li, "13900000008")
    phone = handset(PHONE)

    assert "口令不对" in come_in(phone, HIS).content.decode() and not phone.reaches()
    phone.browser.post("/sign-in/passphrase/", {"passphrase": HERS})
    assert phone.reaches() and shows(phone) == (True, False)

    # Nor is her account had with the phone of before and any other.
    by_office(desk, wang, "13900000009")
    clock.passes(minutes=2)
    new = handset("13900000009")
    assert new.sign_in() == "/sign-in/not-confirmed/"
    new.browser.post("/sign-in/not-confirmed/", {"phone": PHONE})
    page = new.browser.post("/sign-in/old-number/", {"code": phone.code()})
    assert "请带身份证到社区柜台" in page.content.decode() and not new.reaches()
    # Seen in person with a number of her own she needs it no more.
    confirming.after_seeing(person=wang, pair=Pair(chen), at=timezone.now())
    clock.passes(minutes=2)
    assert new.sign_in() == "/" and shows(new) == (True, True)


def by_office(desk, person, phone):
    facts = words(name=person.name, home=person.home_id, phone=phone, why_changed="本人换了号码")
    assert desk.post(to("person", "change", person.pk), facts).status_code == 302


def test_were_only_those_asked_who_share_it_now_he_would_be_her(
    couple, secret, pages, bai, handset, monkeypatch
):
    """Negative control."""
    by_office(pages(bai), couple[1], "13900000008")
    monkeypatch.setattr(sign_in, "wants_passphrase", sign_in._is_shared)
    phone = handset(PHONE)

    assert phone.sign_in() == "/" and shows(phone) == (True, True)


def test_without_the_lock_he_would_read_it_on_her_open_phone(couple, secret, handset, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(own, "is_all_open", lambda request: True)
    phone = handset(PHONE)
    come_in(phone, HERS)

    assert shows(phone) == (True, True)


def test_a_passphrase_is_no_short_number_and_nobody_elses(couple, chen, bai):
    wang, _li = couple
    facts = {"person": wang, "pair": Pair(chen, bai), "at": timezone.now()}

    for phrase, refused in [
        ("槐树", passphrases.TooEasy),
        ("19480", passphrases.TooEasy),
        (HIS, passphrases.Taken),
    ]:
        with pytest.raises(refused):
            ways_in.choose_passphrase(passphrase=phrase, **facts)
    assert User.objects.get(pk=wang.user.pk).endings == 1
