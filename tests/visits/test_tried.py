"""The list knows what happened: tried doors at its end, one line of last time, what one chose to see."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from residents.models import Person
from tests import builders
from tests.conftest import NOON, TODAY
from visits import due, models, tried
from visits.filters import Filters
from visits.models import REMEMBERED, NoteFor


def due_person(door, name, kind="low_income", on=TODAY, **facts):
    person = builders.make_person(door, name, **facts)
    builders.tag(person, kind)
    Person.objects.filter(pk=person.pk).update(next_due_on=on)
    return person


@pytest.fixture
def two_doors(east):
    building = builders.make_building(east)
    low, top = (builders.make_door(east, d, building=building) for d in ("101", "502"))
    return due_person(low, "一楼", on=TODAY - timedelta(days=1)), due_person(top, "五楼")


def names(stops):
    return [person.name for stop in stops for person in stop.people]


def list_of(user, at=NOON, **said):
    """(to go to, tried, put off until tomorrow)"""
    reader = builders.reader_of(user, at.date())
    way = due.way_of(reader, only=Filters.of(said), at=at)
    return names([*way.first, *way.then]), names(way.tried), names(way.tomorrow)


def test_what_was_tried_goes_to_the_end_and_comes_back_when_chosen(lin, two_doors):
    low = two_doors[0]
    builders.log_contact(lin, low.home, outcome="nobody", at=NOON)
    assert list_of(lin) == (["五楼"], ["一楼"], [])

    evening = NOON.replace(hour=18)
    tried.put_off(dwelling=low.home, until="evening", at=NOON)
    assert list_of(lin) == (["五楼"], ["一楼"], [])
    assert list_of(lin, evening)[0] == ["一楼", "五楼"]

    builders.log_contact(lin, low.home, outcome="nobody", at=evening + timedelta(hours=1))
    late = evening + timedelta(hours=2)
    assert list_of(lin, late) == (["五楼"], ["一楼"], [])

    tried.put_off(dwelling=low.home, until="tomorrow", at=late)
    assert list_of(lin, late) == (["五楼"], [], ["一楼"])
    assert list_of(lin, NOON + timedelta(days=1))[0] == ["一楼", "五楼"]


def test_a_contact_ends_it_and_so_does_a_fortnight(lin, two_doors):
    low = two_doors[0]
    builders.log_contact(lin, low.home, outcome="nobody", at=NOON)
    tomorrow = NOON + timedelta(days=1)

    def said(at):
        way = due.way_of(builders.reader_of(lin, at.date()), at=at)
        return {stop.dwelling: stop.attempt and stop.attempt.how_tried for stop in way.first}

    assert said(tomorrow)[low.home] == "去过，没人"
    assert said(NOON + REMEMBERED)[low.home] is None

    builders.log_contact(lin, low.home, channel="phone", at=tomorrow)
    assert said(tomorrow)[low.home] is None


def test_only_the_posts_of_the_grid_read_of_attempts(lin, ling, chen, two_doors):
    builders.log_contact(lin, two_doors[0].home, outcome="nobody", at=NOON)

    assert list_of(ling) == (["五楼"], ["一楼"], [])
    assert list_of(chen) == (["一楼", "五楼"], [], [])
    way = due.way_of(builders.reader_of(chen), at=NOON)
    assert [stop.attempt for stop in way.first] == [None]


def test_a_list_that_asked_any_post_would_be_noticed(lin, chen, east, two_doors, monkeypatch):
    builders.log_contact(lin, two_doors[0].home, outcome="nobody", at=NOON)

    monkeypatch.setattr(tried, "own_grids", lambda reader: [east.pk])
    assert list_of(chen) == (["五楼"], ["一楼"], [])


def test_what_is_left_out_is_chosen(lin, two_doors, east):
    low, top = two_doors
    with_phone = due_person(builders.make_door(east, "301"), "有电话", "living_alone_80")
    with_phone.refresh_from_db()
    with_phone.set_phone("13900000001")
    with_phone.save()
    builders.log_contact(lin, top.home, outcome="refused", at=NOON)

    def seen(**said):
        return sorted(sum(list_of(lin, **said), []))

    assert seen() == sorted(["一楼", "五楼", "有电话"])
    assert seen(tried="yes") == ["五楼"]
    assert seen(tried="no") == sorted(["一楼", "有电话"])
    assert seen(late="1") == ["一楼"]
    assert seen(tier="high") == ["有电话"]
    assert seen(phone="none") == sorted(["一楼", "五楼"])
    assert seen(tier="nonsense", late="maybe", tried=["yes"]) == seen()


def test_a_filter_stays_until_everything_is_asked_for(client, lin, two_doors, today_is):
    client.force_login(lin)
    narrow = client.get("/today/?late=1").content.decode()

    assert "五楼" not in narrow and "现在只看：晚了的。" in narrow
    assert "五楼" not in client.get("/today/").content.decode()
    assert "五楼" in client.get("/today/?all=1").content.decode()
    assert "五楼" in client.get("/today/").content.decode()


def test_one_line_of_last_time_and_never_a_private_note(client, lin, ling, chen, wang, today_is):
    Person.objects.filter(pk=wang.pk).update(birth_on=TODAY.replace(year=1939))
    builders.tag(wang)
    builders.log_contact(lin, wang.home, [wang], needs="想换个大字的手机", at=NOON)
    Person.objects.filter(pk=wang.pk).update(next_due_on=TODAY)
    client.force_login(lin)
    page = client.get("/today/").content.decode()
    assert "87 岁" in page and "想换个大字的手机" in page

    private = {"note": "儿子在外面欠债", "note_for": NoteFor.SECRETARY}
    builders.log_contact(lin, wang.home, [wang], at=NOON + timedelta(hours=1), **private)
    Person.objects.filter(pk=wang.pk).update(next_due_on=TODAY)

    assert "欠债" not in client.get("/today/").content.decode()
    door = f"/today/door/{wang.home_id}/"
    reads = {}
    for user in (lin, chen, ling):
        client.force_login(user)
        reads[user.username] = "欠债" in client.get(door).content.decode()
    assert reads == {"lin": True, "chen": True, "ling": False}


def test_a_note_without_its_guard_would_be_noticed(client, lin, ling, wang, monkeypatch):
    private = {"note": "儿子在外面欠债", "note_for": NoteFor.SECRETARY}
    builders.log_contact(lin, wang.home, [wang], at=NOON, **private)
    client.force_login(ling)
    assert "欠债" not in client.get(f"/today/door/{wang.home_id}/").content.decode()

    monkeypatch.setattr(models, "may_read", lambda *about: True)
    assert "欠债" in client.get(f"/today/door/{wang.home_id}/").content.decode()


def test_choosing_when_to_come_back_is_a_tap_on_the_list(client, lin, wang, monkeypatch):
    client.force_login(lin)
    reply = client.post(f"/today/door/{wang.home_id}/later/", {"until": "tomorrow"})
    assert (reply.status_code, reply["Location"]) == (302, "/today/")
    wang.home.refresh_from_db()
    first = wang.home.later.back_at

    client.post(f"/today/door/{wang.home_id}/later/", {"until": "next year"})
    wang.home.later.refresh_from_db()
    assert wang.home.later.back_at == first


def test_in_the_evening_there_is_only_tomorrow():
    at = datetime(2026, 3, 10, 19, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert [value for value, _words in tried.choices(at)] == ["tomorrow"]
    assert len(tried.choices(at - timedelta(hours=5))) == 2


def test_the_lines_cost_the_same_for_one_and_for_three(lin, east, django_assert_num_queries):
    reader = builders.reader_of(lin)
    for n in range(3):
        person = due_person(builders.make_door(east, f"{n + 1}01"), f"住户{n}")
        builders.log_contact(lin, person.home, [person], at=NOON - timedelta(days=n + 1))
        builders.log_contact(lin, person.home, outcome="nobody", at=NOON)
        Person.objects.filter(pk=person.pk).update(next_due_on=TODAY)
        _posts = reader.posts
        with django_assert_num_queries(6):
            due.way_of(reader, at=NOON)
