"""The morning list, and what stays overdue."""

from datetime import timedelta

from notices import reminders
from notices.models import Notice
from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY


def one_due(home, days_late=0):
    person = builders.make_person(home, "赵大爷")
    builders.tag(person, "living_alone_80")
    Person.objects.filter(pk=person.pk).update(next_due_on=TODAY - timedelta(days=days_late))


def told(user):
    return [notice.values for notice in Notice.objects.filter(recipient=user).order_by("pk")]


def test_a_worker_gets_one_morning_list_a_day(lin, zhou, home):
    one_due(home)

    for minutes in (0, 1, 60):
        reminders.sweep(NOON + timedelta(minutes=minutes))

    assert told(lin) == [{"due": 1, "overdue": 0}]
    assert told(zhou) == []


def test_before_eight_nobody_is_told(lin, home):
    one_due(home)

    reminders.sweep(NOON.replace(hour=7, minute=59))

    assert told(lin) == []


def test_the_next_day_brings_the_next_list(lin, home):
    one_due(home)

    reminders.sweep(NOON)
    reminders.sweep(NOON + timedelta(days=1))

    assert told(lin) == [{"due": 1, "overdue": 0}, {"due": 1, "overdue": 1}]


def test_the_lead_hears_what_is_overdue_and_without_a_lead_the_secretary(lin, chen, east, home):
    one_due(home, days_late=3)
    reminders.sweep(NOON)
    assert told(chen) == [{"grid": east.name, "overdue": 1}]

    lead = builders.make_staff("lead", "网格长", east, "grid_lead")
    reminders.sweep(NOON + timedelta(days=1))
    assert {"grid": east.name, "overdue": 1} in told(lead)
    assert len(told(chen)) == 1


def test_a_worker_whose_post_ended_hears_nothing(gao, home):
    one_due(home)

    reminders.sweep(NOON)

    assert told(gao) == []
