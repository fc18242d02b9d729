"""Two entries with one number, in two communities, and both their offices."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from morality_bank.models import Account
from residents import registry
from residents.joining import meetings, workflow
from residents.models import Meeting
from residents.numbers import writing
from tests import builders
from tests.conftest import NOON, SignedInClient

NUMBER, OTHER = (builders.make_id_number("19500102", order) for order in (901, 903))

WHY = "打电话问过本人，看过证件"

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def first(far):
    """张三丰 in the south, confirmed long ago, with somebody behind the same door."""
    door = builders.make_door(far, "101")
    builders.make_person(door, "南家人")
    return builders.make_person(
        door, "张三丰", id_number=NUMBER, phone="13900000001", remarks="养猫"
    )


@pytest.fixture
def second(home, chen):
    """Entered in the north by its secretary with the same number."""
    builders.make_person(home, "北家人")
    return registry.register(
        name="张山风", home=home, id_number=NUMBER, phone="13900000002", by=chen, at=NOON
    )


@pytest.fixture
def wu(north):
    """Another one at the desk of the north."""
    return builders.make_staff("wu", "吴静", north, "community_staff")


@pytest.fixture
def meeting(first, second, wu, qian):
    meetings.look(at=NOON)
    return Meeting.objects.get()


def rewrite(person, number, *, by):
    """Another number for an entry, as the office types it."""
    why = {"origin": "office", "reason": "按证件上的号码改过来"}
    writing.write_id_number(person=person, number=number, **why, by=by, at=LATER)


def proposed(meeting, by, *, kept="first", taken=(), verdict="one"):
    kept = getattr(meeting, kept) if verdict == "one" else None
    facts = {"verdict": verdict, "kept": kept, "taken": list(taken), "why": WHY}
    return workflow.propose(meeting=meeting, by=by, at=NOON, **facts)


def joined(meeting, wu, qian, **facts):
    meeting = proposed(meeting, wu, **facts)
    workflow.agree(meeting=meeting, seen=workflow.mark_of(meeting), by=qian, at=LATER)
    return Meeting.objects.get(pk=meeting.pk)


def separated(meeting, by):
    return workflow.separate(meeting=meeting, by=by, at=LATER + timedelta(days=2))


# Two people decide, through the pages.


def send(user, meeting, what, **data):
    client = SignedInClient()
    client.force_login(user)
    return client.post(reverse(f"residents:{what}-meeting", args=[meeting.uid]), data, follow=True)


def state(meeting):
    return Meeting.objects.get(pk=meeting.pk).state


PROPOSAL = {"verdict": "one", "kept": "second", "name": "first", "why": WHY}


# What follows, and what does not.


def saved_up(bank, person, points):
    """An account with more in it than one transfer holds."""
    account = builders.make_account(bank, person, points % 10_000)
    for _number in range(points // 10_000):
        builders.move(bank.accounts.get(kind="issuer"), account, 10_000)
    return account


# Separated exactly.
# What is only ever added to; their sums are compared instead.
ADDED_TO = {
    "foundation.Record",
    "foundation.RecordHead",
    "morality_bank.Transfer",
    "notices.Notice",
}


def everything():
    """Every row of every table of ours, points by their sums."""
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if model._meta.app_label in settings.HOUSE_APPS and label not in ADDED_TO:
            tables[label] = list(model._base_manager.order_by("pk").values())
    tables["morality_bank.Account"] = {
        each.pk: (each.person_id, each.balance, each.available, each.coming)
        for each in Account.objects.all()
        if each.balance or each.coming or each.debits_pending
    }
    for deed in tables["morality_bank.Deed"]:
        del deed["transfer_id"]  # held anew
    return tables
