"""Pages of standing in and handing over: few taps, whose they are, and what the office sees."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from grids import handing_over
from grids.models import Absence, Handover, StandIn
from grids.standing_in import absences
from office.onboarding import opening
from residents.models import Person
from tests import builders
from tests.conftest import SignedInClient

MINE, NEW, TEAM = (reverse(f"away:{name}") for name in ("mine", "new", "team"))


@pytest.fixture
def browser(db):
    def browser(user):
        client = SignedInClient()
        client.force_login(user, by="password" if user.username else "code")
        return client

    return browser


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def open_street(street, bai, today):
    """Only of a street that has opened anything waits for its office."""
    return opening.say_open(street=street, on=today, by=bai, at=timezone.now())


def text(answer):
    return answer.content.decode()


def test_two_days_and_a_name_and_everybody_sees_it(
    browser, open_street, today, lin, zhou, ling, chen, bai, wang, east
):
    worker, until = browser(lin), today + timedelta(days=3)
    page = worker.get(NEW)
    form = page.context["form"]
    assert [label.split(" · ")[0] for _, label in form.fields["stand_in"].choices][:2] == [
        ling.name,
        zhou.name,
    ]
    typed = {"uid": form["uid"].value(), "from_on": today, "until_on": until}
    typed["stand_in"] = str(zhou.uid)
    for _twice in range(2):
        assert worker.post(NEW, typed).status_code == 302
    row = Absence.objects.get()
    assert "周平代班" in text(worker.get(MINE))
    assert "林晓" in text(browser(zhou).get(MINE))
    assert "代林晓的班" in text(browser(zhou).get(reverse("visits:today")))
    assert "您的网格员：周平" in text(browser(wang.user).get(reverse("morality_bank:my")))
    for lead in (ling, chen, bai):
        assert "周平代班" in text(browser(lead).get(TEAM))
    refused = worker.post(NEW, typed | {"uid": uuid4()})
    assert refused.status_code == 422 and "已经说过不在了" in text(refused)

    page = reverse("away:absence", args=[row.uid])
    assert browser(zhou).get(page).status_code == 404  # whoever stands in changes nothing
    assert browser(zhou).post(reverse("away:decline", args=[row.uid])).status_code == 302
    assert "没有人代班" in text(browser(ling).get(TEAM))
    line = reverse("pending:line", args=["uncovered"])
    assert "林晓" in text(browser(bai).get(line))
    assert (
        browser(chen).post(page, {"until_on": today, "stand_in": str(ling.uid)}).status_code == 302
    )
    assert browser(bai).get(line).context["rows"] == []
    assert worker.post(reverse("away:end", args=[row.uid])).status_code == 302
    assert not StandIn.objects.exists()


def test_days_that_are_over_are_not_said_of_whoever_is_still_away(
    browser, today, lin, zhou, ling, chen
):
    now, until = timezone.now(), today + timedelta(days=1)
    began = {"from_on": today - timedelta(days=2), "until_on": until, "stand_in": zhou}
    absences.say(uid=uuid4(), user=lin, by=lin, at=now - timedelta(days=2), **began)
    later = {"from_on": today, "until_on": today, "stand_in": None}
    absences.say(uid=uuid4(), user=ling, by=ling, at=now, **later)
    assert StandIn.objects.filter(absent=lin).count() == 2  # worked out anew from today on

    page = text(browser(chen).get(TEAM))

    assert page.count("周平代班") == page.count(f"到{until.month}月{until.day}日") == 1


def test_who_leads_says_it_for_whom_they_lead_and_for_nobody_else(
    browser, today, lin, zhou, zhao, chen, bai, far
):
    typed = {"uid": uuid4(), "from_on": today, "until_on": today, "stand_in": "nobody"}
    assert browser(chen).post(f"{NEW}?who={lin.uid}", typed).status_code == 302
    assert Absence.objects.get().user == lin
    for user, other in ((chen, zhao), (chen, bai), (lin, zhou)):
        assert browser(user).get(f"{NEW}?who={other.uid}").status_code == 404
    absence = Absence.objects.get()
    assert browser(zhou).post(reverse("away:end", args=[absence.uid])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_no_more_for_three_than_for_one(
    rows, browser, today, east, lin, chen, bai, django_assert_num_queries
):
    for n in range(rows):
        user = builders.make_staff(f"w{n}", f"员{n}", east, "grid_worker")
        days = {"from_on": today, "until_on": today}
        absences.say(uid=uuid4(), user=user, stand_in=lin, by=user, at=timezone.now(), **days)
    client = browser(chen)
    client.get(MINE)
    # session, user, posts; absences and their days; who is uncovered, and posts; colleagues twice
    with django_assert_num_queries(9):
        client.get(TEAM)


def test_a_successor_looks_says_yes_and_the_office_saw_it_wait(
    browser, open_street, today, lin, zhou, chen, bai, wang
):
    Person.objects.filter(pk=wang.pk).update(next_due_on=today)
    office, there = browser(bai), reverse("handing-over:new", args=[lin.uid])
    assert office.get(f"{reverse('handing-over:index')}?who={lin.uid}").url == there
    form = office.get(there).context["form"]
    post = lin.postings.get()
    typed = {"uid": form["uid"].value(), "posts": [post.pk], "to": zhou.uid, "on": today}
    page = office.post(there, typed).url
    row = Handover.objects.get()
    assert page == reverse("handing-over:handover", args=[row.uid])
    line = reverse("pending:line", args=["handovers"])
    assert "林晓" in text(office.get(line))
    assert [n for part, n in handing_over.open_matters(row) if part.slug == "due"] == [1]
    assert browser(chen).get(page).status_code == 404
    assert page in text(browser(zhou).get(MINE)) and page not in text(browser(lin).get(MINE))
    for user, back in ((bai, "handing-over:index"), (zhou, "notices:inbox")):  # no dead end
        assert f'class="back" href="{reverse(back)}"' in text(browser(user).get(page))
    browser(lin).post(page, {"do": "accept"})  # only the successor's yes counts
    row.refresh_from_db()
    assert row.state == "waiting"
    answer = browser(zhou).post(page, {"do": "accept"}, follow=True)
    assert "接好了" in text(answer)
    assert "林晓" not in text(office.get(line))
    assert post.area.postings.on(today).get(role="grid_worker").user == zhou
    assert browser(chen).get(reverse("handing-over:index")).status_code == 404
