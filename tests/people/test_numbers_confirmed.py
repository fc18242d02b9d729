"""A number somebody wrote is confirmed by others: a colleague, two at a door, two for a first one."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from residents.models import WrittenNumber
from residents.numbers import confirming
from residents.numbers.seconds import NeedsAnother, NotTwo, Pair
from tests import builders
from tests.conftest import NOON
from tests.people.conftest import by_office

NEW = "13900000009"


def test_the_writer_confirms_nothing_and_a_colleague_does(wang, bai, chen, qian, pages, clock):
    by_office(pages, bai, wang, NEW)
    now = timezone.now()

    for pair, refused in [
        (Pair(bai), NeedsAnother),
        (Pair(bai, bai), NotTwo),
        (Pair(qian), NeedsAnother),  # the secretary of another community
        (Pair(bai, qian), NotTwo),
    ]:
        with pytest.raises(refused):
            confirming.after_seeing(person=wang, pair=pair, at=now)
    user = confirming.after_seeing(person=wang, pair=Pair(chen), at=now)

    assert (user, user.phone) == (wang.user, NEW)
    with pytest.raises(confirming.NothingToConfirm):
        confirming.after_seeing(person=wang, pair=Pair(chen), at=now)


def test_the_database_knows_it_too(wang, bai):
    facts = {"person": wang, "column": "phone", "origin": "office", "written_at": NOON}
    seen = {"confirmed_how": "counter", "confirmed_at": NOON, "confirmed_by": bai}

    for pair in ({"written_by": bai}, {}, {"written_by": None, "seconded_by": bai}):
        refused = pytest.raises(IntegrityError, match="not_confirmed_by_its_writer")
        with refused, transaction.atomic():
            WrittenNumber.objects.create(**facts, **seen, **pair)


def test_a_first_number_opens_nothing_either(home, chen, bai, pages, handset, clock):
    """From a roster's newcomer and from before anybody asked: two see them."""
    person = builders.make_person(home, "赵新", phone=NEW)
    phone = handset(NEW)
    assert phone.sign_in() == "/sign-in/not-confirmed/"
    with pytest.raises(NeedsAnother):
        confirming.after_seeing(person=person, pair=Pair(chen), at=timezone.now())

    confirming.after_seeing(person=person, pair=Pair(chen, bai), at=timezone.now())

    clock.passes(minutes=2)
    assert phone.sign_in() == "/" and phone.reaches()


def test_at_a_door_two_with_different_posts(wang, lin, bai, east, chen, pages, clock):
    by_office(pages, bai, wang, NEW)
    friend = builders.make_staff("he", "何平", east, "grid_worker")
    lead = builders.make_staff("lu", "陆明", east, "grid_lead")
    now = timezone.now()

    for pair in (Pair(lin), Pair(lin, friend)):
        with pytest.raises((NeedsAnother, NotTwo)):
            confirming.after_seeing(person=wang, pair=pair, at=now)
    confirming.after_seeing(person=wang, pair=Pair(lin, lead), at=now)

    assert WrittenNumber.objects.get().confirmed_how == "door"
