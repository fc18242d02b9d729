"""The desk: what stands where, most pressing first, and never what somebody may not see."""

import re
from datetime import timedelta

import pytest

from cases import desk
from cases.models.case import CaseQuerySet
from tests import builders


def numbers(response):
    """Case numbers on the page; keys in links may hold the same digits between more of them."""
    return re.findall(r"(?<![\w-])\d{8}-\d{4}(?![\w-])", response.content.decode())


def counts(response):
    page = response.content.decode()
    return re.findall(r'tab=(\w+)"[^>]*>[^<]*<span class="tab-count">(\d+)', page)


def test_tabs_count_what_stands_where(as_user, lin, chen, east, now):
    for status in ("reported", "reported", "accepted", "dispatched", "returned", "closed"):
        case = builders.make_case(lin, east, at=now)
        builders.bring(case, status, desk=chen, worker=lin, at=now)

    page = as_user(chen).get("/desk/")

    assert counts(page) == [
        ("reported", "2"),
        ("accepted", "1"),
        ("dispatched", "1"),
        ("handled", "0"),
        ("returned", "1"),
    ]


def test_the_most_pressing_stands_first_and_overdue_is_said_in_words(as_user, lin, chen, east, now):
    later = builders.make_case(lin, east, at=now, words="后面的事")
    old = builders.make_case(lin, east, at=now - timedelta(days=30), words="拖了的事")
    urgent = builders.make_case(lin, east, at=now, words="急的事", priority="urgent")

    page = as_user(chen).get("/desk/")

    assert numbers(page) == [old.number, urgent.number, later.number]
    assert page.content.decode().count('is-late">过期 ') == 1
    assert "1 件已过期" in page.content.decode()


class TestWhatIsLate:
    """First of all tabs, wherever it stands, and only while there is any."""

    @pytest.fixture
    def late(self, lin, chen, east, now):
        """Two that are late, one of them given to somebody; one in time, one answered late."""
        for days, status in ((30, "reported"), (40, "dispatched"), (0, "accepted"), (50, "closed")):
            at = now - timedelta(days=days)
            case = builders.make_case(lin, east, at=at, words=f"{days}天前的事")
            builders.bring(case, status, desk=chen, worker=lin, at=at)

    def test_it_is_one_list_the_oldest_first_each_with_its_state(self, late, as_user, chen):
        page = as_user(chen).get("/desk/?tab=late").content.decode()

        assert re.findall(r">(\d+)天前的事<", page) == ["40", "30"]
        assert "办理中 · 路灯不亮" in page and "待受理 · 路灯不亮" in page

    def test_the_tabs_say_where_it_is(self, late, as_user, chen):
        page = as_user(chen).get("/desk/").content.decode()

        assert '<a class="late-link" href="/desk/?tab=late">2 件已过期</a>' in page
        assert re.findall(r'class="count">(\d+)', page) == ["2"]
        assert re.findall(r'tab=(\w+)"(?:(?!</a>).)*过期 (\d)', page) == [
            ("reported", "1"),
            ("dispatched", "1"),
        ]

    def test_without_any_there_is_no_such_tab(self, as_user, lin, chen, east, now):
        builders.make_case(lin, east, at=now)

        assert "tab=late" not in as_user(chen).get("/desk/").content.decode()

    def test_nobody_sees_another_communitys(self, late, as_user, qian):
        assert "天前的事" not in as_user(qian).get("/desk/?tab=late").content.decode()


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
        more = re.search(r'href="([^"]+)" rel="next"', page)
        url = more[1].replace("&amp;", "&") if more else None

    assert sorted(map(int, seen)) == list(range(11))


@pytest.mark.parametrize("after", ["x", "1773104400.000000_12", "nan_1", "1e99_1", "W" * 401])
def test_a_place_that_is_none_is_the_beginning(after, as_user, lin, chen, east, now):
    case = builders.make_case(lin, east, at=now)

    assert numbers(as_user(chen).get(f"/desk/?after={after}")) == [case.number]


def test_the_fragment_is_the_very_list_of_the_page(as_user, lin, chen, east, now):
    builders.make_case(lin, east, at=now)
    client = as_user(chen)

    page = client.get("/desk/").content.decode()
    rows = client.get("/desk/", headers={"HX-Request": "true"}).content.decode()

    assert rows.strip() in page


def test_the_overview_is_a_page_and_what_the_desk_fetches_aside(as_user, lin, chen, east, now):
    builders.make_case(lin, east, at=now)
    client = as_user(chen)

    page = client.get("/desk/overview/").content.decode()
    aside = client.get("/desk/overview/", headers={"HX-Request": "true"}).content.decode()

    assert 'hx-get="/desk/overview/"' in client.get("/desk/").content.decode()
    assert "没办结的事放了多久" in aside and "<h1" not in aside
    assert aside.strip() in page


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

    def test_of_what_is_late(self, cost, chen, now, monkeypatch):
        monkeypatch.setattr(CaseQuerySet, "overdue", lambda cases, at: cases.open())
        cost(chen, "/desk/?tab=late", 5)

    def test_of_one_community(self, cost, chen, north):
        cost(chen, f"/desk/?of={north.code}", 6)  # the desk's, and which community

    def test_of_the_overview_beside_it(self, cost, chen):
        cost(chen, "/desk/overview/", 8)  # our field 2, ages 1, weeks 2, and who asks 3

    def test_of_a_workers_list(self, cost, lin):
        cost(lin, "/cases/mine/", 4, status="dispatched")

    def test_of_the_door(self, cost, lin, home):
        cost(lin, f"/cases/at-door/{home.pk}/", 5)

    def test_of_a_residents_list(self, as_user, from_phone, wang, django_assert_num_queries):
        client = as_user(wang)
        for rows in range(1, 4):
            from_phone(words=f"第{rows}件")
            # session, user, person, whether anybody else has the phone (2), cases
            with django_assert_num_queries(6):
                assert client.get("/my/cases/").content.decode().count("第") >= rows


def test_at_a_door_only_what_this_worker_may_see(as_user, lin, zhou, wang, home, now):
    facts = {"dwelling": home, "at": now}
    builders.make_case(lin, home.grid, words="明的事", **facts)
    builders.make_case(
        wang.user,
        home.grid,
        words="暗的事",
        channel="phone",
        reporter=wang,
        confidential=True,
        **facts,
    )

    page = as_user(lin).get(f"/cases/at-door/{home.pk}/").content.decode()

    assert ("明的事" in page, "暗的事" in page) == (True, False)
    assert as_user(zhou).get(f"/cases/at-door/{home.pk}/").status_code == 404


def test_what_somebody_has_to_handle_shows_where_and_until_when_and_no_number(
    as_user, lin, chen, east, home, now
):
    case = builders.make_case(lin, east, at=now, dwelling=home)
    builders.bring(case, "dispatched", desk=chen, worker=lin, at=now)

    page = as_user(lin).get("/cases/mine/").content.decode()

    assert str(home) in page and "最晚" in page
    assert case.number not in page and '<svg class="cell' not in page
