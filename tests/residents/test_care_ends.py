"""A care tag has an end, and the tier ends with it."""

from datetime import timedelta

from notices import reminders
from tests import builders
from tests.conftest import NOON, TODAY


def test_a_tag_that_ended_no_longer_asks_for_contacts(wang):
    builders.tag(wang, "dementia", expires_on=TODAY - timedelta(days=1))
    builders.tag(wang, "low_income", expires_on=TODAY + timedelta(days=300))

    reminders.sweep(NOON)

    wang.refresh_from_db()
    assert wang.tier == "general"


def test_a_tag_is_good_through_its_last_day(wang):
    builders.tag(wang, "dementia", expires_on=TODAY)

    reminders.sweep(NOON)

    wang.refresh_from_db()
    assert wang.tier == "high"
