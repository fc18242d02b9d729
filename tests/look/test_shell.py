"""What stands around every page."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

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
    from config.context import House

    request = rf.get("/")
    request.user = wang
    request.user.signed_in_by = "code"
    assert House(request).big

    request.COOKIES["big"] = "0"
    assert not House(request).big


def test_the_navigation_shows_the_doors_this_post_opens(client, lin, chen, session_of):
    for worker, has_desk in ((lin, False), (chen, True)):
        session_of(worker)
        assert ('href="/desk/"' in client.get("/styleguide/").text) is has_desk


def test_a_stranger_has_no_navigation(client, db):
    assert "doors-nav" not in client.get("/styleguide/").text


def test_the_page_for_a_broken_house_needs_nothing_of_it():
    assert "是我们这边的错" in render_to_string("errors/500.html")


@pytest.mark.django_db
def test_a_missing_page_stands_in_the_same_house(client):
    with override_settings(DEBUG=False):
        answer = client.get("/nirgends/")

    assert answer.status_code == 404
    assert "没有这一页" in answer.text


@pytest.mark.django_db
def test_a_form_whose_token_ran_out_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/styleguide/", {})

    assert answer.status_code == 403
    assert "刷新后再提交" in answer.text
