"""What happens at the door is written down, guessing over many names is slowed, and a code is typed
where it was asked for."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import cleanup, sign_in
from accounts.evidence.whence import Whence
from accounts.models import SignInCode, SignInEvent
from foundation import rate_limits
from foundation.sealing import blind_index, seal
from tests.conftest import NOON
from tests.ops.house import ROOT

PHONE = "13800000001"
NAMES = ["lin", *(f"name{number}" for number in range(11))]
RIGHT = {"username": "lin", "password": "demo-2026"}
HERE, ELSEWHERE = "198.51.100.2", "203.0.113.7"


def kinds():
    return list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True))


def come(browser, network=HERE, **typed):
    return browser.post("/sign-in/", RIGHT | typed, REMOTE_ADDR=network)


def guess_over_many_names(network=HERE, *, each=1):
    """Guesses for each of twelve names, each guess from a browser nobody knows."""
    return [
        come(Client(), network, username=name, password=f"guess-{turn}").status_code
        for turn in range(each)
        for name in NAMES
    ]


def test_forty_eight_guesses_over_twelve_names_leave_as_many_rows_and_are_slowed(lin, clock):
    answers = Counter(guess_over_many_names(each=4))

    assert answers == {200: 10, 429: 38}
    assert Counter(kinds()) == {"failed": 10, "slowed": 38}
    theirs = SignInEvent.objects.filter(account=lin.uid)
    assert theirs.count() == 4
    assert set(theirs.values_list("typed", "network")) == {(blind_index("username", "lin"), HERE)}
    assert not set(NAMES) & set(str(list(SignInEvent.objects.values())).split("'"))


def test_one_place_alone_asks_whether_a_password_is_right():
    """Whoever asked elsewhere could be guessed at without a row and without a limit."""
    asks = [
        str(path.relative_to(ROOT))
        for room in [*settings.HOUSE_APPS, "config"]
        for path in sorted((ROOT / room).rglob("*.py"))
        if re.search(
            r"^from django\.contrib\.auth import .*\bauthenticate\b", path.read_text(), re.M
        )
    ]

    assert asks == ["accounts/passwords.py"]


def test_without_counting_over_names_all_of_them_would_be_looked_at(lin, clock, settings):
    settings.GUESSES = dict.fromkeys(settings.GUESSES, 10**6)

    assert Counter(guess_over_many_names()) == {200: 12}


def test_a_quarter_of_an_hour_looks_at_thirty_of_them(lin, clock):
    looked_at = 0
    for _minute in range(4):
        looked_at += Counter(guess_over_many_names())[200]
        clock.passes(minutes=1)

    assert looked_at == 30


def test_the_owner_comes_in_elsewhere_and_with_the_usual_browser_here_too(lin, clock):
    usual = Client()
    assert come(usual).status_code == 302
    usual.post("/sign-out/")
    guess_over_many_names()

    assert come(usual).status_code == 302
    assert come(Client(), ELSEWHERE).status_code == 302
    page = come(Client())
    assert (page.status_code, "请过 1 分钟再试" in page.content.decode()) == (429, True)


def test_right_passwords_count_for_nothing(lin, clock):
    assert {come(Client()).status_code for _person in range(15)} == {302}


def test_coming_and_going_is_written_down_with_the_device(lin, clock):
    browser = Client()
    come(browser, password="guess")
    come(browser)
    clock.passes(minutes=31)
    browser.get("/today/")
    come(browser)
    browser.post("/sign-out/")

    assert kinds() == ["failed", "came_in", "ended", "came_in", "signed_out"]
    assert len(set(SignInEvent.objects.values_list("device", "account"))) == 1
    cookie = browser.cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie.value not in str(list(SignInEvent.objects.values()))


def test_a_lock_and_a_password_typed_again_are_written_down(client, lin, clock):
    for _try in range(6):
        come(Client(), password="guess")
    client.force_login(lin)
    clock.passes(minutes=20)
    client.post("/tokens/", {"name": "x", "days": "1", "password": "guess"})

    assert kinds() == [*["failed"] * 4, "locked", "locked", "failed"]
    assert SignInEvent.objects.last().by == "again"


def test_evidence_is_there_after_199_days_and_gone_after_201(lin, clock):
    come(Client())

    cleanup.forget_old(NOON + timedelta(days=199))
    assert kinds() == ["came_in"]
    cleanup.forget_old(NOON + timedelta(days=201))
    assert kinds() == []


# Codes


def ask(browser, network=HERE):
    reply = browser.post("/sign-in/phone/", {"phone": PHONE}, REMOTE_ADDR=network)
    sign_in.send_codes(timezone.now())
    return reply.status_code


def type_in(browser, code):
    return browser.post("/sign-in/code/", {"code": code}).status_code


def burn(stranger, ticket=None):
    """A stranger who knows the number types five wrong codes without having asked for one."""
    session = stranger.session
    session["phone"] = seal(PHONE, context="phone to sign in")
    session.update({"kept_for_code": "", "ticket": ticket} if ticket else {"kept_for_code": ""})
    session.save()
    assert {type_in(stranger, "000000") for _try in range(5)} == {200}


def test_a_stranger_burns_no_code(visitor, wang, texts, clock):
    ask(visitor)
    code = re.search(r"\d{6}", texts[-1][1])[0]
    burn(Client())

    assert SignInCode.objects.get().tries == 0
    assert type_in(visitor, code) == 302
    assert kinds() == ["code_asked", *["code_wrong"] * 5, "code_used", "came_in"]


def test_typed_where_it_was_asked_for_five_tries_end_it(visitor, wang, texts, clock):
    """Negative control: with the ticket of whoever asked, the same tries count."""
    ask(visitor)
    code = re.search(r"\d{6}", texts[-1][1])[0]
    burn(Client(), ticket=visitor.session["ticket"])

    assert type_in(visitor, code) == 200


def test_a_strangers_newer_code_leaves_the_owners_one_good(visitor, wang, texts, clock):
    ask(visitor)
    code = re.search(r"\d{6}", texts[-1][1])[0]
    clock.passes(minutes=2)
    ask(Client())

    assert type_in(visitor, code) == 302


def test_strangers_use_up_no_code_of_a_browser_that_came_in_before(visitor, wang, texts, clock):
    ask(visitor)
    type_in(visitor, re.search(r"\d{6}", texts[-1][1])[0])
    visitor.post("/sign-out/")
    for _turn in range(6):
        clock.passes(minutes=2)
        ask(Client(), ELSEWHERE)

    assert ask(Client(), ELSEWHERE) == 200
    assert ask(visitor) == 302
    assert SignInEvent.objects.filter(kind="slowed").count() == 2


# A day


@pytest.mark.parametrize(("hour", "minute", "counts"), [(23, 59, False), (0, 1, True)])
def test_a_day_begins_at_midnight_in_shanghai(db, hour, minute, counts):
    """At eight in the morning, when a day begins in Greenwich, nothing begins here."""
    early = datetime(2026, 3, 10, 7, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
    facts = {"phone": PHONE, "whence": Whence(HERE), "ticket": "x"}
    for turn in range(5):
        sign_in.request_code(**facts, at=early - timedelta(minutes=5 * turn))

    later = early.replace(day=10 + counts, hour=hour, minute=minute)
    if counts:
        sign_in.request_code(**facts, at=later)
    else:
        with pytest.raises(rate_limits.TooOften) as too_often:
            sign_in.request_code(**facts, at=later)
        assert too_often.value.again_at == early.replace(day=11, hour=0, minute=0)
