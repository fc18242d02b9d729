"""Whatever opens a way into an account that weighs heavily takes two; what closes one is told."""

import inspect
from datetime import timedelta
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import accounts
import grids
from accounts.evidence.whence import Whence
from accounts.factors import setting_up
from accounts.models import Enablement, SecondFactor, SignInCard, User
from grids import letting_in, postings, roles, second
from office import proposals
from office.models import Proposal
from tests import builders
from tests.pace import some_daily
from tests.people.conftest import (
    add_post,
    asked,
    change_account,
    change_post,
    code_on,
    confirm,
    give_code,
    page_of,
    said_to,
    sign_in,
    today,
)

HERE = Whence("198.51.100.7")


def replace(browser, user):
    return browser.post(reverse("security:replace", args=[user.uid]))


def test_a_lost_factor_of_a_secretary_is_replaced_by_two_in_two_halves(pages, bai, mai, chen):
    ours, theirs = pages(bai), pages(mai)
    assert "两半" in ours.get(reverse("security:way-in", args=[chen.uid])).content.decode()
    ours.post(reverse("security:card", args=[chen.uid]))
    assert not SignInCard.objects.exists()

    assert replace(ours, chen)["Location"] == page_of(asked())
    assert not SignInCard.objects.exists() and not SecondFactor.objects.filter(needs_card=True)
    assert "换掉您的第二道验证" in said_to(chen)[0]
    first = code_on(ours.get(page_of(asked())))
    last = code_on(confirm(theirs, asked()))

    hers = Client()
    hers.post("/sign-in/", {"username": "chen", "password": "demo-2026"})
    for half in (first, last):
        assert hers.post("/sign-in/second/", {"code": half}).status_code == 422
    assert hers.post("/sign-in/second/", {"code": first + last})["Location"] == "/second-factor/"
    row = Enablement.objects.get(act="carded")
    assert (row.user, row.by, row.confirmed_by) == (chen, bai, mai)


def test_the_security_post_asks_and_reads_its_half_and_nobody_else_does(pages, an, bai, chen):
    ours = pages(an)
    replace(ours, chen)

    assert len(code_on(ours.get(page_of(asked())))) == 6
    assert code_on(pages(bai).get(page_of(asked()))) == ""
    assert "陈芳" in ours.get(reverse("office:proposals")).content.decode()


def test_another_sign_in_name_and_switching_on_again_take_two(pages, bai, mai, chen):
    ours, theirs = pages(bai), pages(mai)
    both = change_account(ours, chen, username="fang", name="方芳").content.decode()
    assert "一样一样改" in both and not Proposal.objects.exists()

    change_account(ours, chen, username="fang")
    assert User.objects.get(pk=chen.pk).username == "chen"
    assert "fang" in theirs.get(page_of(asked())).content.decode()
    confirm(theirs, asked())
    assert User.objects.get(pk=chen.pk).username == "fang"

    chen.refresh_from_db()
    change_account(ours, chen, is_active=None)
    assert not User.objects.get(pk=chen.pk).is_active
    assert said_to(chen)[-1].startswith("白露停用了您的账号")
    change_account(ours, chen)
    assert not User.objects.get(pk=chen.pk).is_active
    confirm(theirs, asked())
    assert User.objects.get(pk=chen.pk).is_active
    assert "重新启用" in Proposal.objects.latest("pk").get_kind_display()


def test_what_protects_is_done_at_once_and_told_to_her_and_to_who_watches(
    pages, bai, chen, lin, shen, street
):
    ours = pages(bai)
    device = setting_up.register_device(user=chen, name="手机", whence=HERE, at=timezone.now())
    ours.post(reverse("security:end-device", args=[device.uid]))
    change_post(ours, chen.postings.get(), until_on=today())
    change_post(ours, lin.postings.get(), until_on=today())

    assert [line for line in said_to(shen) if "白露" in line] == [
        "白露停用了陈芳的一台设备。",
        f"白露定了：陈芳在北苑社区的岗位到 {today()} 为止。",
    ]
    assert len(said_to(chen)) == 3 and not said_to(lin)  # her device was registered, too


def test_on_the_console_it_is_told_to_her_and_to_who_watches(chen, shen):
    call_command("sign_in_card", "chen")

    assert "管服务器的人换掉了陈芳的第二道验证" in said_to(shen)[0]
    assert "街道替您换掉了第二道验证" in said_to(chen)[0]


@pytest.mark.parametrize("role", roles.SEPARATE)
def test_posts_that_keep_and_watch_take_two_as_well(pages, bai, mai, zhou, street, role):
    zhou.postings.all().delete()
    past = timezone.localdate() - timedelta(days=1)
    builders.make_post(zhou, street, "grid_worker", until_on=past)
    add_post(pages(bai), zhou, street, role)

    assert not zhou.postings.filter(role=role).exists()
    assert asked().role == role


def test_whoever_is_proposed_gets_no_code_from_one_alone_any_more(pages, bai, mai, zhou, north):
    """Else the code would be in hand before the second person says yes to the post."""
    ours = pages(bai)
    add_post(ours, zhou, north, "secretary")
    assert code_on(give_code(ours, zhou)) == ""
    with pytest.raises(second.NeedsSecond):
        letting_in.give_code(user=zhou, by=bai, at=timezone.now())


def test_a_code_from_before_the_proposal_opens_no_grave_post(pages, bai, mai, zhou, north):
    """The takeover: an account whose password one person made is proposed for a grave post."""
    ours, theirs = pages(bai), pages(mai)
    code = code_on(give_code(ours, zhou))
    add_post(ours, zhou, north, "secretary")
    assert "单独给过登录码" in theirs.get(page_of(asked())).content.decode()

    first = code_on(ours.get(page_of(asked())))
    last = code_on(confirm(theirs, asked()))
    assert sign_in("zhou", code) == "" and sign_in("zhou", first + last) == "/password/"


def test_without_that_question_the_old_code_would_open_it(
    pages, bai, mai, zhou, north, monkeypatch
):
    monkeypatch.setattr("accounts.two_people.is_in_another_hand", lambda *_: False)
    code = code_on(give_code(pages(bai), zhou))
    add_post(pages(bai), zhou, north, "secretary")
    confirm(pages(mai), asked())

    assert sign_in("zhou", code) == "/password/" and zhou.postings.filter(role="secretary")


# Every act by which one person changes another's account or posts, and what it takes.

TWO, CLOSES, OPENS_NOTHING = "takes two", "closes, and is told", "opens nothing"
ACTS = {
    "accounts.factors.cards.give": TWO,
    "accounts.factors.cards.make": TWO,
    "accounts.factors.setting_up.end_device": CLOSES,
    "accounts.factors.setting_up.replace": TWO,
    "accounts.staff.change_account": TWO,
    "accounts.staff.give_code": TWO,
    "accounts.staff.open_account": OPENS_NOTHING,  # nobody comes in without a code
    "accounts.two_people.note": OPENS_NOTHING,
    "grids.handing_over.ask": OPENS_NOTHING,  # grave posts are refused, and nothing moves by it
    "grids.postings.appoint": TWO,
    "grids.postings.end": TWO,
    "grids.postings.hand_over": TWO,
    "grids.postings.move": TWO,
    "grids.postings.relieve": CLOSES,
    "grids.standing_in.absences.say": OPENS_NOTHING,  # a lent post carries nothing grave
}
ASKING = ("grids.letting_in", "grids.second", "grids.watching")
"""The question itself, and what is told."""
ELSEWHERE = {
    "accounts/factors/setting_up.py": ["accounts.factors.cards.make"],
    "accounts/factors/views.py": ["accounts.factors.setting_up.end_device"],  # one's own
}


def acts():
    """(name, function) of all that somebody does `by` themselves about somebody else."""
    about = {"user", "device", "posting", "username"}
    for package in (accounts, grids):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." in found.name or found.name in ASKING:
                continue
            module = import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                asked = set(inspect.signature(function).parameters)
                own = inspect.unwrap(function).__module__ == found.name
                if own and not name.startswith("_") and "by" in asked and asked & about:
                    yield f"{found.name}.{name}"


def test_every_act_about_anothers_account_is_judged():
    found = set(acts())
    # `by` is a word there: how somebody came in.
    by_word = {"accounts.tokens.issue", "accounts.passwords.check", "accounts.views.welcome"}

    assert found - by_word == set(ACTS)


def test_pages_change_anothers_account_through_the_one_place_that_asks(settings):
    callers = {}
    for app in settings.HOUSE_APPS:
        for path in (settings.ROOT / app).rglob("*.py"):
            text = path.read_text()
            for act in ACTS:
                _package, module, name = act.rsplit(".", 2)
                if act.startswith("accounts.") and f"{module}.{name}(" in text:
                    callers.setdefault(path.relative_to(settings.ROOT).as_posix(), []).append(act)

    for path, found in ELSEWHERE.items():
        assert callers.pop(path) == found
    judged = {act for act, verdict in ACTS.items() if verdict != OPENS_NOTHING}
    asks = {path for path, found in callers.items() if judged & set(found)}
    assert asks == {"grids/letting_in.py"}


def every_way_in(user, by, **more):
    """Each act that opens a way into this account, by its name."""
    about = {"user": user, "by": by, "at": timezone.now(), **more}
    return {
        "code": lambda: letting_in.give_code(**about),
        "factor": lambda: letting_in.replace_factor(whence=HERE, **about),
        "name": lambda: letting_in.change_account(username="somebody-else", **about),
        "on": lambda: letting_in.change_account(is_active=True, **about),
    }


def opened_alone(user, by, **more):
    """The ways in that open without a second person."""
    opened = []
    for name, act in every_way_in(user, by, **more).items():
        User.objects.filter(pk=user.pk).update(is_active=name != "on")
        try:
            with transaction.atomic():
                act()
                opened.append(name)
                transaction.set_rollback(True)
        except (second.NeedsSecond, second.NotASecond):
            pass
    return opened


ALL = ["code", "factor", "name", "on"]


GRAVE_DAILY = ["secretary", "system_admin"]


@pytest.mark.parametrize(
    "role", some_daily(roles.grave(), daily=GRAVE_DAILY, others=pytest.mark.trial("people"))
)
def test_no_way_into_a_grave_account_opens_for_one_person(bai, mai, lin, street, north, role):
    area = street if "township" in roles.ROLES[role].levels else north
    held = builders.make_staff("victim", "某人", area, role)

    assert opened_alone(held, bai) == opened_alone(held, bai, confirmed_by=lin) == []
    with pytest.raises(second.NeedsSecond):
        letting_in.give_card(user=held, by=bai, at=timezone.now())
    assert opened_alone(held, bai, confirmed_by=mai) == opened_alone(held, None) == ALL


def test_a_role_that_is_no_longer_grave_is_noticed(bai, chen, monkeypatch):
    monkeypatch.setattr(roles, "GRAVE", frozenset())

    assert opened_alone(chen, bai) == ALL


def test_a_proposal_that_made_nobody_heavier_is_noticed(bai, mai, zhou, north, monkeypatch):
    about = {"area": north, "role": "secretary", "from_on": timezone.localdate(), "user": zhou}
    proposals.ask(kind="appoint", by=bai, at=timezone.now(), **about)
    assert opened_alone(zhou, bai) == []

    monkeypatch.setattr(second, "_besides", [])
    assert opened_alone(zhou, bai) == ALL


def test_a_post_that_begins_later_or_whose_owner_is_switched_off_weighs_as_well(bai, zhou, north):
    later = timezone.localdate() + timedelta(days=9)
    post = {"area": north, "role": "secretary", "from_on": later}
    postings.appoint(user=zhou, by=None, at=timezone.now(), **post)
    User.objects.filter(pk=zhou.pk).update(is_active=False)

    assert opened_alone(zhou, bai) == []
