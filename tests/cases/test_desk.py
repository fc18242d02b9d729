"""The desk: what stands where, most pressing first, and never what somebody may not see."""

import re
from datetime import timedelta

import pytest

from cases import desk
from tests import builders


def numbers(response):
    return re.findall(r"\d{8}-\d{4}", response.content.decode())


def counts(response):
    page = response.content.decode()
    return re.findall(r'tab=(\w+)"[^>]*>[^<]*<span class="tab-count">(\d+)', page)


def test_tabs_count_what_stands_where(as_user, lin, chen, east, now):
    for status in ("reported", "reported", "accepted", "dispatched", "returned", "closed"):
        case = builders.make_case(lin, east, at=now)
        builders.bring(case, status, desk=chen, worker=lin, at=now)

    page = as_user(chen).get("/desk/")

    assert counts(page) == [
        ("reported", "2"), ("accepted", "1"), ("dispatched", "1"), ("handled", "0"), ("returned", "1"),
    ]  # fmt: skip


def test_the_most_pressing_stands_first_and_overdue_is_said_in_words(as_user, lin, chen, east, now):
    later = builders.make_case(lin, east, at=now, words="后面的事")
    old = builders.make_case(lin, east, at=now - timedelta(days=30), words="拖了的事")
    urgent = builders.make_case(lin, east, at=now, words="急的事", priority="urgent")

    page = as_user(chen).get("/desk/")

    assert numbers(page) == [old.number, urgent.number, later.number]
    assert page.content.decode().count("过期 ") == 1
    assert "1 件已过期" in page.content.decode()


def test_a_confidential_case_is_neither_listed_nor_counted_for_others(
    as_user, lin, chen, staff, bai, from_phone
):
    case = from_phone(confidential=True, words="不能说的事")

    assert numbers(as_user(chen).get("/desk/")) == [case.number]
    for user in (staff, bai):
        page = as_user(user).get("/desk/")
        assert (numbers(page), dict(counts(page))["reported"]) == ([], "0")


def test_only_their_own_community_stands_on_a_secretarys_desk(
    as_user, lin, zhao, chen, qian, east, far, now
):
    mine, theirs = (
        builders.make_case(by, grid, at=now, words=words)
        for by, grid, words in ((lin, east, "这边的事"), (zhao, far, "那边的事"))
    )

    assert "那边的事" not in as_user(chen).get("/desk/").content.decode()
    assert "那边的事" in as_user(qian).get("/desk/").content.decode()
    assert mine.community != theirs.community


@pytest.mark.parametrize("who", ["lin", "zhou", "gao", "wang"])
def test_for_others_there_is_no_desk(who, request, as_user, lin):
    user = request.getfixturevalue(who)

    assert as_user(user).get("/desk/").status_code == 404


@pytest.mark.parametrize("tab", ["reported", "ended"])
def test_pages_follow_each_other_without_gap_or_double(
    tab, as_user, lin, chen, east, now, monkeypatch
):
    monkeypatch.setattr(desk, "PAGE", 4)
    for n in range(11):
        at = now - timedelta(minutes=n // 3)  # several at the same moment
        case = builders.make_case(lin, east, at=at, words=f"第{n}件")
        if tab == "ended":
            builders.bring(case, "closed", desk=chen, worker=lin, at=at)
    client, url, seen = as_user(chen), f"/desk/?tab={tab}", []
    while url:
        page = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in page
        seen += re.findall(r"第(\d+)件", page)
        more = re.search(r'href="(\?tab=[^"]+)" rel="next"', page)
        url = "/desk/" + more[1].replace("&amp;", "&") if more else None

    assert sorted(map(int, seen)) == list(range(11))


@pytest.mark.parametrize("after", ["x", "1_", "nan_1", "1e99_1", "-1_-1", "1_" + "9" * 40, "%00"])
def test_a_place_that_is_none_is_the_beginning(after, as_user, chen, db):
    assert as_user(chen).get(f"/desk/?after={after}").status_code == 200


def test_the_fragment_is_the_very_list_of_the_page(as_user, lin, chen, east, now):
    builders.make_case(lin, east, at=now)
    client = as_user(chen)

    page = client.get("/desk/").content.decode()
    rows = client.get("/desk/", headers={"HX-Request": "true"}).content.decode()

    assert rows.strip() in page


def test_keys_lead_where_the_row_can_go(as_user, lin, chen, east, now):
    case = builders.make_case(lin, east, at=now)
    assert f'data-a="/cases/{case.uid}/accept/"' in as_user(chen).get("/desk/").content.decode()

    builders.bring(case, "accepted", desk=chen, worker=lin, at=now)
    page = as_user(chen).get("/desk/?tab=accepted").content.decode()
    assert f'data-d="/cases/{case.uid}/dispatch/"' in page


class TestCost:
    """One row and three rows cost the same."""

    @pytest.fixture
    def cost(self, as_user, django_assert_num_queries, lin, chen, home, now):
        def cost(who, url, queries, status="reported"):
            client = as_user(who)
            for rows in range(1, 4):
                case = builders.make_case(
                    lin, home.grid, at=now, dwelling=home, words=f"第{rows}件"
                )
                builders.bring(case, status, desk=chen, worker=lin, at=now)
                with django_assert_num_queries(queries):
                    page = client.get(url).content.decode()
                assert page.count("件") >= rows

        return cost

    def test_of_the_desk(self, cost, chen):
        cost(chen, "/desk/", 5)

    def test_of_a_workers_list(self, cost, lin):
        cost(lin, "/cases/mine/", 4, status="dispatched")

    def test_of_the_door(self, cost, lin, home):
        cost(lin, f"/cases/at-door/{home.pk}/", 5)

    def test_of_a_residents_list(self, as_user, from_phone, wang, django_assert_num_queries):
        client = as_user(wang)
        for rows in range(1, 4):
            from_phone(words=f"第{rows}件")
            with django_assert_num_queries(4):
                assert client.get("/my/cases/").content.decode().count("第") >= rows


def test_at_a_door_only_what_this_worker_may_see(as_user, lin, zhou, wang, home, now):
    facts = {"dwelling": home, "at": now}
    builders.make_case(lin, home.grid, words="明的事", **facts)
    builders.make_case(wang.user, home.grid, words="暗的事", channel="phone", reporter=wang,
                       confidential=True, **facts)  # fmt: skip

    page = as_user(lin).get(f"/cases/at-door/{home.pk}/").content.decode()

    assert ("明的事" in page, "暗的事" in page) == (True, False)
    assert as_user(zhou).get(f"/cases/at-door/{home.pk}/").status_code == 404
