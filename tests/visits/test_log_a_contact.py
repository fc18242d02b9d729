"""One entry fills the diary, the due date and the door's history."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from residents.models import Correction, Person, Residency
from tests import builders
from tests.conftest import NOON, TODAY
from visits import logbook
from visits.models import Visit


def test_meeting_somebody_moves_their_next_contact(lin, home, wang):
    builders.tag(wang, "living_alone_80")

    builders.log_contact(lin, home, [wang], at=NOON)

    wang.refresh_from_db()
    assert wang.last_contact_on == TODAY
    assert wang.next_due_on == TODAY + timedelta(days=7)


def test_an_attempt_is_logged_and_moves_nothing(lin, home, wang):
    builders.tag(wang, "living_alone_80")
    before = Person.objects.get(pk=wang.pk).next_due_on

    visit = builders.log_contact(lin, home, [wang], outcome="nobody", at=NOON)

    wang.refresh_from_db()
    home.refresh_from_db()
    assert (wang.next_due_on, wang.last_contact_on) == (before, None)
    assert (home.last_attempt_at, home.last_contact_at) == (visit.occurred_at, None)


def test_a_call_counts_like_a_knock(lin, home, wang):
    builders.tag(wang, "low_income")

    builders.log_contact(lin, home, [wang], channel="phone", at=NOON)

    wang.refresh_from_db()
    assert wang.next_due_on == TODAY + timedelta(days=90)


def test_the_same_entry_sent_twice_is_one_contact(lin, home, wang):
    client_id = uuid4()

    first = builders.log_contact(lin, home, [wang], client_id=client_id, at=NOON)
    again = builders.log_contact(lin, home, [wang], client_id=client_id, at=NOON)

    assert first.pk == again.pk
    assert Visit.objects.count() == 1


def test_an_id_that_was_used_for_another_door_is_refused(lin, east, home, wang):
    client_id = uuid4()
    builders.log_contact(lin, home, [wang], client_id=client_id, at=NOON)

    with pytest.raises(logbook.AlreadyLogged):
        builders.log_contact(lin, builders.make_door(east), client_id=client_id, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_twenty_resends_at_once_are_one_contact(lin, home, wang):
    client_id = uuid4()

    def send(n):
        try:
            return builders.log_contact(
                lin, home, [wang], client_id=client_id, at=NOON + timedelta(seconds=n)
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))

    assert len(answers) == 1
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("away", [timedelta(minutes=5), -timedelta(days=8)])
def test_neither_the_future_nor_long_ago_can_be_logged(lin, home, away):
    with pytest.raises(logbook.ImpossibleTime):
        builders.log_contact(lin, home, occurred_at=NOON + away, at=NOON)

    assert not Visit.objects.exists()


def test_a_late_entry_never_hides_a_newer_contact(lin, home, wang):
    builders.tag(wang)
    builders.log_contact(lin, home, [wang], at=NOON)

    builders.log_contact(lin, home, [wang], occurred_at=NOON - timedelta(days=2), at=NOON)

    home.refresh_from_db()
    wang.refresh_from_db()
    assert home.last_contact_at == NOON
    assert wang.last_contact_on == TODAY


def test_a_date_agreed_at_the_door_wins_when_it_is_sooner(lin, home, wang):
    builders.tag(wang, "dementia")

    builders.log_contact(lin, home, [wang], next_on=TODAY + timedelta(days=3), at=NOON)

    wang.refresh_from_db()
    assert wang.next_due_on == TODAY + timedelta(days=3)


def test_nobody_is_put_off_beyond_their_tier_and_nothing_is_kept(lin, home, wang):
    builders.tag(wang, "dementia")

    with pytest.raises(logbook.TooLate) as refusal:
        builders.log_contact(lin, home, [wang], next_on=TODAY + timedelta(days=8), at=NOON)

    assert refusal.value.latest == TODAY + timedelta(days=7)
    assert not Visit.objects.exists()


def test_moved_away_is_proposed_and_changes_nothing(lin, home, wang):
    builders.tag(wang)
    before = Person.objects.values().get(pk=wang.pk)

    builders.log_contact(lin, home, [wang], outcome="moved", at=NOON)

    assert Person.objects.values().get(pk=wang.pk) == before
    assert Residency.objects.get(person=wang).until_on is None
    said = Correction.objects.get(person=wang)
    assert (said.kind, said.state, said.value) == ("moved_away", "open", {"on": str(TODAY)})


def test_putting_off_without_a_date_is_refused_by_the_database(lin, home):
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.log_contact(lin, home, outcome="rescheduled", at=NOON)


def test_knocks_of_everybody_count_but_calls_do_not(lin, zhou, home):
    builders.log_contact(lin, home, outcome="nobody", at=NOON)
    builders.log_contact(zhou, home, outcome="nobody", at=NOON)
    builders.log_contact(lin, home, channel="phone", at=NOON)

    assert logbook.knocks_lately(home, at=NOON) == 2


def test_tier_days_are_rows_not_code(lin, home, wang):
    from residents.models import ContactTier

    ContactTier.objects.filter(tier="high").update(every_days=5)
    builders.tag(wang)

    builders.log_contact(lin, home, [wang], at=NOON)

    wang.refresh_from_db()
    assert wang.next_due_on == date(2026, 3, 15)


def test_however_many_are_met_it_costs_the_same(lin, home, wang, li, django_assert_num_queries):
    for met in ([wang], [wang, li]):
        with django_assert_num_queries(15):
            builders.log_contact(lin, home, met, at=NOON)
