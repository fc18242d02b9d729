"""Everybody reads their own inbox, newest first, and nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notices import outbox
from notices.models import Notice

pytestmark = pytest.mark.usefixtures("midday")


def tell(user, key, *, link="", hours_ago=1, **more):
    at = timezone.now() - timedelta(hours=hours_ago)
    facts = {"text": "消息 %(key)s", "values": {"key": key}, "urgent": True} | more
    outbox.tell(to=user, key=key, link=link, at=at, **facts)
    return Notice.objects.filter(recipient=user, key=key).first()


@pytest.fixture
def reader(client, lin):
    client.force_login(lin)
    return client


def page(client):
    return client.get("/inbox/").content.decode()


def test_it_shows_mine_and_not_my_neighbours(reader, lin, zhou):
    tell(lin, "mine")
    tell(zhou, "his")

    assert "消息 mine" in page(reader) and "消息 his" not in page(reader)


def test_the_newest_stands_first(reader, lin):
    tell(lin, "old", hours_ago=30)
    tell(lin, "new")

    assert page(reader).index("消息 new") < page(reader).index("消息 old")


def test_what_waits_for_the_morning_or_goes_by_text_is_not_there_yet(reader, lin):
    tell(lin, "tomorrow", hours_ago=-9)
    tell(lin, "text", channel="sms")

    assert "还没有消息" in page(reader)


def test_opening_one_marks_it_read_and_leads_on(reader, lin):
    notice = tell(lin, "case", link="/today/")

    assert reader.post(f"/inbox/{notice.pk}/")["Location"] == "/today/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_one_without_a_page_leads_back_to_the_inbox(reader, lin):
    notice = tell(lin, "word")

    assert reader.post(f"/inbox/{notice.pk}/")["Location"] == "/inbox/"


def test_nobody_opens_or_marks_anothers(reader, lin, zhou):
    his = tell(zhou, "his", link="/today/")

    assert reader.post(f"/inbox/{his.pk}/").status_code == 404
    reader.post("/inbox/read/")
    his.refresh_from_db()
    assert his.read_at is None


def test_a_link_that_leads_out_of_the_house_is_not_followed(reader, lin):
    notice = tell(lin, "bad", link="https://evil.example/")

    assert reader.post(f"/inbox/{notice.pk}/")["Location"] == "/inbox/"


def test_the_number_on_the_bell_counts_what_is_unread(reader, lin):
    assert reader.get("/inbox/badge/").content == b""
    first = tell(lin, "a")
    tell(lin, "b")
    assert reader.get("/inbox/badge/").content == b"2"

    reader.post(f"/inbox/{first.pk}/")
    assert reader.get("/inbox/badge/").content == b"1"
    reader.post("/inbox/read/")
    assert reader.get("/inbox/badge/").content == b""


def test_more_than_ninety_nine_is_enough_said(reader, lin):
    now = timezone.now()
    Notice.objects.bulk_create(
        Notice(recipient=lin, key=f"{n}", text="x", made_at=now, due_at=now) for n in range(120)
    )

    assert reader.get("/inbox/badge/").content == b"99+"


def test_all_read_is_offered_while_something_is_unread(reader, lin):
    tell(lin, "a")
    assert "全部标成看过" in page(reader)

    reader.post("/inbox/read/")
    assert "全部标成看过" not in page(reader)


@pytest.mark.parametrize("count", [1, 3])
def test_three_notices_cost_what_one_costs(reader, lin, count, django_assert_num_queries):
    for number in range(count):
        tell(lin, f"n{number}")

    with django_assert_num_queries(4):  # session, user, notices, posts for the navigation
        page(reader)


def test_it_is_read_in_the_readers_own_language(reader, lin, monkeypatch):
    tell(lin, "case", text="今天")
    assert "今天" in page(reader)

    monkeypatch.setattr("notices.models.told.gettext", lambda text: {"今天": "Today"}[text])
    assert "Today" in page(reader)
