"""What a workbook proposes that takes two: one list, one gesture, each with its own record."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from foundation.models import Record
from grids.models import Posting
from office import proposals
from office.models import Proposal
from office.opening import workflow
from tests import builders
from tests.conftest import SignedInClient
from tests.office.organisation import NORTH, taken_in, workbook

POSTS = [
    ["lin", "社区书记", NORTH, "", "2026-03-10", ""],
    ["sun", "社区书记", NORTH, "", "2026-03-10", ""],
    ["xia", "街道工作人员", "", "", "2026-03-10", ""],
]
FILE = {"人员": [["孙立", "sun"], ["夏天", "xia"]], "任职": POSTS}


@pytest.fixture
def ping(street):
    """Bai's colleague, who can be the second person."""
    return builders.make_staff("ping", "平安", street, "street_staff")


@pytest.fixture
def theirs(ping):
    client = SignedInClient()
    client.force_login(ping)
    return client


@pytest.fixture
def asked(street, north, lin, bai, ping):
    """What the workbook of Bai asks for, taken in."""
    row = taken_in(street, bai, workbook(**FILE), at=timezone.now())
    assert row.proposals.count() == 3
    return row


def page_of(row):
    return reverse("office:proposals-of-file", args=[row.uid])


def test_one_gesture_confirms_them_all_and_each_has_its_own_record(asked, ping, lin, theirs):
    [told] = ping.notices.filter(about__startswith="proposals-of-file")
    assert told.link == page_of(asked)
    assert f'href="{page_of(asked)}"' in theirs.get(reverse("office:proposals")).text
    page = theirs.get(page_of(asked))
    all_of_them = page.context["form"]["which"].initial
    assert len(all_of_them) == 3 and page.text.count("checked") == 3
    assert not Posting.objects.filter(role="secretary").exists()  # nothing without the second
    before = Record.objects.count()

    done = theirs.post(page_of(asked), {"which": all_of_them})

    assert len(re.findall(r"data-code>\w+<", done.text)) == 2  # halves for the two new accounts
    assert Posting.objects.filter(role="secretary", user__username__in=["lin", "sun"]).count() == 2
    assert Posting.objects.get(user__username="xia").role == "street_staff"
    decided = Proposal.objects.values_list("state", "decided_by__username")
    assert set(decided) == {("confirmed", "ping")} and len(decided) == 3
    assert Record.objects.count() - before >= 3
    assert not ping.notices.filter(about__startswith="proposals-of-file", read_at=None).exists()


def test_one_is_declined_alone_and_the_others_go_on(asked, theirs):
    """What is not chosen waits; what changed meanwhile is said and waits, too."""
    of_lin, of_sun, of_xia = asked.proposals.order_by("pk")
    decline = {"answer": "refuse", "words": "他不愿意当书记"}
    theirs.post(reverse("office:proposal", args=[of_lin.uid]), decline)
    User.objects.create(username="sun", name="别人")

    nothing = theirs.post(page_of(asked), {"which": []})
    assert nothing.status_code == 422 and "一件也没有选" in nothing.text
    done = theirs.post(page_of(asked), {"which": [of_sun.uid]})
    assert "情况变了" in done.text and "孙立" in done.text

    states = dict(asked.proposals.values_list("pk", "state"))
    expected = {of_lin.pk: "refused", of_sun.pk: "waiting", of_xia.pk: "waiting"}
    assert states == expected
    assert not Posting.objects.filter(role="secretary").exists()
    taken = theirs.post(page_of(asked), {"which": [of_lin.uid, of_xia.uid]})
    assert taken.status_code == 422  # what was declined is no choice any more


def test_who_asked_and_who_is_no_second_confirm_nothing(asked, street, bai, ping, lin, office):
    assert office.get(page_of(asked)).status_code == 404  # Bai's own
    several = list(asked.proposals.all())
    for user in (bai, lin):
        done, left = proposals.confirm_several(chosen=several, by=user, at=timezone.now())
        assert done == [] and len(left) == 3
    assert not Posting.objects.filter(role="secretary").exists()


def test_an_undo_withdraws_what_still_waits(asked, bai):
    workflow.ask_undo(row=asked, by=bai, at=timezone.now())
    workflow.undo(row=asked, at=timezone.now())

    assert asked.state == "undone"
    assert set(asked.proposals.values_list("state", flat=True)) == {"withdrawn"}


def test_the_page_costs_the_same_for_three_and_for_two(asked, theirs, django_assert_num_queries):
    theirs.get(page_of(asked))
    with CaptureQueriesContext(connection) as of_three:
        theirs.get(page_of(asked))
    cost = len(of_three)
    one = asked.proposals.first()
    decline = {"answer": "refuse", "words": "他不愿意当书记"}
    theirs.post(reverse("office:proposal", args=[one.uid]), decline)

    with django_assert_num_queries(cost):
        assert theirs.get(page_of(asked)).context["n"] == 2
