"""Where nobody says how somebody came in, nothing is seen: of no model, by whoever it would be."""

import pytest
from django.apps import apps
from django.utils import timezone

from grids.models import CalendarDay, Reader
from morality_bank.models import Bank, Settlement
from office.models import SavedFilter
from residents.models import Person
from visits.models import MajorChange

LOOKED_AT = [
    model for model in apps.get_models() if hasattr(model._default_manager.all(), "visible_to")
]


def seen(world, **ways):
    """{model: how many rows the people of the world see together}, come in as `ways` says."""
    readers = [
        Reader(world.users[role], signed_in_by=way, factor="key", day=timezone.localdate())
        for role, way in ways.items()
    ]
    return {
        model._meta.label: sum(model._default_manager.visible_to(each).count() for each in readers)
        for model in LOOKED_AT
    }


@pytest.fixture
def furnished(world):
    SavedFilter.objects.create(owner=world.users["bai"], register="residents.Person", name="高龄")
    old, new = Bank.objects.order_by("pk")[:2]
    about = {"asked_by": world.users["bai"], "asked_at": timezone.now()}
    Settlement.objects.create(old=old, new=new, **about)
    wang, lin = Person.objects.get(user=world.users["wang"]), world.users["lin"]
    MajorChange.objects.create(person=wang, kind="hospital", said_at=timezone.now(), said_by=lin)
    CalendarDay.objects.create(day=timezone.localdate(), is_workday=False, why="停电")
    return world


@pytest.mark.parametrize("way", ["", "telephone", None])
def test_whoever_says_no_way_of_signing_in_sees_nothing(furnished, way):
    found = seen(furnished, lin=way, chen=way, bai=way, wang=way)

    assert found == dict.fromkeys(found, 0)


def test_the_same_people_see_something_of_every_model_once_they_say_it(furnished):
    found = seen(furnished, lin="password", chen="password", bai="password", wang="code")

    assert [label for label, rows in found.items() if not rows] == []
    assert len(found) >= 15
