"""An announcement from its first word to its last day: who reads it, and who never does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from announcements import audience, reading, telling, writing
from announcements.models import (
    Announcement,
    AnnouncementQuerySet,
    ReadingDay,
    Readings,
    ReadMark,
)
from foundation import once
from foundation.pictures.photos import Picture
from grids.models import Building
from notices import reminders
from notices.models import Notice, Reminder
from tests import builders

WORDS = {"title": "周三停水", "words": "周三上午九点到十一点停水，请存水。"}


def page(name, announcement=None):
    return reverse(f"announcements:{name}", args=[announcement.uid] if announcement else [])


def read(client, user, address, by="password", **sent):
    client.force_login(user, by=by)
    answer = client.post(address, sent) if sent else client.get(address)
    return answer if answer.status_code == 404 else answer.content.decode()


def days(first, last):
    today = timezone.localdate()
    return {"from_on": today + timedelta(days=first), "until_on": today + timedelta(days=last)}


def test_the_secretary_says_it_to_a_grid_and_the_street_reads_it_on_phone_and_paper(
    client, east, chen, lin, zhou, wang
):
    new = f"{page('new')}?into={east.code}"
    client.force_login(chen)
    uid = uuid4()
    sent = {"uid": uid, **WORDS, **days(0, 7), "part": "all", "care": "", "by_message": "on"}
    for _twice in range(2):  # two taps are one
        assert client.post(new, sent).url == reverse("announcements:preview", args=[uid])
    found = Announcement.objects.get()
    shown = client.get(page("preview", found))
    assert shown.context["reach"] == audience.Reach(people=1, phones=1, stairwells=1)
    assert "还没有发布" in shown.content.decode()
    assert "北苑社区公告：周三停水" in shown.content.decode()  # the message, as it will be read
    assert "没有公告" in read(client, wang.user, page("all-of-mine"), by="code")  # not yet
    assert read(client, lin, page("announcement", found)).status_code == 404
    client.force_login(chen)
    stale = {"seen": shown.context["version"].mark}
    client.post(
        page("edit", found), {**WORDS, **days(0, 7), "title": "周四停水", "by_message": "on"}
    )
    refused = client.post(page("preview", found), stale)
    assert refused.status_code == 409 and "又改了" in refused.content.decode()
    client.post(page("preview", found), {"seen": refused.context["version"].mark})

    assert "周四停水" in read(client, wang.user, page("card"), by="code")
    mine = read(client, wang.user, page("mine", found), by="code")
    assert WORDS["words"] in mine and 'data-aloud="announcement"' in mine
    assert "周四停水" in read(client, lin, page("said"))
    assert "周四停水" not in read(client, zhou, page("said"))
    assert read(client, zhou, page("sheet", found)).status_code == 404
    sheet = read(client, lin, page("sheet", found) + "?of=all")
    assert 'class="qr"' in sheet and f"/a/{uid}/" not in sheet  # the address is in the code alone
    assert sheet.count('<section class="poster') == 1 and "1单元" in sheet
    client.cookies.clear()
    anybody = client.get(page("public", found))
    assert WORDS["words"] in anybody.content.decode() and not anybody.cookies

    # By message, once, in whatever was decided when the clock came to it.
    now = timezone.now()
    row = Reminder.objects.get(rule=writing.TELL)
    telling.send(row, now)
    telling.send(row, now)
    notice = Notice.objects.get(key__startswith="announcement:")
    assert (notice.recipient, notice.values["title"]) == (wang.user, "周四停水")
    assert reminders._acts[writing.TELL] is telling.send


def test_a_correction_replaces_it_and_what_is_taken_back_or_over_is_gone(
    client, east, north, chen, wang, home
):
    now = timezone.now()
    found = builders.make_announcement(chen, north, at=now, by_message=True)
    telling.send(Reminder.objects.get(rule=writing.TELL), now)
    text = writing.Text("改到周四", "周四停水。", **days(0, 7))
    writing.revise(announcement=found, text=text, by=chen, at=now)
    assert "停水通知" in read(
        client, wang.user, page("mine", found), by="code"
    )  # still the old one
    draft = writing.draft_of(found)
    writing.publish(announcement=found, seen=draft.mark, by=chen, at=now)
    assert "周四停水" in read(client, wang.user, page("mine", found), by="code")
    assert not Notice.objects.filter(key__startswith="announcement:")  # the old title is unsaid
    assert "停水通知" in read(client, chen, page("announcement", found))  # colleagues still find it
    assert "改到周四" in read(client, chen, page("said"), words="周四停")
    assert "改到周四" in read(client, chen, f"{page('said')}?month={timezone.localdate():%Y-%m}")
    with pytest.raises(writing.NoDraft):
        writing.publish(announcement=found, seen=draft.mark, by=chen, at=now)

    assert read(client, chen, page("take-back", found), why="写错了地方") == ""
    assert read(client, wang.user, page("mine", found), by="code").status_code == 404
    gone = client.get(page("public", found)).content
    with pytest.raises(writing.TakenBack):
        writing.revise(announcement=found, text=text, by=chen, at=now)

    # Over, and not begun yet: no job has to end it, and whoever scans learns nothing of which it is.
    for first, last in ((-9, -1), (1, 9)):
        span = days(first, last)
        at = now - timedelta(days=10)
        other = builders.make_announcement(chen, north, at=at, **span)
        assert read(client, wang.user, page("mine", other), by="code").status_code == 404
        assert client.get(page("public", other)).content == gone
    standing = Announcement.objects.standing(timezone.localdate() + timedelta(days=1))
    assert standing.count() == 1

    dropped = builders.make_announcement(chen, north, draft=True, at=now)
    client.force_login(chen)
    client.post(page("drop", dropped))
    assert not Announcement.objects.filter(pk=dropped.pk)
    over = builders.make_announcement(chen, north, draft=True, at=now, **days(-3, -2))
    with pytest.raises(writing.Over):
        writing.publish(announcement=over, seen=writing.draft_of(over).mark, by=chen, at=now)


def test_what_is_for_those_with_a_need_names_it_nowhere(client, east, chen, lin, wang, li):
    now = timezone.now()
    builders.tag(wang, "veteran")
    picture = Picture(full=b"full", small=b"small")
    found = builders.make_announcement(
        chen, east, "来领慰问品", care="veteran", by_message=True, at=now, picture=picture
    )
    assert "退役军人" in read(client, chen, f"{page('new')}?into={east.code}")  # written here
    assert audience.reach(found, timezone.localdate()) == (1, 1, 0)
    everywhere = [read(client, wang.user, page(name, found), by="code") for name in ("mine",)]
    everywhere += [read(client, wang.user, page("card"), by="code")]
    everywhere += [
        read(client, chen, page("announcement", found)),
        read(client, chen, page("said")),
    ]
    assert all("来领慰问品" in words and "退役" not in words for words in everywhere)
    assert read(client, li.user, page("mine", found), by="code").status_code == 404  # the spouse
    assert read(client, lin, page("announcement", found)).status_code == 404
    for name in ("public", "public-picture", "sheet"):
        assert read(client, chen, page(name, found)).status_code == 404

    telling.send(Reminder.objects.get(rule=writing.TELL), now)
    notice = Notice.objects.get(key__startswith="announcement:")
    assert (notice.recipient, notice.values) == (wang.user, {"office": "北苑社区"})

    # On a phone that several people have it is neither shown nor sent.
    Notice.objects.all().delete()
    wang.user.passphrase = "x"
    wang.user.save()
    assert read(client, wang.user, page("mine", found), by="code").status_code == 404
    telling.send(Reminder.objects.get(rule=writing.TELL), now)
    assert not Notice.objects.exists()
    # And to less than a grid it cannot go: who it is for could be told.
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=found.pk).update(building=wang.home.building)


def test_a_building_is_told_and_its_neighbours_are_not(
    client, east, north, chen, lin, wang, street, bai
):
    now = timezone.now()
    there = builders.make_door(east, "101", building=builders.make_building(east))
    sun = builders.make_resident(there, "孙三", phone="13800000008")
    mine = Building.objects.get(pk=wang.home.building_id)
    found = builders.make_announcement(chen, north, "本楼修水管", building=mine, at=now)
    everybody = builders.make_announcement(bai, street, "全街道", at=now)
    other = builders.make_announcement(chen, north, "小区", compound=mine.compound, at=now)
    assert "本楼修水管" in read(client, wang.user, page("all-of-mine"), by="code")
    theirs = read(client, sun.user, page("all-of-mine"), by="code")
    assert "本楼修水管" not in theirs and "全街道" in theirs
    assert read(
        client, lin, page("announcement", everybody)
    )  # what the street says, its workers read
    assert 'class="qr"' not in read(client, lin, page("sheet", found))
    assert client.get(page("public", other)).status_code == 404
    assert read(client, chen, page("edit", everybody)).status_code == 404  # the street's own word


def test_readers_are_counted_and_kept_nowhere(
    client, east, chen, wang, li, django_assert_num_queries
):
    now = timezone.now()
    found = builders.make_announcement(chen, east, at=now)
    for person in (wang, li, wang):
        read(client, person.user, page("mine", found), by="code")
    assert Readings.objects.get().count == 2
    assert "读过不到 5 次" in read(client, chen, page("said"))
    rows = [
        str(vars(row)) for model in (Readings, ReadMark, ReadingDay) for row in model.objects.all()
    ]
    names = {str(person.user.uid) for person in (wang, li)}
    assert not any(name in row for row in rows for name in names)
    assert {"id", "day_id", "mark", "_state"} == set(vars(ReadMark.objects.first()))
    # The next day nothing is left that a mark could be compared with; the same account is new.
    tomorrow = now + timedelta(days=1)
    reading.note(announcement=found, user=wang.user, at=tomorrow)
    assert ReadMark.objects.count() == 1 and ReadingDay.objects.count() == 1
    reading.forget_marks(None, tomorrow + timedelta(days=1))
    assert (
        not ReadMark.objects.exists() and sum(Readings.objects.values_list("count", flat=True)) == 3
    )

    def ask(address, queries):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200

    client.force_login(chen)
    builders.make_announcement(chen, east, at=now, draft=True)
    for _three in range(2):
        ask(page("said"), 6)
        builders.make_announcement(chen, east, at=now)
        builders.make_announcement(chen, east, at=now, draft=True)
    client.force_login(wang.user, by="code")
    for name in ("card", "all-of-mine"):
        with CaptureQueriesContext(connection) as before:
            client.get(page(name))
        builders.make_announcement(chen, east, at=now)
        with CaptureQueriesContext(connection) as after:
            client.get(page(name))
        assert len(before) == len(after)


def test_for_programs_the_same(client, east, chen, wang):
    client.force_login(chen)
    api = {"content_type": "application/json", "headers": {"X-CSRFToken": "x"}}
    text = {**WORDS, **{name: day.isoformat() for name, day in days(0, 3).items()}}
    sent = {"client_id": str(uuid4()), "area": east.code, **text}
    first = client.post("/api/v1/announcements/write/", sent, **api)
    again = client.post("/api/v1/announcements/write/", sent, **api)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    other = client.post("/api/v1/announcements/write/", sent | {"title": "另一条"}, **api)
    assert (other.status_code, other.json()["code"]) == (409, once.Conflict.code)
    one = f"/api/v1/announcements/{first.json()['id']}/"
    seen = {"draft": first.json()["draft"]}
    assert client.post(f"{one}publish/", seen, **api).json()["state"] == "published"
    assert client.post(f"{one}publish/", seen, **api).json()["code"] == "no_draft"
    client.force_login(wang.user, by="code")
    mine = client.get("/api/v1/my/announcements/").json()["items"]
    assert [each["title"] for each in mine] == [WORDS["title"]]
    assert (
        client.get(f"/api/v1/my/announcements/{mine[0]['id']}/").json()["words"] == WORDS["words"]
    )
    client.force_login(chen)
    assert client.post(f"{one}take-back/", {"why": "错了"}, **api).json()["state"] == "taken_back"


def test_a_guard_taken_away_is_noticed(client, east, chen, wang, li, lin, monkeypatch):
    """Without the need in the query the spouse would read it; without the salt a mark would last."""
    now = timezone.now()
    builders.tag(wang, "veteran")
    found = builders.make_announcement(chen, east, care="veteran", at=now)
    read(client, wang.user, page("mine", found), by="code")
    before = ReadMark.objects.get().mark
    ReadingDay.objects.all().delete()
    read(client, wang.user, page("mine", found), by="code")
    assert ReadMark.objects.get().mark != before

    def to_all(rows, person, on):
        return rows.standing(on)

    monkeypatch.setattr(AnnouncementQuerySet, "meant_for", to_all)
    assert "停水通知" in read(client, li.user, page("mine", found), by="code")
