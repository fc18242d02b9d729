"""Somebody is being hurt at home: told to the right people alone, taken on in time, seen by nobody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases import clocks, need_to_know, workflow
from cases.harm import receivers
from cases.harm.words import speak_of_harm
from cases.models import Case, Category, Deadline, HarmReceiver, Step
from notices import reminders
from notices.models import Notice
from residents.own import entries
from residents.reveal import disclosure
from tests import builders
from tests.conftest import NOON, TODAY
from tests.people.conftest import the_form

SHANGHAI = ZoneInfo("Asia/Shanghai")
SAID = "我男人喝了酒，拿凳子砸门"


@pytest.fixture
def hurt(db):
    return Category.objects.get(harm=True)


@pytest.fixture
def mei(street):
    """At the street office, for women and children."""
    return builders.make_staff("mei", "梅芳", street, "street_staff")


@pytest.fixture
def both(north, staff, mei, chen):
    """The two north has chosen: one of its own office and one of the street's."""
    for user, woman in ((staff, False), (mei, True)):
        receivers.choose(community=north, user=user, is_woman=woman, by=chen, at=NOON)
    return [staff, mei]


@pytest.fixture
def tell(wang, east):
    def tell(at=NOON, **facts):
        facts = {"channel": "phone", "reporter": wang, "category": "家里有人被伤害"} | facts
        return builders.make_case(wang.user, east, words=SAID, at=at, **facts)

    return tell


def named(case):
    return {user.username for user in need_to_know_users(case)}


def need_to_know_users(case):
    return [row.user for row in case.named.select_related("user")]


def seen_by(user):
    return set(Case.objects.visible_to(builders.reader_of(user)))


# Its clock.


@pytest.mark.parametrize(
    ("told_at", "due"),
    [
        (datetime(2026, 3, 10, 12), datetime(2026, 3, 10, 14)),
        (datetime(2026, 3, 14, 12), datetime(2026, 3, 14, 14)),  # a Saturday
        (datetime(2026, 3, 10, 23, 30), datetime(2026, 3, 11, 10)),  # read in the morning
    ],
)
def test_two_hours_every_day_and_from_the_morning_when_it_is_night(told_at, due, hurt):
    due_at, _why = clocks.due(
        category=hurt, priority="normal", at=told_at.replace(tzinfo=SHANGHAI), place=None
    )
    assert due_at == due.replace(tzinfo=SHANGHAI)


def test_the_number_is_a_row_and_once_taken_on_the_usual_time_counts(hurt, tell, both, staff):
    Deadline.objects.filter(category=hurt).update(amount=4)
    case = tell()
    assert case.due_at == NOON + timedelta(hours=4)

    case = workflow.accept(case=case, version=1, by=staff, at=NOON)

    usual, _why = clocks.due_once_open(hurt, "normal", at=NOON, place=case)
    assert case.due_at == usual == datetime(2026, 3, 17, 17, 30, tzinfo=SHANGHAI)


# Who is told.


def test_only_the_receivers_know_and_they_sort_it_out(tell, both, staff, mei, chen, bai, lin, li):
    case = tell()

    assert named(case) == {"staff", "mei"}
    for user in (chen, bai, lin, li.user):
        assert seen_by(user) == set() and not Notice.objects.filter(recipient=user).exists()
    for user in both:
        assert seen_by(user) == {case} and Notice.objects.filter(recipient=user).count() == 1
    case = workflow.accept(case=case, version=1, by=mei, at=NOON)
    case = workflow.dispatch(case=case, version=2, handler=lin, by=staff, at=NOON)
    case = workflow.handle(case=case, version=3, note="陪去了派出所", by=lin, at=NOON)
    case = workflow.close(case=case, version=4, answer="陪您办好了", by=mei, at=NOON)
    assert case.has_ended


def test_who_reports_may_keep_one_of_them_out(tell, both, staff, mei):
    case = tell(kept_from=staff)

    assert named(case) == {"mei"} and seen_by(staff) == set()
    reminders.sweep(
        NOON.replace(hour=8) + timedelta(days=1)
    )  # also whoever looks after the forsaken
    assert seen_by(staff) == set()


def test_nobody_of_the_same_home_receives_or_is_sent(tell, both, staff, mei, wang, li, monkeypatch):
    """Li, her husband, works in the community's office himself."""
    li.user = staff
    li.save(update_fields=["user"])

    case = tell()

    assert named(case) == {"mei"}
    assert staff not in dict(need_to_know.workers(case, on=TODAY))
    monkeypatch.setattr(entries, "are_close", lambda me, person: False)  # the guard taken away
    assert receivers.of_case(case, on=TODAY) == both


def test_before_anybody_is_chosen_the_secretary_and_when_she_is_kept_out_the_street(
    tell, chen, bai, staff
):
    assert named(tell()) == {"chen"}
    assert named(tell(kept_from=chen)) == {"bai"}


def test_unopened_it_goes_on_by_itself_to_the_street_and_then_above(
    tell, chen, bai, district, north, street
):
    above = builders.make_staff("fang", "方远", district, "street_staff")
    case = tell()
    reminders.sweep(case.due_at - timedelta(minutes=1))
    assert named(case) == {"chen"}

    reminders.sweep(case.due_at)
    assert named(case) == {"chen", "bai"}
    assert Notice.objects.filter(recipient=bai, text__contains="保密").count() == 1
    reminders.sweep(case.due_at)
    reminders.sweep(case.due_at + timedelta(hours=2))
    assert named(case) == {"chen", "bai", "fang"} and seen_by(above) == {case}
    reminders.sweep(case.due_at + timedelta(hours=9))
    assert case.steps.filter(action=Step.PASSED_ON).count() == 2

    workflow.accept(case=case, version=1, by=above, at=NOON)  # any of them, and it kept its version


def test_taken_on_in_time_it_stays_where_it_is(tell, chen, bai):
    case = tell()
    workflow.accept(case=case, version=1, by=chen, at=NOON)

    reminders.sweep(NOON + timedelta(hours=3))

    assert named(case) == {"chen"}


def test_what_is_found_to_be_harm_while_it_is_accepted_reaches_the_receivers_too(
    from_phone, hurt, both, chen, staff
):
    case = from_phone()
    workflow.accept(case=case, version=1, category=hurt, by=chen, at=timezone.now())

    assert named(case) == {"staff", "mei", "chen"}  # who decided has read it anyway


def test_a_category_of_harm_is_never_open(hurt):
    hurt.confidential_by_default = False
    with pytest.raises(ValidationError, match="必须默认保密"):
        hurt.full_clean()


# The receivers of a community.


def test_the_secretary_chooses_with_the_password_and_sees_what_is_lacking(
    chen, north, staff, mei, as_user, now
):
    client = as_user(chen)
    page = reverse("cases:receivers-of", args=[north.code])
    first = client.get(page).content.decode()
    for lack in ("要有两位以上", "要有一位女性", "要有一位不在这个社区工作的人"):
        assert lack in first

    client.post(page, {"user": staff.pk})
    client.post(page, {"user": mei.pk, "is_woman": "on"})

    whole = client.get(page).content.decode()
    assert "要有" not in whole and "不在这个社区工作" in whole
    client.post(reverse("cases:let-go", args=[HarmReceiver.objects.get(user=mei).pk]))
    assert "要有两位以上" in client.get(page).content.decode()


def test_who_lost_the_post_receives_nothing_and_is_lacking(both, staff, chen, north):
    staff.postings.update(until_on=TODAY - timedelta(days=1))

    assert receivers.of_community(north, on=TODAY) == [both[1], chen]
    assert "要有两位以上" in receivers.wanting(receivers.chosen([north], on=TODAY)[north])[0]


def test_only_who_sorts_out_cases_there_may_be_chosen(north, qian, lin, chen):
    for stranger in (qian, lin):
        with pytest.raises(receivers.NotFromHere):
            receivers.choose(community=north, user=stranger, is_woman=True, by=chen, at=NOON)


def test_the_office_sees_which_communities_have_none(bai, north, south, both, as_user, now):
    page = as_user(bai).get("/admin/").content.decode()

    assert "还没有安排好受伤害时找谁：南苑社区" in page


# Her pages.


@pytest.fixture
def hers(wang, as_user, now):
    return as_user(wang)


def report(client, **typed):
    form = the_form(client.get("/my/report/"))
    other = builders.make_category("其他").pk
    return client.post("/my/report/", form | {"category": other, "place": ""} | typed)


def test_words_of_harm_ask_first_and_either_answer_goes(hers, wang):
    asked = report(hers, words="楼上有人打孩子，天天哭")
    page = asked.content.decode()
    assert asked.status_code == 422 and "像是有人被伤害" in page
    assert not Case.objects.exists()

    form = the_form(asked) | {"category": builders.make_category("其他").pk}
    form |= {"words": "楼上有人打孩子，天天哭", "who": "few"}
    assert hers.post("/my/report/", form).status_code == 302
    assert Case.objects.get().confidential
    assert report(hers, words="楼上有人打孩子，天天哭", who="area").status_code == 302
    assert Case.objects.filter(confidential=False).count() == 1


def test_who_said_it_already_is_not_asked(hers, hurt, chen):
    said = {"words": "他打我", "category": hurt.pk}
    assert report(hers, **said).status_code == 302
    assert report(hers, words="他打我", confidential="on").status_code == 302
    assert Case.objects.filter(confidential=True).count() == 2


def test_staff_at_a_door_and_at_the_counter_are_asked_alike(lin, chen, home, east, as_user, now):
    for user, page in ((lin, f"/cases/new/?door={home.pk}"), (chen, "/desk/new/")):
        client = as_user(user)
        form = the_form(client.get(page)) | {"words": "隔壁女的说怕他", "here": "home"}
        form |= {"category": builders.make_category("其他").pk, "priority": "normal"}
        reply = client.post(page, form | {"grid": east.pk})
        assert reply.status_code == 422 and "像是有人被伤害" in reply.content.decode(), page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["他打我", "邻居打人", "我怕他", "孩子被伤害了", "不让我出门", "家暴", "掐脖子", "动手打老婆"],
)
def test_such_words_are_known(text):
    assert speak_of_harm(text)


@pytest.mark.parametrize(
    "text", ["楼道灯坏了", "请打电话给我", "半夜敲打水管", "打扫楼道", "打印机"]
)
def test_others_ask_nobody(text):
    assert not speak_of_harm(text)


def test_she_reads_who_is_told_until_when_and_110_and_may_strike_one(
    hers, wang, hurt, both, staff, mei
):
    page = hers.get("/my/report/").content.decode()
    assert "只有石敏、梅芳看得到" in page and "tel:110" in page

    report(hers, words=SAID, category=hurt.pk, kept_from=staff.pk)

    case = Case.objects.get()
    assert named(case) == {"mei"}
    mine = hers.get(reverse("cases:my-case", args=[case.uid])).content.decode()
    assert "只有梅芳看得到" in mine and "没人看，自动转给上一级" in mine


def test_at_night_the_page_says_when_it_is_read(wang, chen, as_user, monkeypatch):
    night = datetime(2026, 3, 10, 23, tzinfo=SHANGHAI)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)

    page = as_user(wang).get("/my/report/").content.decode()

    assert "现在是夜里，最晚明天 10:00 有人看" in page


def test_her_words_stand_on_no_page_one_passes(hers, wang, tell, from_phone, now):
    case = tell(at=now)
    from_phone(words="灯坏了。")
    for page in ("/my/", "/my/cases/fragment/", "/my/cases/", "/inbox/"):
        assert SAID not in hers.get(page).content.decode(), page
    assert "灯坏了" in hers.get("/my/cases/fragment/").content.decode()
    own = hers.get(reverse("cases:my-case", args=[case.uid])).content.decode()
    assert SAID in own and SAID not in own.split("</title>")[0]


# Who looked.


@pytest.fixture
def looked(tell, chen, wang, li, now):
    """The secretary took it on, and looked at her number and at his."""
    case = workflow.accept(case=tell(at=now), version=1, by=chen, at=now)
    for person in (wang, li):
        disclosure.reveal(person=person, column="phone", reason="回复反映的事", by=chen, at=now)
    return case


def looks(client):
    return client.get("/my/looked-at/").content.decode().count("陈芳")


def test_looks_inside_a_secret_are_shown_once_the_officer_releases_them(
    looked, chen, lin, wang, li, as_user, now, monkeypatch
):
    lins = {"column": "phone", "reason": "约个上门的时间", "by": lin, "at": now}
    disclosure.reveal(person=li, **lins)
    hers, his = as_user(wang), as_user(li)
    assert looks(hers) == looks(his) == 0
    assert his.get("/my/looked-at/").content.decode().count("林晓") == 1

    release = reverse("cases:release-looks", args=[looked.uid])
    assert as_user(lin).post(release).status_code == 404
    assert as_user(chen).post(release).status_code == 302

    assert looks(hers) == looks(his) == 1


def test_held_back_by_nobody_they_would_give_it_away(looked, li, as_user, monkeypatch):
    monkeypatch.setattr(disclosure, "_held_back", [])

    assert looks(as_user(li)) == 1


def test_what_is_looked_at_later_waits_again(looked, chen, wang, as_user, now):
    as_user(chen).post(reverse("cases:release-looks", args=[looked.uid]))
    later = timezone.now() + timedelta(minutes=1)
    disclosure.reveal(person=wang, column="phone", reason="再问一句平安", by=chen, at=later)

    assert looks(as_user(wang)) == 1
