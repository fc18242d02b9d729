"""One message a morning for whoever has work: what waits for them, from every app, and no more."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from announcements import ending as announced
from announcements import writing
from cases.models import Status
from grids.models import Posting
from grids.standing_in import absences
from notices import digest, outbox, reminders
from notices.models import Notice
from office import proposals
from office.models import Proposal
from office.onboarding import opening
from office.posts import ending
from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY

ONE_DAY = timedelta(days=1)
MORNING = NOON.replace(hour=8)


def mornings(user):
    """What was said each morning: of several things the sentences of the lines."""
    told = Notice.objects.filter(recipient=user, key__startswith="morning:").order_by("pk")
    return [[said for said, _link in each.lines] or [each.sentence] for each in told]


def told(user, event):
    rows = Notice.objects.filter(recipient=user, key__startswith=f"{event}:").order_by("pk")
    return [each.sentence for each in rows]


def ends(user, days):
    user.postings.update(until_on=TODAY + timedelta(days=days))


@pytest.fixture
def only_ends(monkeypatch):
    """A clock that knows no other rule: weeks go by quickly."""
    dailies = [each for each in reminders._dailies if each.rule == ending.RULE]
    assert dailies
    monkeypatch.setattr(reminders, "_dailies", dailies)


@pytest.fixture
def busy(street, north, east, lin, zhou, chen, bai, home):
    """Something waits for a worker, for the secretary and for the street."""
    late = builders.make_person(home, "赵大爷")
    Person.objects.filter(pk=late.pk).update(next_due_on=TODAY - ONE_DAY)
    for to in (Status.REPORTED, Status.DISPATCHED):
        case = builders.make_case(zhou, east, at=NOON - ONE_DAY)
        if to != Status.REPORTED:
            builders.bring(case, to, desk=chen, worker=lin, at=NOON - ONE_DAY)
    rule = builders.make_rule(builders.make_bank(north))
    builders.make_deed(lin, late, rule, at=NOON - ONE_DAY)
    mai = builders.make_staff("mai", "麦田", street, "street_staff")
    about = {"user": zhou, "area": north, "role": "secretary", "from_on": TODAY}
    proposals.ask(kind=Proposal.Kind.APPOINT, by=mai, at=NOON - ONE_DAY, **about)
    opening.say_open(street=street, on=TODAY - ONE_DAY, by=bai, at=NOON - ONE_DAY)
    Notice.objects.all().delete()


def test_each_hears_once_what_is_theirs(client, busy, lin, zhou, chen, bai, an):
    for minutes in (-1, 0, 1, 700, 790):
        reminders.sweep(MORNING + timedelta(minutes=minutes))

    assert mornings(lin) == [
        [
            "今天有 1 位居民该联系，其中 1 位已经晚了。",
            "派给您办的事有 1 件。",
        ]
    ]
    assert mornings(chen) == [
        [
            "等您受理、派人或者答复的事有 1 件。",
            "等您审定的好事有 1 件。",
        ]
    ]
    [[confirm, page]] = mornings(bai)
    assert confirm == "等您确认的两个人办的事有 1 件。" and "待处理" in page
    assert (mornings(zhou), mornings(an)) == ([], [])

    client.force_login(bai)
    [notice] = Notice.objects.filter(recipient=bai)
    assert confirm in client.get(reverse("notices:inbox")).content.decode()
    opened = reverse("notices:open", args=[notice.pk])
    assert client.post(opened, {"line": "1"}).url == reverse("office:proposals")
    assert client.post(opened, {"line": "9"}).url == reverse("notices:inbox")
    notice.refresh_from_db()
    assert notice.read_at


def test_mornings_that_were_missed_are_not_made_up_for(busy, lin):
    """A week without a worker: one message, with the figures of that day, and yesterday's is settled."""
    reminders.sweep(MORNING)
    Person.objects.update(next_due_on=None)
    for _twice in range(2):
        reminders.sweep(NOON + 7 * ONE_DAY)

    assert [len(lines) for lines in mornings(lin)] == [2, 1]
    assert mornings(lin)[1] == ["派给您办的事有 1 件，其中 1 件今天到期或者已经过期。"]
    said = Notice.objects.filter(recipient=lin, key__startswith="morning:").order_by("pk")
    assert [bool(each.read_at) for each in said] == [True, False]


def test_whoever_is_away_hears_nothing_and_who_stands_in_hears_it(busy, lin, ling):
    on = {"from_on": TODAY, "until_on": TODAY + ONE_DAY}
    absences.say(uid=uuid4(), user=lin, stand_in=ling, by=lin, at=NOON - ONE_DAY, **on)

    reminders.sweep(MORNING)

    assert mornings(lin) == [] and len(mornings(ling)[0]) == 2


def test_an_app_that_said_nothing_would_be_missed(busy, lin, monkeypatch):
    """The control: the line is there because its app registered it."""
    monkeypatch.delitem(digest._pieces, "cases")
    reminders.sweep(MORNING)
    assert mornings(lin) == [["今天有 1 位居民该联系，其中 1 位已经晚了。"]]


def test_an_announcement_ends_tomorrow_and_nobody_says_it_on(chen, bai, north):
    long, short = NOON - 6 * ONE_DAY, NOON
    said = [
        builders.make_announcement(chen, north, at=long),  # for a week
        builders.make_announcement(chen, north, at=short, until_on=TODAY + ONE_DAY),
        builders.make_announcement(chen, north, at=long),
    ]
    writing.take_back(announcement=said[2], why="登错了", by=chen, at=NOON)

    assert announced.about_to_end(builders.reader_of(chen), NOON).values == {"n": 1}
    assert announced.about_to_end(builders.reader_of(bai), NOON) is None
    assert announced.about_to_end(builders.reader_of(chen, TODAY - ONE_DAY), NOON) is None


@pytest.mark.trial("properties")
def test_a_year_of_the_rules_themselves(busy, lin, ling, chen, bai, home, monkeypatch):
    """A clock with gaps: each morning with a sweep by day says one thing, each end is said twice."""
    known = {"morning-list", "overdue-contacts", ending.RULE}
    dailies = [each for each in reminders._dailies if each.rule in known]
    monkeypatch.setattr(reminders, "_dailies", dailies)
    builders.tag(Person.objects.get(), "living_alone_80")
    Person.objects.update(next_due_on=TODAY)  # and nobody goes there for a year
    ends(ling, 300)
    chance, mornings_swept = Random(7), []
    for number in range(400):
        day = NOON.replace(hour=0) + timedelta(days=number)
        hours = [chance.uniform(0, 24) for _ in range(chance.choice([0, 1, 2, 4]))]
        if any(8 <= hour < 21 for hour in hours):
            mornings_swept.append(day.date())
        for hour in sorted(hours):
            reminders.sweep(day + timedelta(hours=hour))

    def days(user, event):
        rows = Notice.objects.filter(recipient=user, key__startswith=f"{event}:").order_by("pk")
        return [timezone.localdate(each.made_at) for each in rows]

    last = TODAY + timedelta(days=300)
    for user in (lin, bai, chen):
        assert days(user, "morning") == mornings_swept
    late = [day for day in mornings_swept if day > TODAY]
    assert days(ling, "overdue") == [day for day in late if day <= last]
    assert days(chen, "overdue") == [day for day in late if day > TODAY + ONE_DAY]
    assert len(days(ling, "post-ends")) == 2 and len(days(bai, "posts-end")) == 2
    again = Notice.objects.filter(key__contains=":case-").values_list("recipient", "key")
    assert again and len(again) == len(set(again))


# Posts that end.


@pytest.mark.usefixtures("only_ends")
def test_ends_are_said_fourteen_days_before_and_three_and_each_once(lin, zhou, chen, bai, east):
    ends(lin, 15)
    helper = builders.make_staff("he", "何平", east, "campaign_helper", from_on=TODAY - ONE_DAY)
    ends(helper, 5)  # so short a post is not told at once that it ends
    missed = {0, 1, 2, 10}  # mornings without a worker
    for day in range(20):
        for hours in (0, 1, 13):
            if day not in missed:
                reminders.sweep(MORNING + timedelta(days=day, hours=hours))

    yours = "您在北苑第一网格的岗位到 03-25 为止。还要接着干的话，请跟街道说。"
    assert told(lin, "post-ends") == [yours, yours]
    made = Notice.objects.filter(recipient=lin, key__startswith="post-ends:").order_by("pk")
    assert [(each.made_at - MORNING).days for each in made] == [3, 12]
    assert len(told(helper, "post-ends")) == 1
    assert len(told(bai, "posts-end")) == 3 and told(chen, "posts-end") == []
    assert told(zhou, "post-ends") == []


@pytest.mark.usefixtures("only_ends")
def test_a_post_that_was_renewed_does_not_end(lin, bai, east):
    ends(lin, 10)
    builders.make_post(lin, east, "grid_worker", from_on=TODAY + timedelta(days=11))
    reminders.sweep(MORNING)
    assert (told(lin, "post-ends"), told(bai, "posts-end")) == ([], [])
    Posting.objects.filter(until_on=None, user=lin).delete()  # the control
    reminders.sweep(MORNING + ONE_DAY)
    assert len(told(lin, "post-ends")) == len(told(bai, "posts-end")) == 1


@pytest.mark.usefixtures("only_ends")
def test_without_the_stage_in_its_key_it_would_be_said_every_day(lin, bai, monkeypatch):
    ends(lin, 10)
    tell = outbox.tell
    monkeypatch.setattr(
        ending.outbox, "tell", lambda *, key, at, **more: tell(key=f"{key}:{at}", at=at, **more)
    )
    for day in range(3):
        reminders.sweep(MORNING + day * ONE_DAY)
    assert len(told(lin, "post-ends")) == 3
