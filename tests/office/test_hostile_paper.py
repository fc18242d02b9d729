"""Cards, badges and posts in bulk, by clumsy and by hostile hands."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import SignInCard
from grids.models import Posting
from office.cards import sheets
from office.models import CardSheet
from tests import builders
from tests.conftest import NOON
from tests.office.test_posts_in_bulk import LEAVE, ask, left


@pytest.mark.parametrize("token", ["%ED%A0%80", "%F0%9F%8C%BE" * 22, "A" * 4000])
def test_whatever_is_scanned_is_no_badge_and_no_fault(db, token):
    for path in (f"/w/{token}/", f"/w/{token}/photo/"):
        for method in ("get", "head"):
            assert getattr(Client(), method)(path).status_code == 404


def test_a_sheet_is_printed_as_it_was_seen_or_not_at_all(bai, lin, zhou, street):
    """Two clerks press at once: whoever comes second ends no code that is on paper already."""
    reader = builders.reader_of(bai)
    seen = sheets.mark_of(sheets.people_in(reader, street, NOON))
    about = {"area": street, "with_codes": True, "by": bai, "at": NOON, "seen": seen}
    sheets.print_cards(users=[lin], **about)
    with pytest.raises(sheets.LooksOtherwise):
        sheets.print_cards(users=[lin, zhou], **about)
    assert CardSheet.objects.count() == SignInCard.objects.count() == 1


@pytest.mark.usefixtures("midday")
def test_two_posts_that_would_become_one_are_named(office, lin, east, west, far):
    builders.make_post(lin, west, "grid_worker")
    form = left([lin], timezone.localdate(), "move", to=far.pk)
    page = ask(office, LEAVE, form)
    assert page.status_code == 422 and page.text.count("同一个岗位写了两次") == 2
    assert Posting.objects.filter(user=lin, until_on=None).count() == 2


@pytest.mark.usefixtures("midday")
def test_a_wrong_year_takes_no_post_out_of_the_past(office, lin, zhou, west):
    begins = timezone.localdate() - timedelta(days=30)
    Posting.objects.filter(user__in=[lin, zhou]).update(from_on=begins)
    coming = builders.make_post(lin, west, "grid_worker", from_on=begins + timedelta(days=90))
    page = ask(office, LEAVE, left([lin, zhou], begins - timedelta(days=300)))
    assert page.status_code == 422 and len(page.context["refused"]) == 2
    assert page.text.count("就开始了") == 2 and Posting.objects.filter(pk=coming.pk).exists()
    late = left([zhou], timezone.localdate() - timedelta(days=3))
    assert ask(office, LEAVE, late).status_code == 200  # she left three days ago
