"""The pages: choose, look, ask, wait, agree, fetch."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from foundation.models import Record
from foundation.work import queue, waking
from reports.exports import requests
from reports.models import Export
from reports.tables import TABLES
from tests import builders
from tests.reports.conftest import WHY, ask_for, export

pytestmark = pytest.mark.usefixtures("midday")


def url(name, made):
    return reverse(f"reports:{name}", args=[made.uid])


def facts(where, **more):
    return {
        "uid": str(uuid4()),
        "area": where.pk,
        "state": "here",
        "columns": ["name", "phone", "address"],
        "why": WHY,
        "form": "xlsx",
    } | more


def page(client, user, *args, **kwargs):
    client.force_login(user)
    return client.get(*args, **kwargs).content.decode()


PEOPLE = "/exports/new/people/"


def test_the_form_shows_what_would_leave_before_anything_does(client, chen, north, wang, sun):
    shown = page(client, chen, PEOPLE)

    assert "文件里会有 2 行" in shown
    assert "138****0001" in shown and "13800000001" not in shown
    assert Export.objects.count() == 0


def test_looking_again_without_a_script_and_with_one(client, chen, north, east, wang, sun):
    client.force_login(chen)
    sent = facts(east, why="", look="1")
    whole = client.post(PEOPLE, sent)
    part = client.post(PEOPLE, sent, headers={"HX-Request": "true"})

    assert (whole.status_code, part.status_code) == (200, 200)
    assert "文件里会有 1 行" in whole.content.decode()
    assert part.content.decode().strip() in whole.content.decode()
    assert "这个字段" not in whole.content.decode()
    assert not Export.objects.exists()


def test_asked_and_fetched(client, chen, north, wang, sun):
    client.force_login(chen)
    there = client.post(PEOPLE, facts(north), follow=True)
    ready = Export.objects.get()

    assert "写好了，2 行" in there.content.decode()
    answer = client.get(url("file", ready))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    ready.refresh_from_db()
    assert (ready.taken, Record.objects.count()) == (1, 2)


def test_a_mistake_keeps_what_was_typed(client, chen, north, wang):
    client.force_login(chen)
    answer = client.post(PEOPLE, facts(north, columns=[], why="给 16400001234 核对"))
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "至少选一列。" in shown and "用途里不要写号码" in shown
    assert "给 16400001234 核对" in shown


@pytest.mark.parametrize("bad", [{"area": 0}, {"state": "x"}, {"columns": ["x"]}, {"form": "exe"}])
def test_what_is_not_offered_is_not_taken(client, chen, north, wang, bad):
    client.force_login(chen)

    assert client.post(PEOPLE, facts(north, **bad)).status_code == 422
    assert not Export.objects.exists()


def test_another_communitys_area_is_not_offered(client, chen, south, wu):
    client.force_login(chen)

    assert client.post(PEOPLE, facts(south)).status_code == 422
    assert "南苑" not in page(client, chen, PEOPLE)


def test_days_the_wrong_way_round(client, chen, north, wang):
    client.force_login(chen)
    sent = facts(north, state="all", columns=["day"], from_on="2026-03-10", until_on="2026-03-01")
    answer = client.post("/exports/new/contacts/", sent)

    assert "结束的日子不能早于开始的日子。" in answer.content.decode()


def test_an_unknown_table_is_not_there(client, chen):
    client.force_login(chen)
    assert client.get("/exports/new/secrets/").status_code == 404


def login_long_ago(client, user):
    """Signed in this morning: the password is no longer fresh."""
    client.force_login(user)
    session = client.session
    session["since"] = (timezone.now() - timedelta(hours=2)).isoformat()
    session.save()


def test_whole_numbers_take_the_password_of_both_and_a_yes(client, chen, bai, north, wang):
    login_long_ago(client, chen)
    sent = facts(north, full="on")
    assert "请输入您的登录密码" in client.post(PEOPLE, sent).content.decode()
    assert "密码不对" in client.post(PEOPLE, sent | {"password": "x"}).content.decode()
    assert not Export.objects.exists()

    client.post(PEOPLE, sent | {"password": "demo-2026"})
    asked = Export.objects.get()
    assert asked.state == "to_agree"

    login_long_ago(client, bai)
    assert "等您批准" in client.get("/exports/").content.decode()
    answer = {"answer": "agree"}
    assert client.post(url("decide", asked), answer).status_code == 422
    assert client.post(url("decide", asked), answer | {"password": "x"}).status_code == 422
    asked.refresh_from_db()
    assert asked.state == "to_agree"

    client.post(url("decide", asked), answer | {"password": "demo-2026"})
    asked.refresh_from_db()
    assert (asked.state, asked.agreed_by) == ("ready", bai)
    assert client.get(url("file", asked)).status_code == 404


def test_a_no_needs_a_reason_and_the_asker_reads_it(client, chen, bai, north, wang):
    asked = ask_for(chen, north, full=True, at=timezone.now())
    client.force_login(bai)
    assert client.post(url("decide", asked), {"answer": "refuse"}).status_code == 422
    client.post(url("decide", asked), {"answer": "refuse", "words": "先问过民政局再说"})

    assert "先问过民政局再说" in page(client, chen, url("export", asked))
    assert client.post(url("decide", asked), {"answer": "agree"}).status_code == 404


def test_ones_own_request_can_not_be_decided(client, bai, mai, street, wang):
    asked = ask_for(bai, street, full=True, at=timezone.now())
    client.force_login(bai)

    assert client.get(url("decide", asked)).status_code == 404
    assert "看一看，要不要批准" not in page(client, bai, url("export", asked))
    assert "看一看，要不要批准" in page(client, mai, url("export", asked))


def test_a_large_one_goes_through_the_worker(client, chen, north, wang, monkeypatch):
    woken = []
    monkeypatch.setattr(Export, "IN_REQUEST", 0)
    monkeypatch.setattr(waking, "wake", lambda task: woken.append(1))
    client.force_login(chen)
    there = client.post(PEOPLE, facts(north), follow=True)
    asked = Export.objects.get()

    assert (woken, asked.state) == ([1], "to_write")
    assert f'hx-get="{url("progress", asked)}"' in there.content.decode()
    queue.work_on(asked, at=timezone.now())
    assert client.get(url("progress", asked))["HX-Redirect"] == url("export", asked)
    assert chen.notices.count() == 1


def test_an_old_link_says_what_to_do(client, chen, north, wang):
    ready = export(chen, north, at=timezone.now() - timedelta(hours=25))
    client.force_login(chen)

    assert "要用请再导出一次" in client.get(url("file", ready), follow=True).content.decode()


def test_taking_it_back(client, chen, north, wang):
    ready = export(chen, north, at=timezone.now())
    client.force_login(chen)
    client.post(url("withdraw", ready))

    ready.refresh_from_db()
    assert ready.state == "gone"


def test_the_sixth_of_a_day_is_told_when_to_come_again(client, chen, north, wang):
    for _ in range(requests.A_DAY):
        ask_for(chen, north, at=timezone.now())
    client.force_login(chen)

    shown = client.post(PEOPLE, facts(north)).content.decode()
    assert "一天最多导出 5 份" in shown


def test_the_lists_cost_the_same_for_one_and_for_three(
    client, bai, chen, north, wang, django_assert_num_queries
):
    def some(times):
        for _ in range(times):
            ask_for(chen, north, full=True, at=timezone.now())
            ask_for(bai, north, at=timezone.now())

    some(1)
    client.force_login(bai)
    client.get("/exports/")
    with django_assert_num_queries(6) as first:
        client.get("/exports/")
    some(2)
    with django_assert_num_queries(len(first.captured_queries)):
        client.get("/exports/")


def test_the_preview_costs_the_same_for_one_and_for_three(
    client, chen, north, east, home, wang, django_assert_num_queries
):
    client.force_login(chen)
    sent = facts(north, look="1", columns=["name", "address", "tags", "grid", "community"])
    client.post(PEOPLE, sent)
    with django_assert_num_queries(16) as first:
        client.post(PEOPLE, sent)
    for number in range(2):
        builders.tag(builders.make_person(builders.make_door(east, f"{number}09")))
    with django_assert_num_queries(len(first.captured_queries)):
        client.post(PEOPLE, sent)


def test_nobody_without_the_duty_finds_the_door(client, lin, chen, bai):
    doors = {
        user.username: "/exports/" in page(client, user, "/", follow=True) for user in (lin, chen)
    }

    assert doors == {"lin": False, "chen": True}
    assert re.search(r'href="/exports/"', page(client, bai, "/exports/"))


def test_the_registers_of_the_office_lead_to_their_tables(client, bai):
    client.force_login(bai)
    ways = {}
    for model, register in admin.site._registry.items():
        if slug := getattr(register, "exported_as", ""):
            info = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            there = f'href="/exports/new/{slug}/"' in client.get(reverse(info)).content.decode()
            ways[model.__name__] = (there, slug in TABLES)

    assert set(ways) == {"Person", "Dwelling", "CareTag", "Case", "Account", "Transfer"}
    assert set(ways.values()) == {(True, True)}
