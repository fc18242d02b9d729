"""待处理: each line shows exactly its rows, how old the oldest is, and none that must not be there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Status
from grids.models import Area, Building, Posting
from notices import reminders
from notices.models import Dispatch, Notice, Reminder
from office import proposals
from office.models import Proposal
from office.onboarding import opening
from office.pending import lines
from office.pending.lines import Look
from tests import builders, neighbourhood
from tests.conftest import NOON, TODAY

INDEX = reverse("admin:index")
YESTERDAY = TODAY - timedelta(days=1)
LINES = [
    "grids",
    "uncovered",
    "doors",
    "late-cases",
    "left-cases",
    "late-feedback",
    "receivers",
    "posts",
    "handovers",
    "proposals",
    "notices",
    "reminders",
]


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def open_street(street, bai):
    """The street has opened; its office sees what waits."""
    opening.say_open(street=street, on=TODAY, by=bai, at=NOON)
    return street


def look(user, *unopened):
    return Look(builders.reader_of(user), NOON, unopened)


def rows(slug, user):
    """The titles on the page of a line, which are what the line counts."""
    line = lines.get(slug)
    found = list(line.rows(look(user)))
    counted = {each.line.slug: each.count for each in lines.look(look(user))}
    assert counted.get(slug, 0) == len(found)
    return {line.row(each).title for each in found}


def dead_letter(user, key, **facts):
    notice = Notice.objects.create(
        recipient=user, key=key, text="x", made_at=NOON, due_at=NOON, sent_at=NOON
    )
    times = {"due_at": NOON - timedelta(days=2), "next_try_at": NOON}
    Dispatch.objects.create(notice=notice, recipient=user, way="text", **times, **facts)


def listed(office, slug):
    return office.get(reverse("pending:line", args=[slug])).text


@pytest.fixture
def abroad(district):
    """The same troubles in another street, whose rows are nobody's here."""
    grid = neighbourhood.grid_abroad(district)
    worker = builders.make_staff("wu", "吴远", grid, "grid_worker", until_on=TODAY)
    door = builders.make_door(grid)
    case = builders.make_case(worker, grid, at=NOON - timedelta(days=60))
    Case.objects.filter(pk=case.pk).update(due_at=NOON - timedelta(days=30))
    dead_letter(worker, "x:1", given_up_at=NOON)
    builders.make_area("grid", "150299021100008", "远方空网格", parent=grid.parent)
    closed = builders.make_area("grid", "150299021100009", "远方旧网格", parent=grid.parent)
    Building.objects.filter(pk=door.building_id).update(grid=closed)
    type(door).objects.filter(pk=door.pk).update(grid=closed)
    Area.objects.filter(pk=closed.pk).update(valid_to=YESTERDAY)
    return grid


def test_every_app_has_registered_its_lines():
    assert sorted(lines._lines, key=lambda slug: lines.get(slug).place) == LINES


def test_grids_without_a_worker(open_street, office, bai, lin, west, far, zhao, abroad):
    post = zhao.postings.get()
    assert rows("grids", bai) == {"北苑第二网格"}  # its worker was never there
    Posting.objects.filter(pk=post.pk).update(until_on=YESTERDAY)
    assert rows("grids", bai) == {"北苑第二网格", "南苑第一网格"}
    # Neither one whose worker's account is switched off, nor a grid that is used no more.
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert rows("grids", bai) == {"北苑第一网格", "北苑第二网格", "南苑第一网格"}
    Area.objects.filter(pk=west.pk).update(valid_to=YESTERDAY)
    assert rows("grids", bai) == {"北苑第一网格", "南苑第一网格"}

    page = listed(office, "grids")
    assert "2 个网格没有网格员" in page and f"?area={far.pk}" in page
    assert "2 个网格没有网格员" in office.get(INDEX).text


def test_doors_of_a_grid_that_has_ended(open_street, office, bai, home, west, abroad):
    assert rows("doors", bai) == set()
    builders.make_door(west, "301")
    Area.objects.filter(pk=west.pk).update(valid_to=TODAY)  # today still stands
    assert rows("doors", bai) == set()
    Area.objects.filter(pk=west.pk).update(valid_to=YESTERDAY)
    assert len(rows("doors", bai)) == 1
    found = {each.line.slug: each.age for each in lines.look(look(bai))}
    assert found["doors"] == "最久的 1 天了"
    assert "原来归北苑第二网格" in listed(office, "doors")


def test_posts_that_end_within_thirty_days(open_street, office, bai, lin, zhou, chen, east, abroad):
    for user, days in ((lin, 30), (zhou, 31), (chen, 3)):
        user.postings.update(until_on=TODAY + timedelta(days=days))
    assert rows("posts", bai) == {"林晓", "陈芳"}
    # Renewed from the day after: nothing ends.
    builders.make_post(lin, east, "grid_worker", from_on=TODAY + timedelta(days=31))
    assert rows("posts", bai) == {"陈芳"}
    assert "3月13日" in listed(office, "posts")
    assert {each.line.slug: each.age for each in lines.look(look(bai))}["posts"] == (
        "最早的在3月13日"
    )


def test_late_cases_nobody_above_has_seen(open_street, office, bai, chen, lin, east, abroad):
    case = builders.make_case(lin, east, at=NOON - timedelta(days=20))
    fresh = builders.make_case(lin, east, at=NOON)
    assert case.due_at < NOON < fresh.due_at
    title = f"{case.category.name} · {case.number}"
    assert rows("late-cases", bai) == {title}

    reminders.sweep(NOON)  # the clock tells the secretary that it is overdue
    told = Notice.objects.filter(recipient=chen, key__contains=":case-overdue:")
    assert told.count() == 1 and rows("late-cases", bai) == {title}
    Notice.objects.filter(recipient=chen).exclude(pk__in=told).update(read_at=NOON)
    assert rows("late-cases", bai) == {title}  # other news of it is not this one
    assert title in listed(office, "late-cases")
    told.update(read_at=NOON)
    assert rows("late-cases", bai) == set()


def test_open_matters_of_somebody_whose_post_ended(
    open_street, office, bai, chen, lin, zhou, east, far, abroad
):
    mine = builders.make_case(lin, east, at=NOON)
    kept = builders.make_case(zhou, east.parent.areas.get(code__endswith="002"), at=NOON)
    for case, handler in ((mine, lin), (kept, zhou)):
        builders.bring(case, Status.DISPATCHED, desk=chen, worker=handler, at=NOON)
    assert rows("left-cases", bai) == set()
    lin.postings.update(until_on=YESTERDAY)
    builders.make_post(lin, far, "grid_worker")
    title = f"{mine.category.name} · {mine.number}"
    assert rows("left-cases", bai) == {title}  # a post elsewhere does not reach it
    assert "原来派给林晓" in listed(office, "left-cases")
    builders.make_post(lin, Area.objects.get(name="北苑社区"), "community_staff")
    assert rows("left-cases", bai) == set()


def test_what_waits_for_a_second_person(open_street, office, bai, zhou, north, street):
    mai = builders.make_staff("mai", "麦田", street, "street_staff")
    about = {"user": zhou, "area": north, "role": "secretary", "from_on": TODAY, "at": NOON}
    proposals.ask(kind=Proposal.Kind.APPOINT, by=mai, **about)
    assert len(rows("proposals", bai)) == 1
    assert rows("proposals", mai) == set()  # her own is no answer of hers
    assert "周平" in listed(office, "proposals")


def test_messages_and_reminders_that_were_given_up(open_street, office, bai, lin, abroad):
    dead_letter(lin, "case:1", tries=3)
    assert rows("notices", bai) == set()  # still being tried
    dead_letter(lin, "case:2", given_up_at=NOON, error="通道关了")
    assert rows("notices", bai) == {"短信"}
    assert "通道关了" in listed(office, "notices") and "林晓" not in listed(office, "notices")

    facts = {"rule": "case-overdue", "subject": "x", "due_at": NOON}
    Reminder.objects.create(period="1", tries=Reminder.MOST_TRIES, done_at=NOON, **facts)
    assert rows("reminders", bai) == set()
    Reminder.objects.create(period="2", tries=Reminder.MOST_TRIES, **facts)
    assert rows("reminders", bai) == {"case-overdue"}


def test_who_receives_those_being_hurt(open_street, office, bai, north, south):
    assert rows("receivers", bai) == {"北苑社区", "南苑社区"}
    assert reverse("cases:receivers-of", args=[north.code]) in listed(office, "receivers")


def test_a_street_that_has_not_opened_has_its_steps_and_not_these_lines(office, bai, west, street):
    assert "grids" in {each.line.slug for each in lines.look(look(bai))}
    assert lines.look(look(bai, street)) == []
    page = office.get(INDEX)
    assert page.context["lines"] == [] and "和平街道开张" in page.text

    opening.say_open(street=street, on=TODAY, by=bai, at=NOON)
    assert "1 个网格没有网格员" in office.get(INDEX).text


def test_the_page_asks_as_often_for_three_rows_as_for_one(
    open_street, office, bai, far, lin, east, zhao, django_assert_num_queries
):
    def troubles(number):
        grid = builders.make_area(
            "grid", f"1502990201000{number}", f"第{number}网格", parent=east.parent
        )
        user = builders.make_staff(f"w{number}", "吴远", grid, "grid_lead", until_on=TODAY)
        case = builders.make_case(lin, east, at=NOON - timedelta(days=20))
        builders.make_door(grid, "101")
        Area.objects.filter(pk=grid.pk).update(valid_to=YESTERDAY)
        dead_letter(user, f"x:{case.pk}", given_up_at=NOON)

    troubles(11)
    office.get(INDEX)
    pages = [INDEX, *(reverse("pending:line", args=[slug]) for slug in LINES)]
    asked = []
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            office.get(page)
        asked.append(len(queries))
    troubles(12)
    troubles(13)
    for page, count in zip(pages, asked, strict=True):
        with django_assert_num_queries(count):
            office.get(page)


def test_nothing_there_is_a_calm_page(open_street, office, zhao, settings, monkeypatch):
    settings.DEMO = True  # of a demo nothing is said about backups
    monkeypatch.setattr(lines, "_lines", {"grids": lines.get("grids")})
    assert "没有要处理的" in office.get(INDEX).text
    zhao.postings.update(until_on=YESTERDAY)
    assert "没有要处理的" not in office.get(INDEX).text
    assert "都处理好了" not in listed(office, "grids")
    assert office.get(reverse("pending:line", args=["nothing-like-it"])).status_code == 404


def test_the_other_streets_rows_are_there_to_be_left_out(open_street, bai, district, abroad):
    """The same lines for whoever administers the district: the troubles abroad exist."""
    above = builders.make_staff("qu", "曲正", district, "street_staff")
    for slug in ("grids", "doors", "late-cases", "posts", "notices"):
        theirs = lines.get(slug)
        assert theirs.rows(look(above)).count() == theirs.rows(look(bai)).count() + 1, slug
