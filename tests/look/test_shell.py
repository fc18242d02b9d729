"""What stands around every page."""

import pytest
from django.test import override_settings

from grids.models import Reader
from tests.conftest import TODAY

pytestmark = pytest.mark.urls("tests.look.urls")


@pytest.mark.django_db
def test_the_demo_says_on_every_page_that_its_people_are_invented(client, settings):
    settings.DEMO = True
    assert "演示：这里的人都是虚构的" in client.get("/styleguide/").text

    settings.DEMO = False
    assert "演示：这里的人都是虚构的" not in client.get("/styleguide/").text


@pytest.mark.django_db
def test_big_type_is_what_somebody_chose(client):
    assert '<html lang="zh-hans">' in client.get("/styleguide/").text

    client.cookies["big"] = "1"
    assert '<html lang="zh-hans" class="big">' in client.get("/styleguide/").text


def test_a_resident_begins_with_big_type_and_may_leave_it(client, wang, settings, rf):
    from config.context_processors import House

    request = rf.get("/")
    request.user = wang.user
    request.reader = Reader(wang.user, signed_in_by="code", day=TODAY)
    assert House(request).big

    request.COOKIES["big"] = "0"
    assert not House(request).big


def test_residents_find_the_size_at_the_top_and_staff_at_the_foot(client, wang, lin):
    def places(user, by):
        client.force_login(user, by=by)
        page = client.get("/inbox/").text
        return ["字" in part and "一点" in part for part in page.split("<main")]

    assert places(wang.user, "code") == [True, False]
    assert places(lin, "password") == [False, True]


def test_the_foot_says_who_is_signed_in(client, wang):
    client.force_login(wang.user, by="code")
    assert "现在登录的是王秀兰" in client.get("/inbox/").text

    client.post("/sign-out/")
    assert "现在登录的是" not in client.get("/sign-in/").text


def test_the_navigation_shows_the_doors_this_post_opens(client, lin, chen, session_of):
    for worker, has_desk in ((lin, False), (chen, True)):
        session_of(worker)
        assert ('href="/desk/"' in client.get("/styleguide/").text) is has_desk


def test_a_phone_keeps_four_doors_under_the_thumb_and_the_rest_behind_one(lin, chen, bai, rf):
    assert [door.label for door in doors_of(rf, bai) if door.near] == [
        "今天",
        "我的田",
        "居民的事",
        "后台",
    ]
    assert [door.label for door in doors_of(rf, bai) if not door.near] == [
        "好事",
        "柜台",
        "名册",
        "更正",
        "公告",
        "导出",
        "确认",
        "我的",
    ]
    assert [door.label for door in doors_of(rf, chen) if door.near] == [
        "今天",
        "我的田",
        "居民的事",
        "好事",
    ]
    assert all(door.near for door in doors_of(rf, lin))  # five fit side by side


def test_a_resident_has_two_doors_and_reporting_is_behind_the_second(wang, rf):
    wang.user.signed_in_by = "code"
    doors = doors_of(rf, wang.user, "/my/report/")

    assert [(door.label, door.current) for door in doors] == [("我的", False), ("反映的事", True)]


def test_a_case_lies_behind_the_door_its_reader_came_through(rf, lin, chen):
    here = [
        door.label for who in (lin, chen) for door in doors_of(rf, who, "/cases/x/") if door.current
    ]

    assert here == ["办事", "居民的事"]


def doors_of(rf, user, path="/"):
    from config.context_processors import House

    request = rf.get(path)
    request.user, request.reader = user, Reader.of(user)
    return House(request).doors


def test_where_one_is_shows_even_when_it_is_behind_more(client, bai, session_of):
    session_of(bai)

    assert "（现在在“导出”）" in client.get("/exports/").text
    assert "现在在" not in client.get("/desk/").text


def test_the_admin_leads_back_into_the_house(client, bai, session_of):
    session_of(bai)
    page = client.get("/admin/registers/").text

    assert 'href="/search/"' in page
    assert 'href="/desk/"' in page


def test_a_stranger_has_no_navigation(client, db):
    assert "doors-nav" not in client.get("/styleguide/").text


@pytest.mark.django_db
def test_a_missing_page_stands_in_the_same_house(client):
    with override_settings(DEBUG=False):
        answer = client.get("/nirgends/")

    assert answer.status_code == 404
    assert "没有这一页" in answer.text
