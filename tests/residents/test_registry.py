"""The register: tiers follow tags, moves keep history."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from residents import care, registry
from residents.models import CareTag, Person, Residency
from tests import builders
from tests.conftest import NOON, TODAY


def test_every_kind_of_care_has_a_tier():
    assert set(care.TIER_OF) == set(care.Kind)


def test_the_highest_tag_decides_and_somebody_never_contacted_is_due_at_once(wang):
    builders.tag(wang, "low_income", at=NOON)
    builders.tag(wang, "dementia", at=NOON)

    wang.refresh_from_db()
    assert (wang.tier, wang.tier_rank, wang.next_due_on) == ("high", 1, TODAY)


def test_after_a_contact_the_tier_says_when_next(wang, home, lin):
    builders.log_contact(lin, home, [wang], at=NOON - timedelta(days=9))

    builders.tag(wang, "bereaved", at=NOON)

    wang.refresh_from_db()
    assert wang.next_due_on == date(2026, 3, 31)


def test_without_a_valid_tag_nobody_is_due(wang):
    builders.tag(wang, "dementia", at=NOON)

    registry.settle_tier(person=wang, on=date(2099, 1, 2))

    wang.refresh_from_db()
    assert (wang.tier, wang.tier_rank, wang.next_due_on) == ("", care.NO_RANK, None)


def test_a_renewed_tag_does_not_make_an_overdue_person_less_overdue(wang):
    builders.tag(wang, "dementia", at=NOON - timedelta(days=9))

    builders.tag(wang, "dementia", at=NOON)

    wang.refresh_from_db()
    assert wang.next_due_on == TODAY - timedelta(days=9)


def test_many_tiers_are_settled_as_one_by_one(home, wang, li):
    builders.tag(wang, "dementia", at=NOON)
    builders.tag(li, "veteran", at=NOON)
    Person.objects.update(tier="", tier_rank=9, next_due_on=None)

    assert registry.settle_tiers(Person.objects.all(), on=TODAY) == 2

    assert [p.tier for p in Person.objects.order_by("pk")] == ["high", "general"]


def test_a_move_ends_one_stay_and_begins_another(wang, west):
    there = builders.make_door(west, "302")

    registry.move(person=wang, to=there, tenure="rent", on=TODAY, by=None, at=NOON)

    wang.refresh_from_db()
    old, new = Residency.objects.order_by("pk")
    assert (wang.home, wang.grid, wang.household) == (there, west, None)
    assert (old.until_on, new.until_on, new.tenure) == (TODAY, None, "rent")


def test_nobody_lives_twice_behind_the_same_door(wang, home):
    with pytest.raises(IntegrityError), transaction.atomic():
        Residency.objects.create(person=wang, dwelling=home, from_on=TODAY, **home.grid.columns())


def test_a_tag_without_source_is_refused_by_the_database(wang):
    with pytest.raises(IntegrityError), transaction.atomic():
        CareTag.objects.create(
            person=wang, kind="veteran", source="", purpose="x", expires_on=TODAY, noted_at=NOON
        )
