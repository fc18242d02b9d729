"""What she writes and reads, and who reads that somebody looked."""

from datetime import datetime, timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cases import workflow
from cases.harm.words import speak_of_harm
from cases.models import Case
from residents.reveal import disclosure
from tests import builders
from tests.access.test_access_walk import PAGES
from tests.access.walk import fingerprint
from tests.people.conftest import the_form
from tests.people.harm.conftest import SAID, SHANGHAI, named


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


@pytest.mark.parametrize("at", ["door", "counter"])
def test_staff_read_out_who_is_told_and_leave_one_out(
    at, hurt, both, staff, mei, lin, chen, home, east, wang, as_user, now
):
    user, page = {
        "door": (lin, f"/cases/new/?door={home.pk}"),
        "counter": (chen, "/desk/new/"),
    }[at]
    client = as_user(user)
    form = the_form(client.get(page)) | {"words": SAID, "here": "home", "grid": east.pk}
    form |= {"category": hurt.pk, "priority": "normal", "reporter": str(wang.uid)}
    asked = client.post(page, form)
    shown = asked.content.decode()
    assert asked.status_code == 422 and "请念给本人听" in shown
    assert staff.name in shown and mei.name in shown and not Case.objects.exists()

    assert client.post(page, form | {"kept_from": lin.pk}).status_code == 422
    assert client.post(page, form | {"kept_from": mei.pk}).status_code == 302
    assert named(Case.objects.get()) == {staff.username, user.username}  # and who wrote it down


@pytest.mark.parametrize(
    "text",
    [
        *[
            "他打我",
            "邻居打人",
            "我怕他",
            "孩子被伤害了",
            "不让我出门",
            "家暴",
            "掐脖子",
            "动手打老婆",
        ],
        *["他把我打了一顿", "被我老公打", "昨晚又打了", "扇我耳光", "拳打脚踢", SAID],
    ],
)
def test_such_words_are_known(text):
    assert speak_of_harm(text)


@pytest.mark.parametrize(
    "text",
    [
        *["楼道灯坏了", "请打电话给我", "半夜敲打水管", "打扫楼道", "打印机"],
        *["被楼上打扰", "玻璃被风打碎了", "打了12345没人接", "和物业打交道", "把楼道打扫了"],
    ],
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


# Whoever lives behind the same door.

# 我的, 我反映的事, 谁看过, 消息: they have to be among what was compared.
HIS = {"morality_bank:my", "cases:my-cases", "cases:of-mine"}
HIS |= {"reveal:looked-at-me", "notices:inbox"}


def pages_of(client, names=PAGES):
    """What each page says that can be opened without naming a thing, as bytes, without what is drawn anew."""
    said = {}
    for name in names:
        if "GET" in PAGES[name].methods and not name.startswith("api:"):
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            said[name] = fingerprint(client.get(address))
    return said


def test_his_pages_stay_as_they_are_through_the_whole_life_of_her_matter(
    tell, chen, lin, wang, li, as_user, now, monkeypatch
):
    his = as_user(li)
    before = pages_of(his)
    opened = {name for name, said in before.items() if said[0] == 200}
    again = pages_of(his, opened)
    opened = {name for name in opened if again[name] == before[name]}
    # Each time with an id of its own.
    own = {"cases:report", "feedback:new"}
    assert again.keys() - opened <= own
    case = tell(at=now)

    def steps():
        yield "told"
        one = workflow.accept(case=case, version=1, by=chen, at=now)
        yield "accepted"
        for person in (wang, li):
            disclosure.reveal(person=person, column="phone", reason="回复反映的事", by=chen, at=now)
        yield "looked at"
        one = workflow.dispatch(case=one, version=one.version, handler=lin, by=chen, at=now)
        yield "sent to somebody"
        one = workflow.handle(case=one, version=one.version, note="去看过了", by=lin, at=now)
        yield "handled"
        one = workflow.close(case=one, version=one.version, answer="办好了", by=chen, at=now)
        yield "answered"

    for step in steps():
        # What does not open for him is looked at once more, when all has happened.
        now_said = pages_of(his, before if step == "answered" else opened)
        changed = {name for name, said in now_said.items() if said != before[name]}
        assert changed <= own, step
    assert opened >= HIS

    monkeypatch.setattr(disclosure, "_held_back", [])
    now_said = pages_of(his, opened)
    assert {name for name in opened if now_said[name] != before[name]}
