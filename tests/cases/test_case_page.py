"""One case on the screen: the facts, the next thing to do, and no word about who reported."""

import re

import pytest

from cases import workflow
from tests import builders
from tests.pace import some_daily


def actions(page):
    return re.findall(r'class="button( primary)?" href="/cases/[^/]+/([\w-]+)/"', page)


def page_of(client, case):
    return client.get(f"/cases/{case.uid}/").content.decode()


def test_the_handler_finds_no_trace_of_the_reporter(as_user, lin, chen, wang, from_phone, now):
    case = from_phone(words="灯坏了", place="二单元")
    case = builders.bring(case, "returned", desk=chen, worker=lin, at=now)
    case = workflow.resubmit(case=case, version=case.version, words="在三楼", by=wang.user, at=now)
    builders.bring(case, "dispatched", desk=chen, worker=lin, at=now)

    page = page_of(as_user(lin), case)

    assert "灯坏了" in page and "在三楼" in page and "反映人" in page
    traces = ["王秀兰", "138****0001", str(wang.uid), str(wang.user.uid)]
    assert [trace for trace in traces if trace in page] == []
    known = page_of(as_user(chen), case)
    assert "王秀兰" in known and "138****0001" in known


@pytest.mark.parametrize("place", ["/cases/mine/", "/cases/{uid}/handle/"])
def test_nor_on_any_other_page_of_theirs(place, as_user, lin, chen, from_phone, now):
    case = builders.bring(from_phone(), "dispatched", desk=chen, worker=lin, at=now)

    page = as_user(lin).get(place.format(uid=case.uid)).content.decode()

    assert "三楼的灯不亮" in page
    assert "王秀兰" not in page


def test_who_filed_it_for_somebody_sees_who_that_was(as_user, lin, wang, east, now):
    case = builders.make_case(lin, east, at=now, reporter=wang)

    assert "王秀兰" in page_of(as_user(lin), case)


@pytest.mark.parametrize(
    ("status", "who", "expected"),
    [
        ("reported", "chen", [" primary accept", " return", " refer-out"]),
        ("accepted", "chen", [" primary dispatch", " close", " return", " refer-out"]),
        ("dispatched", "chen", [" dispatch"]),
        ("dispatched", "lin", [" primary handle"]),
        ("handled", "chen", [" primary close", " rework"]),
        ("closed", "chen", []),
        ("reported", "lin", []),
        ("returned", "chen", [" primary accept", " refer-out"]),
    ],
)
def test_one_main_action_for_this_person_at_this_place(
    status, who, expected, request, as_user, lin, chen, from_phone, now
):
    case = builders.bring(from_phone(), status, desk=chen, worker=lin, at=now)

    page = page_of(as_user(request.getfixturevalue(who)), case)

    assert [f"{primary} {action}" for primary, action in actions(page)] == expected


def test_the_deadline_is_explained(as_user, chen, from_phone):
    page = page_of(as_user(chen), from_phone())

    assert "怎么算的" in page and "5 个工作日" in page and "依据：" in page


IN_THE_TRIAL = pytest.mark.trial("walk")
NOT_NAMED = ["lin", "zhou", "qian", "bai", "staff", "gao", "wang", "li"]
OUTSIDE = ["zhou", "qian", "gao", "wang", "li"]


@pytest.mark.parametrize("who", some_daily(NOT_NAMED, daily=["lin", "bai"], others=IN_THE_TRIAL))
def test_a_confidential_case_is_a_missing_page_for_everybody_not_named(
    who, request, as_user, is_missing, chen, from_phone
):
    case = from_phone(confidential=True)
    client = as_user(request.getfixturevalue(who))

    for page in ("", "accept/", "dispatch/", "close/", "handle/", "resubmit/"):
        assert is_missing(client, f"/cases/{case.uid}/{page}", case.uid)
    assert is_missing(client, f"/cases/{case.uid}/accept/", case.uid, version="1")
    assert as_user(chen).get(f"/cases/{case.uid}/").status_code == 200


@pytest.mark.parametrize("who", some_daily(OUTSIDE, daily=["zhou", "wang"], others=IN_THE_TRIAL))
def test_an_ordinary_case_is_a_missing_page_outside_its_area(
    who, request, as_user, is_missing, lin, east, now
):
    case = builders.make_case(lin, east, at=now)
    client = as_user(request.getfixturevalue(who))

    for page in ("", "accept/", "handle/"):
        assert is_missing(client, f"/cases/{case.uid}/{page}", case.uid)


def test_words_of_residents_are_shown_as_words(as_user, chen, from_phone):
    case = from_phone(words="<script>alert(1)</script>灯坏了", place="<b>楼</b>")

    page = page_of(as_user(chen), case)

    assert "<script>alert" not in page and "<b>楼" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
