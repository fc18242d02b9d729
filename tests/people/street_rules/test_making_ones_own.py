"""A street makes a rule its own, sees what differs, and goes back."""

from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import categories, clocks
from cases.models import Case, Category, Deadline
from foundation.models import Record
from grids import calendar
from grids.models import CalendarDay
from residents import tiers
from residents.models import ContactTier
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.street_rules.conftest import FIVE, browser, page, rule, typed


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
