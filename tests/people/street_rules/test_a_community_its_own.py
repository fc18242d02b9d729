"""A community sets its own rules on the page of its secretary, and goes back (P20)."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cases import categories, clocks
from cases.models import Case, Category, Deadline
from foundation.models import Record
from grids import regulations
from grids.models import CalendarDay
from office.rules import writing
from residents import tiers
from residents.models import ContactTier
from tests import builders
from tests.conftest import NOON
from tests.people.street_rules.conftest import browser, rule

PROMISED = {"amount": 2, "unit": "workdays", "basis": "社区承诺"}


@pytest.fixture
def hers(chen):
    return browser(chen)


def page_of(area, kind):
    return f"/rules/{area.code}/?kind={kind}"


def new(area, kind):
    return f"/rules/{area.code}/rule/?kind={kind}"


def lines(client, area, kind):
    """{what stands on a line: (whose it is, where it leads)}."""
    shown = client.get(page_of(area, kind)).context["lines"]
    return {each["line"].title: (each["whose"], each["href"]) for each in shown}


def save(client, href, **typed):
    """What a browser sends back of the form behind a link, with what somebody typed."""
    form = client.get(href).context["form"]
    begins = {field.html_name: field.value() for field in form}
    sent = {name: getattr(value, "pk", value) for name, value in begins.items()}
    yes_no = {True: "yes", False: "no"}
    sent = {k: yes_no[v] if isinstance(v, bool) else v for k, v in sent.items() if v is not None}
    return client.post(href, sent | typed)


def back_of(href):
    return href.replace("/rule/", "/take-back/")


def test_a_secretary_sees_whose_rules_hold_and_sets_one_of_her_own(
    hers, bai, street, north, far, east, lin
):
    rule(bai, Deadline, street, priority="urgent", amount=1)
    running = builders.make_case(lin, east, at=NOON)
    assert hers.get("/rules/")["Location"] == f"/rules/{north.code}/"
    before = lines(hers, north, "deadlines")
    whose, href = before["其他各类，一般"]
    assert (whose, before["其他各类，急"][0]) == ("河东试验区的规定", "本街道改过")

    page = hers.get(href)
    # What happens to what is open is said before.
    assert "您看得到的还有 1 件在算期限，期限不变。" in page.text
    assert "从存好以后新报的事算起" in page.text
    assert save(hers, href, **PROMISED)["Location"] == page_of(north, "deadlines")

    assert lines(hers, north, "deadlines")["其他各类，一般"][0] == "本社区改过"
    lamp = builders.make_category()
    amounts = [clocks.deadline_for(lamp, "normal", place).amount for place in (east, far)]
    assert amounts == [2, 5]
    assert Case.objects.get(pk=running.pk).due_at == running.due_at
    own = Deadline.objects.get(area=north)
    assert Record.objects.filter(scope=north.code, thing=f"cases.deadline:{own.pk}").count() == 1

    own_href = lines(hers, north, "deadlines")["其他各类，一般"][1]
    asked = hers.get(back_of(own_href))
    assert "现在“2”，以后“5”" in asked.text and "恢复用河东试验区的规定" in asked.text
    seen = asked.context["seen"]
    assert hers.post(back_of(own_href), {"seen": seen}).status_code == 302
    assert lines(hers, north, "deadlines") == before
    assert clocks.deadline_for(lamp, "normal", east).amount == 5
    assert Record.objects.filter(thing=f"cases.deadline:{own.pk}").count() == 2


def test_each_kind_of_rule_is_the_communitys_to_set(hers, north, south, far, east):
    _whose, tier = lines(hers, north, "tiers")["高关注"]
    save(hers, tier, every_days=3, basis="社区承诺")
    save(hers, new(north, "days"), day="2126-03-11", is_workday="no", why="停电检修")
    save(hers, new(north, "categories"), name="充电桩坏了", confidential_by_default="no")
    manhole = builders.make_category("井盖坏了")
    save(hers, new(north, "deadlines"), category=manhole.pk, priority="normal", **PROMISED)

    rows = [kind.objects.exclude(area=None).get() for kind in (ContactTier, CalendarDay, Category)]
    assert [row.area for row in rows] == [north] * 3
    assert tiers.at(east, far).days(east)["high"] == 3
    assert tiers.at(east, far).days(far)["high"] == 7
    names = {each.name for each in categories.in_use(east)}
    assert names - {each.name for each in categories.in_use(far)} == {"充电桩坏了"}
    days = [clocks.deadline_for(manhole, "normal", place).amount for place in (east, far)]
    assert days == [2, 4]
    assert lines(hers, north, "days")["2126年3月11日"][0] == "本社区的规定"
    # What is over cannot be decided any more, nor one thing twice.
    past = save(hers, new(north, "days"), day="2026-01-02", is_workday="no", why="忘了")
    assert past.status_code == 422 and "已经过去" in past.text
    again = save(hers, new(north, "deadlines"), category=manhole.pk, priority="normal", **PROMISED)
    assert "这个类别和缓急已经有时限" in again.text
    # A category of one's own may have been used: it is switched off, not taken back.
    own = lines(hers, north, "categories")["充电桩坏了"][1]
    assert "take_back" not in hers.get(own).context
    assert hers.post(back_of(own), {"seen": ""}).status_code == 302
    assert save(hers, own, active="no").status_code == 302
    assert "充电桩坏了" not in {each.name for each in categories.in_use(east)}


def test_secrecy_is_only_tightened(hers, north, east, far):
    shown = lines(hers, north, "categories")
    noise, hurt = shown["邻居吵闹、噪音"][1], shown["家里有人被伤害"][1]
    family = builders.make_category("家里的事")

    save(hers, noise, confidential_by_default="yes")
    held = [
        categories.is_confidential(builders.make_category("邻居吵闹、噪音"), p) for p in (east, far)
    ]
    assert held == [True, False]
    # What is secret above is not asked, and what is sent all the same changes nothing.
    form = hers.get(hurt).context["form"]
    assert {"confidential_by_default", "active"}.isdisjoint(form.fields)
    assert (
        save(hers, hurt, confidential_by_default="no", active="no", words="先打电话").status_code
        == 302
    )
    local = categories.here(builders.make_category("家里有人被伤害"), east)
    assert (local.confidential, local.active, local.words) == (True, True, "先打电话")
    # Nor is a new one in a secret group open.
    sent = {"name": "夫妻吵架", "parent": family.pk, "confidential_by_default": "no"}
    assert "这里不能放开" in save(hers, new(north, "categories"), **sent).text
    assert not Category.objects.filter(name="夫妻吵架").exists()
    # The control: what is as secret is taken.
    assert (
        save(
            hers, new(north, "categories"), **sent | {"confidential_by_default": "yes"}
        ).status_code
        == 302
    )


@pytest.mark.parametrize("guarded", [True, False])
def test_whoever_is_being_hurt_never_waits_longer(guarded, hers, north, monkeypatch):
    if not guarded:
        monkeypatch.setattr(Deadline, "_above_of_harm", lambda rule: None)
    href = lines(hers, north, "deadlines")["家里有人被伤害，一般"][1]

    tried = [save(hers, href, amount=3), save(hers, href, amount=1, unit="workdays")]
    assert ["这里只能更短" in answer.text for answer in tried] == [guarded, guarded]
    assert Deadline.objects.filter(area=north).exists() is not guarded
    # Shorter is taken.
    assert save(hers, href, amount=1, unit="hours").status_code == 302


@pytest.mark.parametrize("guarded", [True, False])
def test_of_two_who_change_one_rule_the_second_is_asked_again(
    guarded, hers, bai, street, north, monkeypatch
):
    if not guarded:
        monkeypatch.setattr(writing, "_check", lambda rule, community, seen: None)
    href = lines(hers, north, "deadlines")["其他各类，一般"][1]
    sent = PROMISED | {"seen": hers.get(href).context["form"]["seen"].value()}
    rule(bai, Deadline, street, amount=4)

    answer = hers.post(href, sent)

    assert Deadline.objects.filter(area=north).exists() is not guarded
    if guarded:
        # What was typed is still there, beside what holds by now; once more is meant.
        assert answer.status_code == 409 and "4 个工作日" in answer.text
        form = answer.context["form"]
        again = {name: form[name].value() for name in sent}
        assert again.pop("seen") != sent["seen"]
        assert hers.post(href, again | {"seen": form["seen"].value()}).status_code == 302
        assert Deadline.objects.get(area=north).amount == 2


def test_taking_back_what_changed_meanwhile_shows_it_first(hers, bai, north):
    own = rule(bai, Deadline, north, amount=2)
    href = back_of(lines(hers, north, "deadlines")["其他各类，一般"][1])
    seen = hers.get(href).context["seen"]
    Deadline.objects.filter(pk=own.pk).update(amount=1)

    assert "/rule/" in hers.post(href, {"seen": seen})["Location"]
    assert Deadline.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("guarded", [True, False])
def test_nobody_sets_rules_of_another_community(
    guarded, hers, qian, lin, north, south, monkeypatch
):
    if not guarded:
        every = regulations.Area.objects.filter(level="community")
        monkeypatch.setattr(regulations, "communities_ruled", lambda reader: every)
    own = rule_of(qian, south)
    theirs = lines(browser(qian), south, "tiers")["高关注"][1]

    answers = [
        hers.get(page_of(south, "tiers")),
        hers.post(theirs, {"every_days": 30, "basis": "不管"}),
        hers.post(back_of(theirs), {"seen": writing.mark_of(own)}),
    ]

    assert [answer.status_code == 404 for answer in answers] == [guarded] * 3
    assert browser(lin).get(page_of(north, "tiers")).status_code == 404
    # A key of elsewhere behind an address of one's own leads nowhere.
    key = parse_qs(urlsplit(theirs).query)["rule"][0]
    here = f"/rules/{north.code}/rule/?kind=tiers&rule={key}"
    assert hers.get(here).status_code == 404
    assert ContactTier.objects.filter(area=north).exists() is False


def rule_of(secretary, community):
    client = browser(secretary)
    save(client, lines(client, community, "tiers")["高关注"][1], every_days=3, basis="社区承诺")
    return ContactTier.objects.get(area=community)


def test_a_longer_list_asks_no_more(hers, north, django_assert_num_queries):
    hers.get(page_of(north, "days"))
    for n in (1, 3):
        while CalendarDay.objects.count() < n:
            day = f"2126-03-1{CalendarDay.objects.count()}"
            save(hers, new(north, "days"), day=day, is_workday="no", why="停电检修")
        hers.get(page_of(north, "days"))
        with django_assert_num_queries(7):
            hers.get(page_of(north, "days"))
