"""The takeovers of an outside review, replayed by every kind of post: nobody becomes somebody else.

One member of staff, whatever their post, tries alone all that once worked: on a resident through
the office's form, a line of a roster, the counter, a card, a phone that becomes shared; on each
colleague whose post weighs heavily through codes, cards, second factors, names, and on themselves
through posts and a second account. Reached must be nothing, and what a change ends must be ended.
"""

import re
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts import tokens
from accounts.models import AccessToken, SignInCard, User
from grids import roles
from grids.models import Posting
from office.models import Proposal
from tests import builders
from tests.conftest import NOON
from tests.people.conftest import (
    add_post,
    add_staff,
    change_account,
    code_on,
    confirm,
    give_code,
    sign_in,
)
from tests.residents.sheets import row, workbook
from tests.residents.test_admin import to, words

trial = pytest.mark.trial("people")
OLD, NEW = "13800000001", "13900000009"
DAILY = ("street_staff", "community_staff")
"""The two posts that came furthest; the trial asks all of them."""


@pytest.fixture
def places(street, north, east):
    return {"township": street, "community": north, "grid": east}


@pytest.fixture
def hire(places):
    """`hire(role, name)`: somebody with that post, here; nobody has just made them."""

    def hire(role, username):
        level = next(level for level in roles.ROLES[role].levels if level in places)
        return builders.make_staff(username, f"某{username}", places[level], role)

    return hire


@pytest.fixture
def secret(chen, wang, east):
    facts = {"grid": east, "reporter": wang, "channel": "phone", "at": NOON}
    return builders.make_case(wang.user, words="他打人", confidential=True, **facts)


# A resident.


def by_office(browser, wang, li):
    facts = words(home=wang.home_id, phone=NEW, why_changed="本人换了号码")
    browser.post(to("person", "change", wang.pk), facts)


def by_roster(browser, wang, li, reason="上门核对换了号码"):
    """A line without an ID number, matched by name and door."""
    line = row(wang.name, door="501", 楼号=str(wang.home.building.number), 单元="1", 手机=NEW)
    uid = uuid4()
    sent = {"uid": uid, "community": wang.community.pk, "file": workbook(line)}
    browser.post(reverse("residents:imports"), sent, follow=True)
    browser.post(reverse("residents:take-in-roster", args=[uid]), {"reason": reason})


def by_counter(browser, wang, li):
    """Writes the number and confirms it: alone, and as their own second."""
    there = {page: reverse(f"counter:{page}", args=[wang.uid]) for page in ("number", "confirm")}
    browser.post(there["number"], {"phone": NEW, "reason": "本人来柜台说换了号码"})
    for name in ("", browser.user.username):
        both = {"seen": "on", "second_name": name, "second_password": "demo-2026"}
        browser.post(there["confirm"], both)


def by_card(browser, wang, li):
    page = reverse("counter:card", args=[wang.uid])
    answer = browser.post(page, {"seen": "on", "paper": "a6"}).content.decode()
    if found := re.search(r'class="stat-number nowrap">([^<]+)<', answer):
        browser.thief.browser.post("/sign-in/card/", {"code": found[1]})


def by_sharing(browser, wang, li):
    """Her number is written down for him as well; whoever has the phone would be either."""
    facts = words(name=li.name, home=li.home_id, phone=OLD, why_changed="两口子用一个号码")
    browser.post(to("person", "change", li.pk), facts)


ON_RESIDENTS = [by_office, by_roster, by_counter, by_card, by_sharing]


def alive(user):
    """Sessions and tokens that still open this account."""
    user = User.objects.get(pk=user.pk)
    mine = [each.get_decoded() for each in Session.objects.all()]
    mine = [each for each in mine if each.get("_auth_user_id") == str(user.pk)]
    good = [each for each in mine if each["_auth_user_hash"] == user.get_session_auth_hash()]
    held = AccessToken.objects.filter(user=user, password_mark=user.get_session_auth_hash())
    return len(good) + held.count()


def reached_as_her(attempt, browser, thief, people, secret, clock):
    """What of hers the thief reads after the attempt, and what still lives after a change."""
    wang, li = people
    before = wang.phone
    browser.thief = thief
    attempt(browser, wang, li)
    wang.refresh_from_db()
    clock.passes(minutes=2)
    shared = attempt is by_sharing and li.__class__.objects.get(pk=li.pk).phone == OLD
    if wang.phone != before or shared:
        thief.sign_in()
    found = [page for page in ("/my/", "/my/cases/") if thief.reaches(page)]
    found += ["secret"] if thief.reaches(reverse("cases:my-case", args=[secret.uid])) else []
    if wang.phone != before and alive(wang.user):
        found.append("alive")
    return found


@pytest.mark.parametrize("attempt", ON_RESIDENTS)
@pytest.mark.parametrize(
    "role", [role if role in DAILY else pytest.param(role, marks=trial) for role in roles.ROLES]
)
def test_nobody_becomes_a_resident(
    role, attempt, hire, pages, wang, li, secret, handset, bai, clock
):
    owner = handset(OLD)
    owner.sign_in()
    tokens.issue(user=wang.user, name="小程序", days=9, by="code", at=timezone.now())
    writer = hire(role, "writer")
    browser = pages(writer)
    browser.user = writer
    # On a shared phone the thief has the very phone her code comes to.
    thief = handset(OLD if attempt is by_sharing else NEW)

    assert reached_as_her(attempt, browser, thief, (wang, li), secret, clock) == []


# A colleague.


def gained(pages, writer, victim, mai):
    """What the writer holds of the victim after all they may try alone, through the pages."""
    browser, name = pages(writer), victim.username
    found = []
    if code := code_on(give_code(browser, victim)):
        found += ["code"] if sign_in(name, code) else []
    for page in ("card", "replace"):
        answer = browser.post(reverse(f"security:{page}", args=[victim.uid]))
        found += [page] if code_on(answer) else []
    change_account(browser, victim, username="stolen")
    found += ["name"] if User.objects.filter(username="stolen").exists() else []
    User.objects.filter(pk=victim.pk).update(is_active=False, username=name)
    change_account(browser, victim)
    found += ["on"] if User.objects.get(pk=victim.pk).is_active else []
    for proposal in Proposal.objects.filter(state="waiting"):
        confirm(browser, proposal)
        half = code_on(browser.get(reverse("office:proposal", args=[proposal.uid])))
        found += ["half"] if half and sign_in(name, half) else []
    found += ["confirmed"] if Proposal.objects.filter(state="confirmed").exists() else []
    found += ["a card lies ready"] if SignInCard.objects.filter(user=victim).exists() else []
    return found


GRAVE = roles.grave()


@pytest.mark.parametrize(
    "victim", [role if role == "secretary" else pytest.param(role, marks=trial) for role in GRAVE]
)
@pytest.mark.parametrize(
    "role",
    [role if role == "street_staff" else pytest.param(role, marks=trial) for role in roles.ROLES],
)
def test_nobody_becomes_a_colleague_whose_post_weighs_heavily(role, victim, hire, pages, mai):
    writer, held = hire(role, "writer"), hire(victim, "victim")

    assert gained(pages, writer, held, mai) == []
    assert User.objects.get(pk=held.pk).check_password("demo-2026")


def test_were_no_post_grave_all_of_it_would_be_reached(hire, pages, mai, chen, monkeypatch):
    """Negative control: each road leads somewhere as soon as nothing stands in the way."""
    monkeypatch.setattr(roles, "GRAVE", frozenset())

    found = gained(pages, hire("street_staff", "writer"), chen, mai)
    assert found == ["code", "card", "replace", "name", "on", "a card lies ready"]


@trial
@pytest.mark.parametrize("wanted", GRAVE)
@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_gives_themselves_or_a_second_account_such_a_post(
    role, wanted, hire, pages, places, mai
):
    writer = hire(role, "writer")
    browser, level = (
        pages(writer),
        next(each for each in roles.ROLES[wanted].levels if each in places),
    )
    posts = set(Posting.objects.values_list("pk", flat=True))
    add_post(browser, writer, places[level], wanted)
    add_staff(browser, "puppet", "某甲", places[level], wanted)
    add_staff(browser, "tool", "某乙", places["grid"], "grid_worker")
    hands = [browser]
    for puppet in User.objects.filter(username__in=["puppet", "tool"]):
        give_code(browser, puppet)
        hands.append(pages(puppet))
        add_post(browser, puppet, places[level], wanted)
    for hand in hands:
        for proposal in Proposal.objects.filter(state="waiting"):
            confirm(hand, proposal)

    new = Posting.objects.exclude(pk__in=posts)
    assert [post for post in new if roles.is_grave(post.role)] == []
    assert not Proposal.objects.filter(state="confirmed").exists()
