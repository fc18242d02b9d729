"""One street rules its own street: categories, deadlines, tiers and days, and nobody else's."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import categories, clocks, workflow
from cases.models import Case, Category, Deadline
from foundation.models import Record
from grids import calendar, regulations
from grids.models import Area, CalendarDay
from residents import tiers
from residents.models import ContactTier, Person
from tests import builders, neighbourhood
from tests.conftest import NOON, TODAY, SignedInClient

FIVE = NOON.replace(day=17, hour=17, minute=30)  # five workdays after NOON
KINDS = [Category, Deadline, ContactTier, CalendarDay]


def page(kind, name="changelist", *args):
    return reverse(f"admin:{kind._meta.app_label}_{kind._meta.model_name}_{name}", args=args)


def browser(user):
    client = SignedInClient()
    client.force_login(user)
    return client


@pytest.fixture
def abroad(district):
    return neighbourhood.grid_abroad(district)


@pytest.fixture
def tan(abroad):
    """At the office of the other street."""
    return builders.make_staff("tan", "谭远", abroad.parent.parent, "street_staff")


@pytest.fixture
def ding(district):
    """At the district, above both streets."""
    return builders.make_staff("ding", "丁宁", district, "street_staff")


def typed(kind, **facts):
    """What somebody types who makes a rule of this kind."""
    usual = {
        Category: {"name": "充电桩坏了", "position": 50, "active": "on"},
        Deadline: {"priority": "normal", "amount": 3, "unit": "workdays", "basis": "本街道承诺"},
        ContactTier: {"tier": "high", "every_days": 3, "basis": "本街道承诺"},
        CalendarDay: {"day": "2026-03-11", "why": "停电检修"},
    }
    no_deadlines = {f"deadlines-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    return usual[kind] | (no_deadlines if kind is Category else {}) | facts


def rule(user, kind, area, **facts):
    """Somebody makes a rule, as they do: in the form."""
    answer = browser(user).post(page(kind, "add"), typed(kind, area=area.pk, **facts))
    assert answer.status_code == 302, answer.context["errors"]
    return kind.objects.latest("pk")


# Each by its own


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


# Nobody else's


def attempts(user, kind, house, foreign, area):
    """Each way somebody could write a rule that is not theirs."""
    client = browser(user)
    yield client.post(page(kind, "add"), typed(kind, area=area.pk))
    yield client.post(page(kind, "add"), typed(kind, area=""))
    for row in (house, foreign):
        yield client.post(
            page(kind, "change", row.pk), typed(kind, amount=1, every_days=1, why="x")
        )
        yield client.post(page(kind, "delete", row.pk), {"post": "yes"})
        beside = f"{page(kind, 'add')}?from={row.pk}"
        yield client.post(beside, typed(kind, area=area.pk, instead_of=row.pk))
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        yield client.post(page(kind), chosen)


def everything():
    return [list(kind.objects.order_by("pk").values()) for kind in KINDS]


@pytest.fixture
def others(bai, tan, abroad, street):
    """{kind: (one of the house, one of the other street)}, and the other street."""
    there, made = abroad.parent.parent, {}
    CalendarDay.objects.create(day=date(2026, 3, 12), is_workday=False, why="本区放假")
    for kind in KINDS:
        facts = {"day": "2026-03-13"} if kind is CalendarDay else {}
        made[kind] = kind.objects.filter(area=None).first(), rule(tan, kind, there, **facts)
    return made, there


def test_no_street_writes_the_rules_of_another_or_of_all(bai, chen, lin, others):
    made, there = others
    before, records = everything(), Record.objects.count()

    tried = [
        answer.status_code
        for user in (bai, chen, lin)
        for kind, (house, foreign) in made.items()
        for answer in attempts(user, kind, house, foreign, there)
    ]

    assert everything() == before and Record.objects.count() == records
    assert len(tried) == 3 * 4 * 10 and 500 not in tried
    print(f"\n{len(tried)} writes of others to {len(KINDS)} registers, 0 accepted")


def test_nor_does_it_find_them(bai, others):
    """Out of sight is missing; what holds for all is read, and stands whose it is."""
    client = browser(bai)
    for kind, (house, foreign) in others[0].items():
        listed = client.get(page(kind))
        shown = set(listed.context["cl"].result_list)
        assert house in shown and foreign not in shown
        assert "河东试验区的规定" in listed.text and "远方街道" not in listed.text
        missing = client.get(page(kind, "change", foreign.pk))
        assert missing.status_code == client.get(page(kind, "change", 987654)).status_code == 302
        assert client.get(page(kind, "change", house.pk)).status_code == 200
        assert client.get(f"{page(kind)}?area={foreign.area_id}").status_code in (200, 302)


def test_a_writer_nobody_asked_for_leave_is_noticed(bai, others, monkeypatch):
    monkeypatch.setattr(regulations, "may_write", lambda reader, area: True)
    before = everything()

    for kind, (house, foreign) in others[0].items():
        for _answer in attempts(bai, kind, house, foreign, others[1]):
            pass

    changed = [now != then for now, then in zip(everything(), before, strict=True)]
    assert changed == [True] * len(KINDS)


def test_without_a_list_of_ones_own_areas_the_second_look_still_refuses(bai, others, monkeypatch):
    """A form that let every area through meets the writer."""
    monkeypatch.setattr(regulations, "areas_to_write", lambda reader: Area.objects.all())
    before, there = everything(), others[1]

    for kind in KINDS:
        facts = {"tier": "key", "day": "2026-05-05", "name": "别的", "priority": "urgent"}
        sent = {key: value for key, value in facts.items() if key in typed(kind)}
        answer = browser(bai).post(page(kind, "add"), typed(kind, area=there.pk, **sent))
        assert answer.status_code == 403, kind

    assert everything() == before


# The house


def test_whoever_administers_all_of_it_writes_for_the_house(ding, bai, street, abroad):
    five = Deadline.objects.get(category=None, priority="normal")
    sent = {"amount": 4, "unit": "workdays", "basis": "本区规定"}

    browser(ding).post(page(Deadline, "change", five.pk), sent)

    five.refresh_from_db()
    assert (five.amount, five.area) == (4, None)
    # And for any street below, too.
    assert rule(ding, Deadline, abroad.parent.parent).area == abroad.parent.parent


def test_where_nothing_stands_above_two_streets_neither_writes_for_both(
    bai, tan, district, street, abroad
):
    def may():
        return [builders.reader_of(user).rules_the_house for user in (bai, tan)]

    assert may() == [False, False]
    type(district).objects.filter(pk=district.pk).update(valid_to=TODAY - timedelta(days=1))
    assert may() == [False, False]
    assert regulations.name_of_the_house() == ""
    # A street that is alone is the house.
    type(district).objects.filter(path__startswith=abroad.parent.parent.path).update(
        valid_to=TODAY - timedelta(days=1)
    )
    assert may() == [True, False]
    assert regulations.name_of_the_house() == "和平街道"


# Making one's own, and going back


def test_an_icon_nobody_drew_is_refused_for_it_would_break_every_page(bai, street):
    sent = typed(Category, area=street.pk, icon="lampe")

    assert "没有叫“lampe”的图标" in browser(bai).post(page(Category, "add"), sent).text
    assert rule(bai, Category, street, icon="lamp").icon == "lamp"


def test_a_street_makes_a_rule_its_own_sees_what_differs_and_goes_back(bai, street, lin, east):
    client = browser(bai)
    five = Deadline.objects.get(category=None, priority="normal")
    running = builders.make_case(lin, east, at=NOON)

    above = client.get(page(Deadline, "change", five.pk))
    [way] = above.context["ways"]
    form = client.get(way["link"]).context["adminform"].form
    assert (way["title"], form["amount"].value(), form["area"].value()) == (
        "改成本街道的",
        5,
        street.pk,
    )
    sent = typed(Deadline, area=street.pk) | {"why_changed": "书记会定的"}
    client.post(way["link"], sent)

    own = Deadline.objects.get(area=street)
    opened = client.get(page(Deadline, "change", own.pk))
    assert "时限：河东试验区是“5”，这里是“3”" in opened.text
    assert "本街道改过" in opened.text
    assert (
        client.get(page(Deadline)).text.count("本街道改过") == 2
    )  # its own, and beside the house's
    assert client.get(page(Deadline, "change", five.pk)).context["ways"][0]["title"] == "看本街道的"
    again = client.post(way["link"], sent)
    assert "这个缓急已经有通用时限" in again.text

    [back] = [way for way in opened.context["ways"] if way["icon"] == "undo"]
    shown = client.get(back["link"]).text
    assert "这里是“3”" in shown and "恢复用河东试验区的规定" in shown
    said = client.post(back["link"], {"post": "yes"}, follow=True).text
    assert "已经在算的期限不变" in said
    assert not Deadline.objects.filter(area=street).exists()
    assert Record.objects.filter(thing__startswith="cases.deadline").count() == 2
    # What was running runs on, through both.
    before, running = running.due_at, Case.objects.get(pk=running.pk)
    assert running.due_at == before == FIVE


def test_a_category_of_ones_own_is_switched_off_not_deleted_and_has_its_deadlines(
    bai, street, north, lin, east
):
    facts = {"deadlines-TOTAL_FORMS": 1, "deadlines-0-priority": "normal"}
    facts |= {"deadlines-0-amount": 1, "deadlines-0-unit": "workdays", "deadlines-0-basis": "试行"}
    own = rule(bai, Category, street, **facts)
    client = browser(bai)

    assert own.deadlines.get().area == street
    assert client.post(page(Category, "delete", own.pk), {"post": "yes"}).status_code == 403
    # A deadline of a street's category is no rule of the house, nor of another place.
    twice = (
        typed(Category, **facts)
        | {"deadlines-TOTAL_FORMS": 2}
        | {key.replace("-0-", "-1-"): value for key, value in facts.items() if "-0-" in key}
    )
    refused = client.post(page(Category, "add"), twice | {"area": north.pk, "name": "门卫"})
    assert "这个类别和缓急已经有时限" in refused.text


def test_each_rule_stands_once_in_its_area_whoever_writes(street, north, db):
    """In the database, with and without an area and a category."""
    rows = [
        ContactTier.objects.first(),
        CalendarDay.objects.create(day=TODAY, is_workday=False, why="停电"),
        Deadline.objects.get(category=None, priority="normal"),
        Deadline.objects.exclude(category=None).first(),
        builders.make_category("路灯不亮"),
        builders.make_category("公共设施"),
        Category(instead_of=builders.make_category("井盖坏了")),
    ]
    for row in rows:
        for area in (street, north, row.area):
            refused = 0
            for _time in range(2):
                row.pk, row.area, row._state.adding = None, area, True
                try:
                    with transaction.atomic():
                        row.save()
                except IntegrityError:
                    refused += 1
            assert refused == (2 if area is None else 1), (row, area)


def test_each_kind_is_one_query_however_many_places(
    street, east, far, abroad, django_assert_num_queries
):
    lamp = builders.make_category()
    for area in (street, east.parent, far.parent):
        ContactTier.objects.create(area=area, tier="high", every_days=3, basis="x")
        Category.objects.create(area=area, instead_of=lamp)
    for places in ([east], [east, far, abroad]):
        with django_assert_num_queries(2):
            categories.in_use(*places)
            tiers.at(*places)
    with django_assert_num_queries(2):
        clocks.deadline_for(lamp, "normal", east)
        calendar.after_workdays(NOON, 5, place=east)


def test_lists_of_rules_ask_as_often_with_one_as_with_three(bai, street, north, south):
    client, asked = browser(bai), []
    for area in (street, north, south):
        rule(bai, Deadline, area)
        with CaptureQueriesContext(connection) as captured:
            client.get(page(Deadline))
        asked.append(len(captured))

    assert len(set(asked)) == 1
