"""A grave post past the pages: whoever calls the functions, or writes rows, meets the same (P17)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Enablement
from grids import letting_in, postings, second
from grids.models import Posting
from office import proposals
from office.models import Proposal

TODAY = timezone.localdate


@pytest.fixture
def deeds(bai, chen, zhou, north):
    """Each grave step as its function does it, but for who confirmed it."""
    about = {"by": bai, "at": timezone.now()}
    post = chen.postings.get()
    Posting.objects.filter(pk=post.pk).update(until_on=TODAY())
    post.refresh_from_db()
    given = {"user": zhou, "area": north, "role": "secretary", "from_on": TODAY()}
    handed = {"posting": post, "to": zhou, "on": TODAY()}
    return {
        "appoint": lambda **more: postings.appoint(**given, **about, **more),
        "hand over": lambda **more: postings.hand_over(**handed, **about, **more),
        "extend": lambda **more: postings.end(posting=post, last_day=None, **about, **more),
        "code": lambda **more: letting_in.give_code(user=chen, **about, **more),
    }


def test_no_function_does_it_without_a_second_person(deeds, bai, mai, lin):
    for name, deed in deeds.items():
        with pytest.raises(second.NeedsSecond):
            deed()
        for nobody in (bai, lin):
            with pytest.raises(second.NotASecond):
                deed(confirmed_by=nobody)
        with transaction.atomic():
            deed(confirmed_by=mai)
            assert Enablement.objects.exists(), name
            transaction.set_rollback(True)


def test_the_database_takes_no_confirmation_of_ones_own(bai, north):
    row = {"kind": "code", "area": north, "asked_by": bai, "asked_at": timezone.now()}
    for wrong in ({"decided_by": bai}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(state="confirmed", **row, **wrong)


def test_old_halves_and_old_rows_go(bai, mai, chen):
    now = timezone.now()
    proposal = proposals.ask_for_account(kind="code", user=chen, by=bai, at=now)
    proposals.confirm(proposal=proposal, by=mai, at=now)
    proposals.forget_old(now + timedelta(hours=2))
    assert Proposal.objects.get().half_sealed == ""
    proposals.forget_old(now + timedelta(days=3 * 365 + 1))
    assert not Proposal.objects.exists()


def test_without_the_check_a_function_would_do_it_alone(deeds, zhou, monkeypatch):
    monkeypatch.setattr(second, "check", lambda **facts: None)
    deeds["appoint"]()

    assert zhou.postings.filter(role="secretary").exists()
