"""One street rules its own street: deadlines, days, tiers, categories, secrecy (P20)."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from cases import categories, clocks, workflow
from cases.models import Case, Category, Deadline
from grids import calendar
from grids.models import CalendarDay
from residents.models import ContactTier, Person
from tests import builders
from tests.conftest import NOON, TODAY, SignedInClient
from tests.people.street_rules.conftest import FIVE, browser, page, rule, typed


def test_two_streets_with_different_deadlines_answer_by_different_days(bai, tan, east, abroad, lin):
    rule(bai, Deadline, east.parent.parent)
    rule(tan, Deadline, abroad.parent.parent, amount=8, basis="远方街道试行")
    lamp = builders.make_category()

    ours = builders.make_case(lin, east, at=NOON)
    theirs = clocks.due(category=lamp, priority="normal", at=NOON, place=abroad)
    house = clocks.due(category=lamp, priority="normal", at=NOON, place=None)

    assert ours.due_at == NOON.replace(day=13, hour=17, minute=30)
    assert [theirs[0], house[0]] == [NOON.replace(day=20, hour=17, minute=30), FIVE]
    # Which rule it was is told with it, by name.
    assert "依据：本街道承诺（和平街道的规定）。" in clocks.explain(ours.due_because, ours.due_at)
    assert clocks.explain(theirs[1], theirs[0])[-1] == "依据：远方街道试行（远方街道的规定）。"
    assert clocks.explain(house[1], house[0])[-1].endswith("（河东试验区的规定）。")


def test_what_was_counted_before_does_not_say_whose_it_was():
    because = {"start": NOON.isoformat(), "amount": 5, "unit": "workdays", "basis": "旧规定"}
    because |= {"skipped": [], "make_up": [], "guessed": False}

    assert clocks.explain(because, FIVE)[-1] == "依据：旧规定。"


def test_a_community_comes_before_its_street_and_the_own_kind_before_all_others(
    bai, east, far, north, street
):
    rule(bai, Deadline, street, amount=3)
    rule(bai, Deadline, north, amount=2)
    manhole, lamp = builders.make_category("井盖坏了"), builders.make_category()

    def amounts(category):
        rules = [clocks.deadline_for(category, "normal", place) for place in (east, far, None)]
        return [each.amount for each in rules]

    assert amounts(lamp) == [2, 3, 5]
    assert amounts(manhole) == [4, 4, 4]  # hours, of the house: a manhole is no "other matter"


def test_a_day_off_of_one_street_is_a_workday_of_the_other(bai, tan, east, abroad, north):
    rule(bai, CalendarDay, east.parent.parent)
    rule(bai, CalendarDay, north, is_workday="on", why="补昨天的班", day="2026-03-14")
    lamp = builders.make_category()

    due = {
        place: clocks.due(category=lamp, priority="normal", at=NOON, place=place)
        for place in (east, abroad)
    }

    assert due[abroad][0] == due[east][0] == FIVE  # a day off, and a Saturday worked
    sentences = clocks.explain(due[east][1], due[east][0])
    assert "3月11日 休息：停电检修（和平街道的规定）。" in sentences
    assert "3月14日 上班：补昨天的班（北苑社区的规定）。" in sentences
    assert "停电" not in " ".join(clocks.explain(due[abroad][1], due[abroad][0]))
    days = {place: calendar.workday_before(date(2026, 3, 12), place=place) for place in due}
    assert days == {east: date(2026, 3, 10), abroad: date(2026, 3, 11)}


def test_how_often_somebody_is_due_follows_where_they_live(
    bai, lin, home, street, north, far, abroad
):
    rule(bai, ContactTier, street, every_days=4)
    rule(bai, ContactTier, north, every_days=2)
    people = [
        builders.make_person(builders.make_door(grid), f"住户{grid.pk}")
        for grid in (home.grid, far, abroad)
    ]
    for person in people:
        builders.tag(person)
        builders.log_contact(lin, person.home, [person], at=NOON)

    due = Person.objects.filter(pk__in=[each.pk for each in people]).order_by("pk")

    assert [(each.next_due_on - TODAY).days for each in due] == [2, 4, 7]
    door = browser(lin).get(reverse("visits:door", args=[people[0].home_id])).text
    assert "每 2 天联系" in door


def test_a_street_has_categories_of_its_own_and_keeps_those_above_in_its_own_way(
    bai, street, east, abroad, wang, lin
):
    own = rule(bai, Category, street, parent=builders.make_category("公共设施").pk)
    change(bai, "意见建议", street, active="")
    change(bai, "政策咨询", street, words="先打社区电话问", position=1)

    def names(place):
        return [each.name for each in categories.in_use(place)]

    assert {*names(east)} ^ {*names(abroad)} == {own.name, "意见建议"}
    assert names(east)[0] == "政策咨询"
    program = browser(lin).get("/api/v1/case-categories/", {"area": east.code}).json()
    assert {each["name"] for each in program["items"]} == {*names(east)}
    # Residents report at home, staff where they work; what is not used there is not taken.
    mine = SignedInClient()
    mine.force_login(wang.user, by="code")
    tops = [
        label for _value, label in mine.get("/my/report/").context["form"]["category"].field.choices
    ]
    assert tops == [each.name for each in categories.first_level(wang)]
    ideas = builders.make_category("意见建议")
    sent = {"client_id": uuid4(), "category": ideas.pk, "words": "装个长椅。"}
    assert "请从列出来的里面选一类" in mine.post("/my/report/", sent).text
    assert not Case.objects.exists()
    # It is nobody else's: not in their forms, not in their cases, whoever calls.
    with pytest.raises(categories.NotACategoryHere):
        builders.make_case(lin, abroad, at=NOON, category=own.name)


def change(user, name, area, **facts):
    """A street keeps a category from above in its own way: by the way its page shows."""
    client, above = browser(user), Category.objects.get(name=name, area=None)
    [way] = client.get(page(Category, "change", above.pk)).context["ways"]
    form = client.get(way["link"]).context["adminform"].form
    begins = {field.html_name: field.value() for field in form}
    begins = {key: getattr(value, "pk", value) for key, value in begins.items()}
    sent = {key: value for key, value in begins.items() if value not in (None, False)}
    answer = client.post(way["link"], sent | {"area": area.pk} | facts)
    assert answer.status_code == 302, answer.context["errors"]
    return Category.objects.latest("pk")


# Secrecy


def test_secrecy_is_tightened_below_and_never_loosened(bai, street, east, abroad, lin, chen):
    change(bai, "邻里纠纷", street, confidential_by_default="on")
    noise = builders.make_category("邻居吵闹、噪音")

    ours = builders.make_case(lin, east, at=NOON, category=noise.name)

    assert ours.confidential and not categories.is_confidential(noise, abroad)
    # A case that was open is closed up when it becomes one of that kind.
    lamp = builders.make_case(lin, east, at=NOON)
    lamp = workflow.accept(case=lamp, version=1, category=noise, by=chen, at=NOON)
    assert lamp.confidential


def test_no_form_loosens_what_is_secret_above(bai, street):
    family = builders.make_category("家里的事")
    add = f"{page(Category, 'add')}?from={family.pk}"
    sent = typed(Category, area=street.pk, instead_of=family.pk) | {"confidential_by_default": "on"}

    for loosened, sentence in [
        ({"confidential_by_default": ""}, "这里不能放开"),
        ({"active": ""}, "不能停用"),
    ]:
        assert sentence in browser(bai).post(add, sent | loosened).text
    inside = typed(Category, area=street.pk, parent=family.pk)
    assert "这里不能放开" in browser(bai).post(page(Category, "add"), inside).text

    assert not Category.objects.exclude(area=None).exists()
    # The control: what is as secret is taken.
    assert browser(bai).post(add, sent).status_code == 302


def test_a_row_that_says_less_does_not_count(street, east, lin, monkeypatch):
    """Whatever wrote it: the house may make secret what a street has already changed."""
    family = builders.make_category("家里的事")
    hurt = builders.make_category("家里有人被伤害")
    for each in (family, hurt):
        Category.objects.create(area=street, instead_of=each, active=False)
    Category.objects.create(area=street, parent=family, name="夫妻吵架")

    here = categories.in_use(east)
    at_home = [each for each in here if {family.pk, hurt.pk} & {each.pk, each.parent_id}]

    assert [each.confidential for each in at_home] == [True] * 4
    assert builders.make_case(lin, east, at=NOON, category="夫妻吵架").confidential
    # The control: read as they stand, they would have opened it.
    monkeypatch.setattr(categories.LocalCategory, "changed_by", said_last)
    monkeypatch.setattr(categories, "_with_its_group", lambda local, found: local)
    assert not categories.is_confidential(hurt, east)


def said_last(local, row):
    return categories.replace(local, active=row.active, confidential=row.confidential_by_default)
