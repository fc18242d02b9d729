"""What a resident sees: their own reports, in plain words, and nobody else's."""

import pytest

from cases import workflow
from cases.models import Case
from tests import builders


def test_each_place_is_said_in_plain_words(as_user, lin, chen, wang, from_phone, now):
    client = as_user(wang)
    plain = {
        "reported": "收到了，社区正在看",
        "accepted": "正在安排人",
        "dispatched": "社区派林晓去办了",
        "handled": "正在核对",
        "closed": "灯换好了",
        "referred": "归供热公司管",
    }
    for hour, (status, words) in enumerate(plain.items()):
        at = now.replace(hour=hour)
        case = builders.bring(from_phone(at=at), status, desk=chen, worker=lin, at=at)
        assert words in client.get(f"/my/cases/{case.uid}/").content.decode()


@pytest.mark.parametrize(("confidential", "named"), [(False, True), (True, False)])
def test_whoever_comes_is_named_and_what_comes_next_is_said(
    confidential, named, as_user, lin, chen, wang, from_phone, now
):
    case = from_phone(confidential=confidential)
    builders.bring(case, "dispatched", desk=chen, worker=lin, at=now)

    page = as_user(wang).get(f"/my/cases/{case.uid}/").content.decode()

    assert ("林晓" in page) is named
    assert "接下来：办好了，社区核对以后答复您" in page


def test_what_has_ended_has_no_next_step(as_user, lin, chen, wang, from_phone, now):
    case = builders.bring(from_phone(), "closed", desk=chen, worker=lin, at=now)

    assert "接下来：" not in as_user(wang).get(f"/my/cases/{case.uid}/").content.decode()


def test_what_staff_write_to_each_other_stays_with_them(as_user, lin, chen, wang, from_phone, now):
    case = builders.bring(from_phone(), "handled", desk=chen, worker=lin, at=now)

    page = as_user(wang).get(f"/my/cases/{case.uid}/").content.decode()

    assert case.steps.last().note == "换了灯"
    assert "换了灯" not in page and "林晓" not in page


@pytest.mark.parametrize("confidential", [False, True])
def test_the_spouse_finds_nothing_anywhere(confidential, as_user, is_missing, li, wang, from_phone):
    case = from_phone(confidential=confidential, words="要说给社区的事")
    client = as_user(li)

    for address in (
        f"/my/cases/{case.uid}/",
        f"/my/cases/{case.uid}/answer/",
        f"/cases/{case.uid}/",
    ):
        assert is_missing(client, address, case.uid)
    for page in ("/my/cases/", "/my/cases/fragment/", "/inbox/"):
        body = client.get(page).content.decode()
        assert "要说给社区的事" not in body and case.number not in body
    own = as_user(wang).get(f"/my/cases/{case.uid}/" if confidential else "/my/cases/")
    assert "要说给社区的事" in own.content.decode()


def test_a_question_is_asked_and_answered(as_user, lin, chen, wang, from_phone, now):
    case = builders.bring(from_phone(), "returned", desk=chen, worker=lin, at=now)
    client = as_user(wang)
    assert "在几楼" in client.get(f"/my/cases/{case.uid}/").content.decode()

    client.post(f"/my/cases/{case.uid}/answer/", {"version": case.version, "words": "三楼"})

    case.refresh_from_db()
    assert (case.status, case.steps.last().note) == ("reported", "三楼")


def test_an_answer_that_came_too_late_is_not_lost(as_user, lin, chen, wang, from_phone, now):
    case = builders.bring(from_phone(), "returned", desk=chen, worker=lin, at=now)
    workflow.accept(case=case, version=case.version, by=chen, at=now)

    answer = as_user(wang).post(
        f"/my/cases/{case.uid}/answer/", {"version": case.version, "words": "三楼的灯"}
    )

    assert answer.status_code == 409
    assert "三楼的灯" in answer.content.decode() and "还没有发出去" in answer.content.decode()


def test_the_fragment_for_the_front_page_is_empty_for_staff(as_user, lin, wang, from_phone):
    case = from_phone()

    assert as_user(lin).get("/my/cases/fragment/").content == b""
    assert case.title in as_user(wang).get("/my/cases/fragment/").content.decode()


def test_a_resident_cannot_decide_on_their_own_case(as_user, wang, from_phone):
    case = from_phone()

    answer = as_user(wang).post(f"/cases/{case.uid}/close/", {"version": 1, "answer": "好了"})

    assert answer.status_code == 404
    assert Case.objects.get().status == "reported"
