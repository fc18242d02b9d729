"""Deciding on a page: the way through, being too late, and words that are never lost."""

from uuid import uuid4

import pytest

from cases import workflow
from cases.models import Case
from grids.models import Posting
from tests import builders


def url(case, action):
    return f"/cases/{case.uid}/{action}/"


def test_the_whole_way_by_clicking(as_user, lin, chen, wang, from_phone):
    case = from_phone()
    desk, worker = as_user(chen), as_user(lin)
    accept = {"version": 1, "category": case.category_id, "priority": "urgent"}

    desk.post(url(case, "accept"), accept)
    desk.post(url(case, "dispatch"), {"version": 2, "handler": lin.pk, "note": "今天去看看"})
    worker.post(url(case, "handle"), {"version": 3, "note": "换了灯"})
    desk.post(url(case, "rework"), {"version": 4, "note": "还闪"})
    worker.post(url(case, "handle"), {"version": 5, "note": "又换了"})
    desk.post(url(case, "close"), {"version": 6, "answer": "灯换好了，谢谢您"})

    case.refresh_from_db()
    assert (case.status, case.priority, case.version) == ("closed", "urgent", 7)
    assert "灯换好了，谢谢您" in as_user(wang).get(f"/my/cases/{case.uid}/").content.decode()


def test_who_comes_second_learns_what_the_first_did_and_keeps_their_words(
    as_user, lin, chen, staff, from_phone, now
):
    case = builders.bring(from_phone(), "handled", desk=chen, worker=lin, at=now)
    workflow.close(case=case, version=case.version, answer="换好了", by=staff, at=now)

    answer = as_user(chen).post(
        url(case, "close"), {"version": case.version, "answer": "我写了很久的答复"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "石敏" in page and "已答复，办结" in page
    assert "我写了很久的答复" in page
    assert Case.objects.get().answer == "换好了"


def test_after_a_look_at_what_changed_the_same_words_can_be_sent_again(
    as_user, lin, chen, staff, from_phone, now
):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)
    workflow.dispatch(case=case, version=2, handler=lin, by=staff, at=now)
    client = as_user(chen)

    late = client.post(url(case, "dispatch"), {"version": 2, "handler": chen.pk, "note": "我去"})
    assert late.status_code == 409
    assert 'name="version" value="3"' in late.content.decode()

    client.post(url(case, "dispatch"), {"version": 3, "handler": chen.pk, "note": "我去"})
    assert Case.objects.get().handler == chen


def test_who_may_no_longer_see_it_learns_nothing_at_all(as_user, chen, staff, from_phone, now):
    case = from_phone()
    workflow.accept(case=case, version=1, confidential=True, by=chen, at=now)

    answer = as_user(staff).post(
        url(case, "accept"), {"version": 1, "category": case.category_id, "priority": "normal"}
    )

    assert answer.status_code == 404


def test_a_page_for_a_step_that_is_over_leads_to_the_case(as_user, lin, chen, from_phone, now):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)

    answer = as_user(chen).get(url(case, "accept"))

    assert answer["Location"] == f"/cases/{case.uid}/"


@pytest.mark.parametrize(
    ("action", "status", "words"),
    [
        ("return", "reported", {"question": ""}),
        ("refer-out", "reported", {"channel": "hotline", "reason": "  "}),
        ("refer-out", "reported", {"channel": "火星", "reason": "写好的理由"}),
        ("dispatch", "accepted", {"note": "写好的交代"}),
        ("close", "handled", {"answer": "   "}),
        ("accept", "reported", {"category": "999999", "priority": "sometime"}),
    ],
)
def test_an_incomplete_form_changes_nothing_and_keeps_what_was_typed(
    action, status, words, as_user, lin, chen, from_phone, now
):
    case = builders.bring(from_phone(), status, desk=chen, worker=lin, at=now)

    answer = as_user(chen).post(url(case, action), {"version": case.version, **words})

    assert answer.status_code == 422
    assert Case.objects.get().version == case.version
    for typed in ("写好的理由", "写好的交代"):
        assert (typed in answer.content.decode()) == (typed in words.values())


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_form_without_a_true_version_decides_nothing(version, as_user, chen, from_phone):
    case = from_phone()

    answer = as_user(chen).post(url(case, "return"), {"version": version, "question": "在几楼"})

    assert answer.status_code in (409, 422)
    assert Case.objects.get().status == "reported"


def test_only_who_works_there_can_be_chosen(as_user, lin, zhou, chen, from_phone, now):
    case = builders.bring(from_phone(), "accepted", desk=chen, worker=lin, at=now)
    page = as_user(chen).get(url(case, "dispatch")).content.decode()

    assert "林晓 · 网格员" in page and "陈芳 · 社区书记" in page
    assert "周平" not in page
    answer = as_user(chen).post(url(case, "dispatch"), {"version": 2, "handler": zhou.pk})
    assert answer.status_code == 422


def test_words_typed_when_the_session_ended_are_back_after_signing_in(
    as_user, lin, chen, from_phone, now
):
    case = builders.bring(from_phone(), "handled", desk=chen, worker=lin, at=now)
    client = as_user(chen)
    client.get(url(case, "close"))
    session = client.session
    session["seen"] = "2026-01-01T00:00:00+00:00"
    session.save()

    asked = client.post(url(case, "close"), {"version": case.version, "answer": "写了半天的答复"})
    kept = asked.context["kept"]
    client.post(
        "/sign-in/",
        {"username": "chen", "password": "demo-2026", "kept": kept, "next": url(case, "close")},
    )

    assert asked.status_code == 401
    assert "写了半天的答复" in client.get(url(case, "close")).content.decode()


def test_a_post_that_ended_while_the_form_was_open_decides_nothing(
    as_user, lin, chen, from_phone, now
):
    case = builders.bring(from_phone(), "handled", desk=chen, worker=lin, at=now)
    client = as_user(chen)
    Posting.objects.filter(user=chen).update(until_on="2026-01-01")

    answer = client.post(url(case, "close"), {"version": case.version, "answer": "好了"})

    assert answer.status_code == 404
    assert Case.objects.get().status == "handled"


def test_staff_who_filed_it_answer_the_question(as_user, lin, chen, east, now):
    case = builders.make_case(lin, east, at=now)
    case = builders.bring(case, "returned", desk=chen, worker=lin, at=now)

    as_user(lin).post(url(case, "resubmit"), {"version": case.version, "words": "在三楼"})

    assert Case.objects.get().status == "reported"


def test_an_address_that_is_no_case_is_a_missing_page(as_user, chen):
    assert as_user(chen).get(f"/cases/{uuid4()}/accept/").status_code == 404
