"""The page around the box: nothing typed leaves it, and nobody copies a register with it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation import rate_limits
from foundation.models import Tally
from residents.search import finders
from tests.builders import reader_of
from tests.conftest import NOON
from tests.foundation.test_record_at_once import at_once
from tests.residents.test_reveal_at_once import spend_by_reading_first

pytestmark = pytest.mark.usefixtures("midday")

FIND = reverse("search:find")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def look(user, at=NOON):
    return finders.find(text="王秀兰", to=reader_of(user), at=at)


def test_what_is_typed_is_posted_and_stands_in_no_address(client, wang, lin):
    client.force_login(lin)
    page = client.post(FIND, {"words": "王秀兰"}).text

    assert 'method="post"' in page and "hx-push-url" not in page
    assert 'href="/today/door/' in page
    assert [link for link in page.split('href="')[1:] if "王" in link.split('"')[0]] == []
    assert 'value="王秀兰"' not in client.get(f"{FIND}?words=王秀兰").text


def test_a_fragment_is_what_the_page_includes(client, wang, lin):
    client.force_login(lin)
    page = client.post(FIND, {"words": "王秀兰"}).text
    part = client.post(FIND, {"words": "王秀兰"}, headers={"HX-Request": "true"}).text

    assert part.strip() in page
    assert "<html" not in part


def test_nothing_found_says_what_to_try(client, lin):
    client.force_login(lin)
    said = {
        "张三": "换个写法试试",
        "1380000": "号码要写全才找得到",
        "q": "请再多写一点",
        "150299195001020860": "最后一位和前面的对不上",
    }
    for text, words in said.items():
        assert words in client.post(FIND, {"words": text}).text


def test_the_box_stands_on_every_page_of_those_who_find_something(client, wang, lin, gao):
    there = f'href="{FIND}"'
    client.force_login(lin)
    assert there in client.get("/today/").text

    for user, by in ((wang.user, "code"), (gao, "password")):
        client.force_login(user, by=by)
        assert there not in client.get("/my/").text
        assert client.get(FIND).status_code == 404


def test_the_sixty_first_search_of_a_minute_waits(client, wang, lin):
    client.force_login(lin)
    now = timezone.now()
    for later in (0, 1):  # whichever minute the page falls into
        window = (now + timedelta(minutes=later)).replace(second=0, microsecond=0)
        Tally.objects.create(what="search-minute", who=str(lin.pk), window_at=window, count=60)
    answer = client.post(FIND, {"words": "王秀兰"})

    assert answer.status_code == 429
    assert "找得太勤了" in answer.text
    assert "/today/door/" not in answer.text


@pytest.mark.parametrize("at", [NOON, datetime(2026, 3, 10, 7, 59, tzinfo=SHANGHAI)])
def test_a_day_begins_at_midnight_here(lin, at):
    look(lin, at)
    day = Tally.objects.get(what="search-day")

    assert day.window_at == datetime(2026, 3, 10, tzinfo=SHANGHAI)


def test_after_six_hundred_the_next_counts_tomorrow(lin):
    midnight = NOON.replace(hour=0)
    Tally.objects.create(what="search-day", who=str(lin.pk), window_at=midnight, count=600)

    with pytest.raises(rate_limits.TooOften) as refused:
        look(lin)
    assert refused.value.again_at == midnight + timedelta(days=1)
    look(lin, refused.value.again_at)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_the_last_two_of_a_minute_get_through(wang, lin):
    window = NOON.replace(second=0)
    Tally.objects.create(what="search-minute", who=str(lin.pk), window_at=window, count=58)

    assert at_once(20, lambda n: look(lin)) == {"done": 2, rate_limits.TooOften: 18}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_counted_by_reading_first_more_would_get_through(wang, lin, monkeypatch):
    """Negative control: the limit without its conditional update."""

    for what in ("search-minute", "search-day"):
        Tally.objects.create(what=what, who=str(lin.pk), window_at=NOON, count=59)
    monkeypatch.setattr(rate_limits, "spend", spend_by_reading_first(10))

    assert at_once(10, lambda n: look(lin))["done"] > 1
