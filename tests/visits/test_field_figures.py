"""The field in numbers: counted in local weeks, for what one may see, never by worker."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from foundation.charts import figures
from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY
from visits.field import figures as field_figures


def met(by, home, days_ago, outcome="met"):
    return builders.log_contact(by, home, outcome=outcome, at=NOON - timedelta(days=days_ago))


def test_weeks_begin_on_monday_and_months_on_the_first():
    assert [f"{day:%m-%d}" for day in figures.weeks(TODAY, 3)] == ["02-23", "03-02", "03-09"]
    assert [f"{day:%Y-%m}" for day in figures.months(TODAY, 4)] == [
        "2025-12",
        "2026-01",
        "2026-02",
        "2026-03",
    ]


def test_a_contact_counts_in_the_week_of_the_local_day(lin, home):
    visit = met(lin, home, 1)
    monday = timezone.make_aware(datetime.combine(TODAY - timedelta(1), time(0, 5)))
    for at, place in ((monday, -1), (monday - timedelta(minutes=10), -2)):
        type(visit).objects.filter(pk=visit.pk).update(occurred_at=at)
        reached, _vain = field_figures.contacts_by_week(builders.reader_of(lin), within={}).series
        assert [n for n, count in enumerate(reached.values) if count] == [12 + place]


def test_an_attempt_counts_beside_the_contacts(lin, home):
    met(lin, home, 1)
    met(lin, home, 2, "nobody")
    figure = field_figures.contacts_by_week(builders.reader_of(lin), within={"grid": home.grid_id})

    assert [sum(row.values) for row in figure.series] == [1, 1]
    assert "见到、问到 1 次，去了没见着 1 次" in figure.sentence


@pytest.fixture
def tiered(home):
    for name, due in (("甲", -2), ("乙", 0), ("丙", 5)):
        person = builders.make_person(home, name)
        builders.tag(person, "low_income")
        Person.objects.filter(pk=person.pk).update(next_due_on=TODAY + timedelta(days=due))


def test_people_with_a_tier_are_in_time_due_or_late(lin, tiered):
    figure = field_figures.in_time(builders.reader_of(lin), within={})

    assert [sum(row.values) for row in figure.series] == [1, 1, 1]
    assert figure.sentence == "要常联系的 3 位居民里，67% 按时联系了，1 位晚了。"


@pytest.mark.parametrize(
    ("everybody", "late", "share"),
    [
        (148, 12, 92),
        (200, 1, 99),
        (1000, 1, 99),
        (200, 199, 1),
        (1000, 999, 1),
        (8, 8, 0),
        (8, 0, 100),
    ],
)
def test_a_share_is_rounded_and_never_hides_the_last_one(everybody, late, share):
    assert field_figures.in_percent(everybody, late) == share


def test_the_calendar_puts_who_is_late_on_today(lin, tiered):
    figure = field_figures.ahead(builders.reader_of(lin), within={})
    values = figure.series[0].values

    assert TODAY.weekday() == figure.extra["today"] == 1
    assert [n for n, count in enumerate(values) if count] == [1, 6]
    assert (values[1], values[6], len(values)) == (2, 1, 35)


def test_nobody_counts_what_they_may_not_see(lin, zhou, home, tiered):
    met(lin, home, 1)

    for figure in field_figures.all_of(builders.reader_of(zhou), within={}).values():
        assert figure.is_empty
    for figure in field_figures.all_of(builders.reader_of(lin), within={}).values():
        assert not figure.is_empty


def test_the_figures_cost_four_queries(lin, home, tiered, django_assert_num_queries):
    reader = builders.reader_of(lin)
    assert reader.posts
    for days in range(1, 4):
        met(lin, home, days)
        with django_assert_num_queries(4):
            field_figures.all_of(reader, within={"grid": home.grid_id})
