"""The audit post reads who came in, looked, took along and appointed; and what was before a lost phone."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.evidence import events
from accounts.evidence.whence import Whence
from accounts.factors import cards, setting_up
from accounts.models import WorkDevice
from foundation.models import Record
from grids import postings
from grids.models import Reader
from reports.oversight import reach, registers, taking
from residents.reveal import disclosure
from tests import builders
from tests.conftest import NOON, TODAY
from tests.neighbourhood import grid_abroad
from tests.reports.conftest import export

PHONE = Whence("198.51.100.2", "d" * 64, is_first=False)


@pytest.fixture
def audit(client, shen):
    client.force_login(shen)
    return client


@pytest.fixture
def abroad(district):
    """A worker of another street, who came in, too."""
    worker = builders.make_staff("niu", "牛远", grid_abroad(district), "grid_worker")
    came_in(worker, Whence("203.0.113.9", "e" * 64))
    return worker


def came_in(user, whence=PHONE, *, at=NOON, kind="came_in"):
    events.note(kind, whence, account=user.uid, by="password", at=at)


def looked(by, person, *, at=NOON):
    disclosure.reveal(person=person, column="phone", reason="约个上门的时间", by=by, at=at)


def shown(client, address):
    return client.get(address).content.decode()


def test_it_reads_the_sign_ins_of_its_street_and_what_nobody_owns(audit, lin, wang, abroad):
    came_in(lin)
    came_in(wang.user)
    events.note("failed", Whence("203.0.113.7"), typed="x", by="password", at=NOON)

    page = shown(audit, "/audit/")

    assert "林晓" in page and "198.51.100.2" in page and "没有这个账号" in page
    assert "居民" in page and "王秀兰" not in page
    assert "牛远" not in page and "203.0.113.9" not in page


def test_a_register_is_narrowed_by_person_kind_and_days(audit, lin, zhou):
    came_in(lin)
    came_in(zhou, at=NOON - timedelta(days=3), kind="locked")
    found = {
        f"?account={lin.uid}": ["林晓"],
        "?kind=locked": ["周平"],
        "?until=2026-03-09": ["周平"],
        "?since=2026-03-10&until=2026-03-10": ["林晓"],
        f"?device={PHONE.device}&kind=came_in": ["林晓"],
        "?account=nobody": ["林晓", "周平"],
    }
    for question, names in found.items():
        lines = audit.get(f"/audit/{question}").context["lines"]
        assert [line.who for line in lines] == names, question


def test_looks_exports_posts_and_cards_stand_in_registers_of_their_own(
    audit, lin, wang, chen, bai, zhou, north, east
):
    looked(lin, wang)
    export(chen, north, why="报民政局核对人数")
    postings.appoint(user=zhou, area=east, role="grid_lead", from_on=TODAY, by=bai, at=NOON)
    cards.give(user=lin, by=bai, at=NOON)

    said = {
        "looks": ["林晓", "手机号", "约个上门的时间", str(wang.uid)[:8]],
        "exports": ["陈芳", "报民政局核对人数"],
        "posts": ["白露", "网格长", "周平"],
        "accounts": ["白露", "林晓", "登录卡"],
    }
    for slug, words in said.items():
        page = shown(audit, f"/audit/{slug}/").split("<tbody>")[1]
        assert [word for word in words if word not in page] == [], slug
        assert "王秀兰" not in page and "13800000001" not in page


@pytest.mark.parametrize("by_device", [False, True])
def test_what_a_lost_phone_had_before_it_between_two_moments(
    audit, lin, zhou, wang, east, by_device
):
    builders.make_person(builders.make_door(east, "902"), "孙巧云")
    came_in(lin)
    came_in(zhou, Whence("198.51.100.2", "f" * 64))
    looked(lin, wang, at=NOON + timedelta(hours=1))
    looked(lin, wang, at=NOON + timedelta(hours=5))
    asked = f"device={PHONE.device}" if by_device else f"account={lin.uid}"

    answers = audit.get(
        f"/audit/answer/?{asked}&since=2026-03-10T11:00&until=2026-03-10T14:00"
    ).context["answers"]

    [answer] = answers
    assert answer.account == lin and answer.people == 2
    assert [post.role for post in answer.posts] == ["grid_worker"]
    assert (len(answer.looks), answer.looked_at, answer.exports) == (1, 1, [])
    assert [line.what for line in answer.sign_ins] == ["登录"]


def test_an_ended_device_is_found_by_the_row_that_ended_it(audit, lin, bai):
    phone = WorkDevice.objects.create(
        user=lin, device=PHONE.device, name="手机", registered_at=NOON
    )
    setting_up.end_device(device=phone, by=bai, whence=Whence("office"), at=NOON)

    line = next(each for each in audit.get("/audit/").context["lines"] if each.device)
    assert line.device == PHONE.device
    page = shown(audit, f"/audit/answer/?device={line.device}")
    assert "设备 dddddddd" in page


def test_an_answer_wants_somebody_and_an_order_of_time(audit, lin):
    page = shown(audit, "/audit/answer/?since=2026-03-10T11:00&until=2026-03-10T10:00")

    assert "请选一个人" in page and "要晚于开始的时间" in page


def test_lines_leave_as_a_file_with_a_reason_on_record(audit, shen, lin, street):
    came_in(lin)
    assert audit.post("/audit/sign-ins/take/", {"why": "查"}).status_code == 422
    assert not Record.objects.exists()

    file = audit.post("/audit/sign-ins/take/?kind=came_in", {"why": "季度检查登录情况"})

    text = file.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "时间,谁,什么事,说明,设备"
    assert "林晓" in text and file["Content-Disposition"].startswith("attachment")
    row = Record.objects.get()
    assert (row.scope, row.kind) == (street.code, "exported") and "季度检查登录情况" in row.body


def test_too_much_is_taken_in_parts(audit, lin, monkeypatch):
    monkeypatch.setattr(taking, "MOST", 1)
    for _turn in range(2):
        came_in(lin)

    assert (
        "请缩短日期"
        in audit.post("/audit/sign-ins/take/", {"why": "季度检查登录"}).content.decode()
    )
    assert not Record.objects.exists()


def test_it_changes_nothing_and_sees_no_resident(audit, wang, home):
    assert [audit.get(page).status_code for page in ("/admin/", "/today/", "/desk/")] == [404] * 3
    assert audit.get("/")["Location"] == "/audit/"


def test_without_the_post_there_are_no_rows(shen, lin):
    came_in(lin)
    nobody = Reader(shen, signed_in_by="password", day=TODAY)

    assert not reach.sign_ins(nobody).exists()
    assert reach.sign_ins(builders.reader_of(shen)).exists()


@pytest.mark.parametrize("slug", registers.REGISTERS)
def test_a_register_costs_the_same_for_one_line_and_three(
    audit, lin, wang, bai, chen, north, slug, django_assert_max_num_queries
):
    counts = []
    for number in range(3):
        came_in(lin)
        looked(lin, wang)
        export(chen, north, why="报民政局核对人数", at=NOON + timedelta(days=number))
        builders.make_post(lin, north, "secretary", from_on=TODAY + timedelta(days=number))
        posting = lin.postings.get(from_on=TODAY + timedelta(days=number))
        postings.end(posting=posting, last_day=TODAY + timedelta(days=99), by=bai, at=NOON)
        cards.give(user=lin, by=bai, at=NOON)
        with django_assert_max_num_queries(20) as queries:
            assert len(audit.get(f"/audit/{slug}/").context["lines"]) == number + 1
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_the_system_page_says_whether_the_clock_ticks(client, ji):
    client.force_login(ji)

    assert client.get("/")["Location"] == "/system/"
    assert "时钟停了" in client.get("/system/").content.decode()


def test_what_is_written_at_the_door_can_be_read(audit, lin):
    Client().post("/sign-in/", {"username": "lin", "password": "guess"})

    [line] = audit.get("/audit/").context["lines"]
    assert (line.who, line.what) == ("林晓", "密码不对")
