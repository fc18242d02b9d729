"""A year on a page: who looks, who arranges it, what is shown before, and the way back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Step
from grids import arranged_years, legal_holidays
from grids.models import ArrangedYear, CalendarDay
from notices.models import Notice
from office.year import months
from tests import builders
from tests.conftest import SignedInClient

CHINA = ZoneInfo("Asia/Shanghai")
WHY = "国务院办公厅通知"
BRIDGED = {"2027-02-09": "休", "2027-02-10": "休", "2027-02-11": "休", "2027-02-13": "班"}
ARRANGE, YEAR = reverse("year:arrange", args=[2027]), reverse("year:year", args=[2027])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def browser(user):
    client = SignedInClient()
    client.force_login(user)
    return client


def written(more=BRIDGED, apart=","):
    days = {day.isoformat(): "休" for day in sorted(legal_holidays.of(2027))} | more
    return "\r\n".join(apart.join((day, says, WHY)) for day, says in days.items())


@pytest.fixture
def ding(district):
    """At the district, above every street: rules the house."""
    return builders.make_staff("ding", "丁宁", district, "street_staff")


@pytest.fixture
def reported(lin, chen, east):
    return builders.make_case(lin, east, at=at("2027-02-03T10:00"))


def checked(client, **sent):
    """The preview of a list, and what its form sends when one is sure."""
    preview = client.post(ARRANGE, sent)
    assert preview.status_code == 200, preview.content.decode()
    return preview, {name: preview.context[name] for name in ("text", "seen")} | {"sure": "1"}


def sure(client, **sent):
    return client.post(ARRANGE, checked(client, **sent)[1])


def back(client):
    """Take back what holds, as the page offers it."""
    one = ArrangedYear.objects.filter(year=2027, taken_back_at=None).first()
    address = reverse("year:take-back", args=[2027]) + f"?list={one.uid}"
    return client.get(address), client.post(address, {"list": one.uid})


def test_a_list_is_looked_at_taken_in_and_taken_back(ding, chen, reported):
    client, guessed = browser(ding), at("2027-02-12T17:30")
    assert "还没有公布" in client.get(YEAR).content.decode()
    assert client.get(ARRANGE).context["form"].initial["text"].count("\n") == 12  # 13 days by law

    preview, sent = checked(client, text=written())

    assert "新录入 17 天，改 0 天" in preview.content.decode()
    assert "有 1 件的答复期限会重新算" in preview.content.decode()
    assert "2月5日至2月11日" in preview.content.decode()
    reported.refresh_from_db()
    assert (reported.due_at, CalendarDay.objects.count()) == (guessed, 0)
    assert not Step.objects.filter(action=Step.RECOUNTED).exists()

    page = client.post(ARRANGE, sent, follow=True).content.decode()

    assert "2027年录入好了：改了 17 天，1 个答复期限重新算过。" in page
    assert "丁宁" in page and "还没有公布" not in page
    reported.refresh_from_db()
    assert reported.due_at == at("2027-02-16T17:30")

    asked, done = back(client)

    assert "17 天恢复成录入以前的样子" in asked.content.decode()
    assert "有 1 件" in asked.content.decode()
    assert done.status_code == 302
    reported.refresh_from_db()
    assert (reported.due_at, CalendarDay.objects.count()) == (guessed, 0)
    assert reported.due_because["guessed"]
    assert [step.note[:10] for step in reported.steps.filter(action=Step.RECOUNTED)] == [
        "调休已经公布，答复期",
        "这一年的放假安排撤回",
    ]
    assert Notice.objects.filter(recipient=chen, key__contains="recounted").count() == 2
    assert "丁宁" in client.get(YEAR).content.decode()  # who took it back


def test_what_somebody_changed_since_stays_and_only_the_last_list_goes_back(ding):
    client = browser(ding)
    sure(client, text=written())
    first = ArrangedYear.objects.get()
    CalendarDay.objects.filter(day="2027-02-13").update(why="改过")
    sure(client, text=written({"2027-02-09": "休", "2027-02-10": "班"}))

    with pytest.raises(arranged_years.CannotBeTakenBack):
        arranged_years.take_back(arranged=first, by=ding, at=at("2027-01-01T10:00"))
    back(client)
    back(client)

    assert [(row.day, row.why) for row in CalendarDay.objects.all()] == [
        (date(2027, 2, 13), "改过")
    ]


def test_a_file_is_read_like_what_is_pasted(ding):
    client, typed = browser(ding), written(apart="\t").replace("2027-02-05", "２０２７年２月５日")
    for content in (typed.encode("utf-8-sig"), typed.encode("gb18030")):
        _page, sent = checked(client, file=SimpleUploadedFile("2027.csv", content))
        assert sent["text"] == typed.replace("\r\n", "\n")
    assert client.post(ARRANGE, sent).status_code == 302


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"text": "2027-02-30,休,通知"}, "第 1 行：日历上没有这一天"),
        ({"text": "2027-01-01,休,通知"}, "还缺法定节日"),
        ({"text": " \u200b"}, "请粘贴放假和调休的日子"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04\0\0")}, "这个文件读不懂"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 300_000)}, "一年最多四百行"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(ding, sent, says):
    answer = browser(ding).post(ARRANGE, sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    if sent.get("text", "").strip(" \u200b"):
        assert sent["text"] in answer.content.decode()


def test_whoever_is_sure_of_another_year_looks_once_more(ding):
    """Somebody changed a day while the preview stood there."""
    client = browser(ding)
    _page, sent = checked(client, text=written())
    CalendarDay.objects.create(day=date(2027, 3, 1), is_workday=False, why="停电")

    answer = client.post(ARRANGE, sent)

    assert answer.status_code == 409
    assert "刚才有人改过这一年" in answer.content.decode()
    assert not ArrangedYear.objects.exists()
    again = sent | {"seen": answer.context["seen"]}
    assert client.post(ARRANGE, again).status_code == 302


def test_a_street_below_looks_and_changes_a_day_where_rules_are_changed(bai, chen, north):
    """Neither arranges the house's year; each is led to where their own days are made."""
    for user, where in ((bai, "/admin/grids/calendarday/add/"), (chen, "/rules/150299020100/")):
        page = browser(user).get(YEAR)
        assert page.status_code == 200
        assert f'href="{where}' in page.content.decode()
        assert ARRANGE not in page.content.decode()
        assert browser(user).post(ARRANGE, {"text": written()}).status_code == 404
    form = browser(chen).get("/rules/150299020100/rule/?kind=days&day=2027-02-04").content.decode()
    assert 'value="2027-02-04"' in form


def test_each_day_says_what_it_is_and_how_sure_that_is(db, north, django_assert_num_queries):
    CalendarDay.objects.create(area=north, day=date(2027, 3, 1), is_workday=False, why="停电")
    with django_assert_num_queries(1):
        year = months.drawn(2027, north, today=date(2026, 12, 1), way=lambda *day: "x")
    days = {day.on: day for month in year.months for week in month.weeks for day in week if day}

    assert len(days) == 365 and year.is_guess
    spring, monday, own = (days[date(2027, *each)] for each in ((2, 5), (3, 8), (3, 1)))
    assert (str(spring.mark), spring.guess, spring.said) == ("休", False, "2月5日，休息，春节")
    assert (str(monday.mark), monday.guess, monday.said) == ("", True, "3月8日，上班，推算的")
    assert (str(own.mark), own.own, own.said) == ("休", True, "3月1日，休息，停电")
    assert (spring.href, monday.href) == ("", "x")
    assert year.rest[0] == "1月1日至1月3日"
    published = months.drawn(2026, None, today=date(2026, 12, 1), way=lambda *day: "")
    assert not published.is_guess and "2月14日" in "".join(published.made_up)


@pytest.mark.parametrize("year", [2024, 2029, 99999])
def test_years_far_off_are_not_there(ding, year):
    assert browser(ding).get(f"/year/{year}/").status_code == 404
