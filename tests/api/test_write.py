"""What programs do goes through the functions of the pages, once."""

from uuid import uuid4

import pytest

from accounts.models import User
from cases.models import Case, Category
from tests import builders
from tests.conftest import NOON
from visits.models import Visit


@pytest.fixture
def contact(home, wang):
    return {
        "client_id": str(uuid4()),
        "door": home.pk,
        "outcome": "met",
        "people": [str(wang.uid)],
        "note": "说冷",
    }


def test_a_contact_is_the_contact_of_the_page(program, lin, wang, contact):
    builders.tag(wang)
    answer = program(lin).post("contacts/log/", contact)

    assert answer.status_code == 201
    assert answer.json()["people"] == [str(wang.uid)]
    wang.refresh_from_db()
    assert wang.last_contact_on is not None
    assert program(lin).get(f"contacts/{contact['client_id']}/").json() == answer.json()


def test_sent_twice_is_one_contact_and_other_words_are_refused(program, lin, contact, clock):
    worker = program(lin)
    first = worker.post("contacts/log/", contact)
    clock.passes(seconds=9)
    again = worker.post("contacts/log/", contact)
    other = worker.post("contacts/log/", contact | {"note": "不冷"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert (other.status_code, other.json()["code"]) == (409, "already_logged")
    assert Visit.objects.get().note == "说冷"


def test_an_id_somebody_else_used_is_taken_and_that_is_all_they_hear(
    program, lin, east, contact, clock
):
    colleague = builders.make_staff("gao", "高岩", east, "grid_worker")
    assert program(lin).post("contacts/log/", contact).status_code == 201

    the_same = program(colleague).post("contacts/log/", contact)
    other = program(colleague).post("contacts/log/", contact | {"note": "不冷"})

    assert (the_same.status_code, the_same.json()["code"]) == (409, "already_logged")
    assert the_same.content == other.content


def test_a_resend_is_found_though_the_person_moved_away_by_it(program, lin, contact, clock):
    worker = program(lin)
    contact |= {"outcome": "moved"}

    assert worker.post("contacts/log/", contact).status_code == 201
    clock.passes(seconds=9)
    assert worker.post("contacts/log/", contact).status_code == 200


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"door": 999_999}, "door"),
        ({"people": [str(uuid4())]}, "people"),
        ({"next_on": "2020-01-01"}, "next_on"),
        ({"outcome": "rescheduled"}, "next_on"),
        ({"occurred_at": "2020-01-01T00:00:00+08:00"}, "occurred_at"),
        ({"outcome": "met", "channel": "pigeon"}, "channel"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(program, lin, contact, facts, field):
    answer = program(lin).post("contacts/log/", contact | facts)

    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    assert not Visit.objects.exists()


def test_the_neighbour_logs_nothing_here(program, zhou, contact):
    hidden = program(zhou).post("contacts/log/", contact)
    missing = program(zhou).post("contacts/log/", contact | {"door": 999_999})

    assert hidden.status_code == 400
    assert hidden.content == missing.content


def report(program, lin, home, **facts):
    category = Category.objects.filter(parent=None).first()
    facts = {"client_id": str(uuid4()), "category": category.pk, "words": "灯不亮。"} | facts
    return program(lin).post("cases/report/", facts | {"door": home.pk})


def test_a_case_walks_from_report_to_answer(program, lin, chen, home, wang):
    case = report(program, lin, home, reporter=str(wang.uid)).json()
    desk, worker, place = program(chen), program(lin), f"cases/{case['uid']}/"
    assert desk.get(place).json()["actions"] == ["accept", "return", "refer_out"]

    case = desk.post(f"{place}accept/", {"version": case["version"], "priority": "urgent"}).json()
    lins = desk.get(f"{place}workers/").json()["items"][0]
    assert lins["name"] == "林晓"
    sent = {"version": case["version"], "handler": lins["uid"], "note": "今天去"}
    case = desk.post(f"{place}dispatch/", sent).json()
    case = worker.post(f"{place}handle/", {"version": case["version"], "note": "换了"}).json()
    case = desk.post(f"{place}close/", {"version": case["version"], "answer": "灯换好了"}).json()

    assert (case["status"], case["answer"], len(case["steps"])) == ("closed", "灯换好了", 5)
    assert desk.get("cases/", state="ended").json()["items"][0]["uid"] == case["uid"]
    mine = program(wang.user, by="code").get(f"my/cases/{case['uid']}/").json()
    assert (mine["answer"], mine["status"]) == ("灯换好了", "closed")


def test_the_second_decider_is_told_so(program, lin, chen, bai, home):
    case = report(program, lin, home).json()
    seen = {"version": case["version"]}
    place = f"cases/{case['uid']}/"
    assert program(chen).post(f"{place}accept/", seen).status_code == 200

    late = program(bai).post(f"{place}accept/", seen)
    now = program(bai).post(f"{place}rework/", {"version": 2, "note": "还差"})

    assert (late.status_code, late.json()["code"]) == (409, "stale_case")
    assert (now.status_code, now.json()["code"]) == (409, "not_now")
    assert Case.objects.get().version == 2


def test_who_may_not_decide_finds_nothing(program, lin, zhou, home):
    case = report(program, lin, home).json()

    for worker in (lin, zhou):
        answer = program(worker).post(f"cases/{case['uid']}/accept/", {"version": 1})
        assert answer.status_code == 404


def test_a_handler_is_never_told_who_reported(program, lin, chen, wang, east):
    case = builders.make_case(wang.user, east, at=NOON, channel="phone", reporter=wang)
    case = builders.bring(case, "dispatched", desk=chen, worker=lin, at=NOON)

    assert program(chen).get(f"cases/{case.uid}/").json()["reporter"]["name"] == "王秀兰"
    handlers = program(lin).get(f"cases/{case.uid}/")
    assert "reporter" not in handlers.json()
    assert "王秀兰" not in handlers.content.decode()


def test_a_confidential_case_is_for_those_named_on_it(program, lin, chen, bai, wang, li, east):
    case = builders.make_case(
        wang.user, east, at=NOON, channel="phone", reporter=wang, confidential=True
    )
    place = f"cases/{case.uid}/"

    assert program(chen).get(place).json()["confidential"] is True
    assert {program(user).get(place).status_code for user in (lin, bai)} == {404}
    assert program(lin).get("cases/").json()["items"] == []
    assert program(li.user, by="code").get(f"my/cases/{case.uid}/").status_code == 404


def test_a_resident_reports_reads_and_answers(program, wang, chen, clock):
    category = Category.objects.filter(parent=None).first().pk
    resident = program(wang.user, by="code")
    facts = {"client_id": str(uuid4()), "category": category, "words": "楼道黑。"}
    first = resident.post("my/cases/report/", facts)
    clock.passes(seconds=9)
    again = resident.post("my/cases/report/", facts)
    assert (first.status_code, again.status_code) == (201, 200)
    other = resident.post("my/cases/report/", facts | {"words": "别的事。"})
    assert (other.status_code, other.json()["code"]) == (409, "already_reported")

    case = Case.objects.get()
    builders.bring(case, "returned", desk=chen, worker=None, at=NOON)
    mine = resident.get(f"my/cases/{case.uid}/").json()
    assert mine["question"] == "在几楼"
    words = {"version": mine["version"], "words": "三楼"}
    assert resident.post(f"my/cases/{case.uid}/resubmit/", words).json()["status"] == "reported"


def test_the_sixth_report_of_an_hour_waits(program, wang):
    category = Category.objects.filter(parent=None).first().pk
    resident = program(wang.user, by="code")

    def say(number):
        facts = {"client_id": str(uuid4()), "category": category, "words": f"第{number}件。"}
        return resident.post("my/cases/report/", facts)

    assert [say(number).status_code for number in range(6)] == [201] * 5 + [429]
    assert int(say(7)["Retry-After"]) <= 3600


def test_a_passbook_is_ones_own(program, wang, li, north):
    builders.make_account(builders.make_bank(north), wang, points=15)

    books = program(wang.user, by="code").get("my/passbooks/").json()["items"]
    assert (books[0]["balance"], books[0]["community"]) == (15, north.code)
    place = f"my/passbooks/{north.code}/lines/"
    assert program(wang.user, by="code").get(place).json()["items"][0]["amount"] == 15
    assert program(li.user, by="code").get("my/passbooks/").json()["items"] == []
    assert program(li.user, by="code").get(place).status_code == 404


def test_nothing_read_only_can_be_written(program, lin, home, contact):
    for name in ("by", "received_at", "area", "id"):
        answer = program(lin).post("contacts/log/", contact | {name: "x"})
        assert answer.json()["fields"][name][0]["code"] == "unknown_field"
    assert not Visit.objects.exists()
    assert User.objects.get(username="lin").name == "林晓"
