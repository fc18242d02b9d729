"""代班: for given days a colleague has her list and her matters, never what is confidential."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cases import need_to_know
from cases.models import Case
from grids import roles
from grids.models import Absence, Posting, Reader, StandIn, posts
from grids.models.absences import StandInQuerySet
from grids.roles import Duty
from grids.standing_in import absences, candidates, covering, notifications
from notices import reminders
from notices.models import Notice
from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY
from visits import due

LAST = TODAY + timedelta(days=4)


def say(user, stand_in, from_on=TODAY, until_on=LAST, *, by=None, at=NOON):
    days = {"from_on": from_on, "until_on": until_on}
    return absences.say(uid=uuid4(), user=user, stand_in=stand_in, by=by or user, at=at, **days)


def reader(user, day=TODAY):
    return Reader.for_job(user, day)


def test_everything_of_hers_is_in_the_query_and_ends_with_the_day(
    lin, zhou, east, wang, home, django_assert_num_queries
):
    Person.objects.filter(pk=wang.pk).update(next_due_on=TODAY)
    say(lin, zhou)

    for day in (TODAY, LAST):
        there = reader(zhou, day)
        with django_assert_num_queries(1):
            assert posts.holds(there, Duty.LOG_CONTACTS, east)
        assert wang in due.people_due(there)
        assert there.hands == {lin.pk, zhou.pk}
    for day in (TODAY - timedelta(days=1), LAST + timedelta(days=1)):
        assert not Person.objects.visible_to(reader(zhou, day)).filter(pk=wang.pk).exists()
    assert posts.holds(reader(lin), Duty.LOG_CONTACTS, east)  # whoever is away stays who she is
    zhou.postings.update(until_on=TODAY - timedelta(days=1))
    assert reader(zhou).posts == []  # with their own post it is over


def test_nothing_grave_and_nothing_confidential_is_lent(lin, chen, bai, east, north):
    hu = builders.make_staff("hu", "胡月", north, "community_staff")
    case = builders.make_case(lin, east, at=NOON, confidential=True)
    need_to_know.name(case, [chen])
    say(chen, hu, by=chen)

    lent = {duty for duty in Duty if posts.holds(reader(hu), duty, north)}
    assert Duty.DECIDE_DEEDS in lent
    assert lent.isdisjoint(
        {Duty.RECEIVE_CONFIDENTIAL, Duty.EXPORT, Duty.SET_RULES, Duty.ADMINISTER}
    )
    assert not Case.objects.visible_to(reader(hu)).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(reader(chen)).filter(pk=case.pk).exists()
    with pytest.raises(absences.NotACandidate):  # whoever goes from door to door sorts out nothing
        say(chen, lin, LAST + timedelta(days=1), LAST + timedelta(days=2))


def test_a_chain_ends_with_who_is_present_and_never_in_a_circle(lin, zhou, ling, chen, east):
    first = say(lin, zhou)
    say(zhou, ling, TODAY + timedelta(days=2), LAST)

    assert [row.by for row in StandIn.objects.filter(absent=lin).order_by("from_on")] == [
        zhou,
        ling,
    ]
    assert Notice.objects.filter(recipient=ling, text=notifications.GAINED).count() == 2
    with pytest.raises(absences.Circle):
        say(ling, lin, LAST, LAST)
    assert Absence.objects.filter(user=ling).count() == 0

    absences.end(absence=first, by=lin, at=NOON)
    assert not StandIn.objects.filter(absent=lin).exists()
    assert Absence.objects.get(pk=first.pk).taken_back_at == NOON


def test_nobody_nearer_is_proposed_first(lin, zhou, ling, zhao, chen, bai, east, gao):
    days = {"from_on": TODAY, "until_on": LAST}
    assert [each.user for each in candidates.candidates(lin, **days)] == [ling, zhou, chen, bai]
    say(ling, None)
    assert [each.user for each in candidates.candidates(lin, **days)] == [zhou, chen, bai, ling]


def test_changing_ending_and_declining_leave_the_days_that_are_over(lin, zhou, ling, chen):
    row = say(lin, zhou)
    later = NOON + timedelta(days=2)
    rest = absences.change(absence=row, until_on=LAST, stand_in=ling, by=chen, at=later)
    spans = StandIn.objects.filter(absent=lin).order_by("from_on")
    wanted = [(zhou, TODAY, later.date() - timedelta(days=1)), (ling, later.date(), LAST)]
    assert [(each.by, each.from_on, each.until_on) for each in spans] == wanted

    with pytest.raises(absences.Over):
        absences.decline(absence=rest, by=zhou, at=later)
    absences.decline(absence=rest, by=ling, at=later)
    assert covering.uncovered(later.date())[0].user == lin
    # It is a day that has begun: whoever leads the grid is away? Ling leads it, and is told.
    assert Notice.objects.filter(recipient=ling, text=notifications.UNCOVERED).count() == 1

    again = Absence.objects.get(user=lin, from_on=later.date())
    absences.end(absence=again, by=lin, at=later + timedelta(days=1))
    with pytest.raises(absences.Over):
        absences.end(absence=again, by=lin, at=later + timedelta(days=1))


def test_a_day_nobody_covers_is_told_at_eight_to_whoever_leads(lin, ling, chen, bai, east):
    tomorrow = TODAY + timedelta(days=1)
    say(lin, None, tomorrow, tomorrow)
    say(chen, None, tomorrow, tomorrow)
    told = Notice.objects.filter(text=notifications.UNCOVERED)
    assert not told.exists()
    at_seven = NOON.replace(hour=7, minute=59) + timedelta(days=1)
    reminders.sweep(at_seven)
    assert not told.exists()
    for minutes in (1, 2):  # twice is once
        reminders.sweep(at_seven + timedelta(minutes=minutes))
    assert {(notice.recipient, notice.values["name"]) for notice in told} == {
        (ling, lin.name),
        (bai, chen.name),
    }
    assert told.count() == 2


def test_what_cannot_be_is_refused_with_nothing_kept(lin, zhou, zhao, shen, east):
    yesterday = TODAY - timedelta(days=1)
    refused = [
        (absences.WrongDays, lin, zhou, yesterday, LAST),
        (absences.WrongDays, lin, zhou, LAST, TODAY),
        (absences.WrongDays, lin, zhou, TODAY, date(2026, 9, 1)),
        (absences.NotACandidate, lin, zhao, TODAY, LAST),
        (absences.NotACandidate, lin, lin, TODAY, LAST),
        (absences.NothingToCover, shen, None, TODAY, LAST),
    ]
    for why, user, other, first, last in refused:
        with pytest.raises(why):
            say(user, other, first, last)
    assert not Absence.objects.exists()
    say(lin, zhou)
    with pytest.raises(absences.AlreadyAway):
        say(lin, None, LAST, LAST)
    assert Posting.objects.filter(user=lin).count() == 1


def test_a_guard_taken_away_is_noticed(lin, zhou, chen, north, east, monkeypatch):
    """Were the whole role lent, or the days not asked, the tests above would see it."""
    hu = builders.make_staff("hu", "胡月", north, "community_staff")
    say(chen, hu)
    say(lin, zhou)
    monkeypatch.setattr(roles, "lent", lambda role: roles.ROLES[role].duties)
    assert posts.holds(reader(hu), Duty.RECEIVE_CONFIDENTIAL, north)
    monkeypatch.setattr(StandInQuerySet, "on", lambda rows, day: rows.all())
    assert posts.holds(reader(zhou, LAST + timedelta(days=1)), Duty.LOG_CONTACTS, east)
