"""What is in a file: the rows somebody may see, masked, as many as were counted."""

import tempfile
from datetime import date, timedelta

import pytest

from foundation.audit import reasons
from foundation.models import Record
from foundation.work import queue
from foundation.workbooks import unpacked
from reports.exports import files, requests, writer
from reports.models import Export
from tests import builders
from tests.conftest import NOON, TODAY
from tests.reports.conftest import ask_for, content_of, export, sheet_of, table_of

NUMBER = builders.make_id_number("19500102", 86)


@pytest.fixture
def wang(home):
    return builders.make_person(home, "王秀兰", phone="16400001234", id_number=NUMBER)


def test_a_secretary_exports_her_community_and_nothing_beside_it(chen, north, wang, sun, wu):
    ready = export(chen, north)

    assert [row["姓名"] for row in table_of(ready, chen)] == ["王秀兰", "孙巧云"]
    assert (ready.state, ready.rows, ready.expected) == ("ready", 2, 2)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_numbers_are_masked_and_the_address_ends_at_the_building(chen, north, wang, form):
    ready = export(chen, north, form=form, columns=["name", "id_number", "phone", "address"])

    row = table_of(ready, chen)[0]
    assert row == {
        "姓名": "王秀兰",
        "身份证号": "已登记",
        "手机": "164****1234",
        "住址": str(wang.home.building),
    }


def test_whole_numbers_are_written_once_a_second_person_agreed(chen, bai, north, wang):
    columns = ["name", "id_number", "phone", "address"]
    ready = export(chen, north, full=True, columns=columns, agreed_by=bai)

    row = table_of(ready, chen)[0]
    assert (row["身份证号"], row["手机"], row["住址"]) == (NUMBER, "16400001234", str(wang.home))


def test_eighteen_digits_stay_text_in_both_forms(chen, bai, north, wang):
    book = export(chen, north, full=True, columns=["id_number"], agreed_by=bai)
    text = export(chen, north, full=True, columns=["id_number"], agreed_by=bai, form="csv")

    assert sheet_of(book, chen)[2][0] == NUMBER
    assert content_of(text, chen).startswith(b"\xef\xbb\xbf")
    assert f'"\'{NUMBER}"'.encode() in content_of(text, chen)


def test_the_file_says_where_it_comes_from(chen, bai, north, wang):
    ready = export(chen, north, full=True, agreed_by=bai)

    about = dict(row for row in sheet_of(ready, chen, name="说明"))
    line = sheet_of(ready, chen)[0][0]
    assert (about["导出人"], about["批准人"], about["行数"]) == ("陈芳", "白露", "1")
    assert about["时间"] == "2026-03-10 12:00"
    assert all(word in line for word in ("陈芳", "白露", ready.why, "北苑社区", "行数：1"))


def test_more_rows_by_the_time_it_is_written_are_told(chen, north, home, wang):
    asked = ask_for(chen, north)
    builders.make_person(home, "新来的")
    queue.work_on(asked, at=NOON)
    asked.refresh_from_db()

    assert (asked.expected, asked.rows, len(table_of(asked, chen))) == (1, 2, 2)


def test_a_file_with_another_number_of_rows_never_leaves(chen, north, wang, sun, monkeypatch):
    asked = ask_for(chen, north)

    def lose_one(form, name, key, *, columns, rows, watermark):
        next(rows)

    monkeypatch.setattr(files, "write", lose_one)
    with pytest.raises(writer.Miscounted):
        queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.file_name) == ("to_write", "")


def test_what_lies_on_the_disk_can_not_be_read(chen, north, wang):
    ready = export(chen, north, form="csv")

    raw = (files.folder() / ready.file_name).read_bytes()
    assert "王秀兰".encode() not in raw
    assert "王秀兰".encode() in content_of(ready, chen)
    assert [path.name for path in files.folder().iterdir()] == [ready.file_name]
    assert files.folder().stat().st_mode & 0o777 == 0o700


def test_while_it_is_written_it_lies_unpacked_where_nobody_else_reads_it(
    chen, north, wang, tmp_path, monkeypatch
):
    asked, seen, common = ask_for(chen, north), [], tmp_path / "tmp"
    common.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(common))
    monkeypatch.setattr(writer, "TICK", 1)

    def look(beside):
        places = [place.stat().st_mode & 0o777 for place in unpacked.folder().iterdir()]
        seen.append((places, list(common.iterdir())))

    queue.work_on(asked, at=NOON, tick=look)

    assert seen == [([0o700], [])]
    assert list(unpacked.folder().iterdir()) == []


def test_contacts_between_two_days(chen, lin, north, home, wang):
    for days in (0, 1, 40):
        builders.log_contact(lin, home, [wang], at=NOON - timedelta(days=days), note="一切都好")
    ready = export(chen, north, "contacts", from_on=TODAY - timedelta(days=30), until_on=TODAY)

    rows = table_of(ready, chen)
    assert [row["日期"].date() for row in rows] == [date(2026, 3, 9), TODAY]
    assert {row["联系了谁"] for row in rows} == {"王秀兰"}
    assert "记事" not in rows[0]


def test_cases_without_their_words_and_never_confidential_ones(chen, lin, north, east, wang):
    mine = builders.make_case(lin, east, at=NOON, words="三楼的灯不亮")
    builders.make_case(lin, east, at=NOON, words="不能说的事", confidential=True)
    ready = export(chen, north, "cases", from_on=TODAY, until_on=TODAY)

    rows = table_of(ready, chen)
    assert [row["编号"] for row in rows] == [mine.number]
    assert not {"标题", "经过", "答复"} & set(rows[0])


def test_the_books_of_the_bank(chen, north, wang, sun):
    bank = builders.make_bank(north)
    builders.make_account(bank, wang, points=30)
    builders.make_account(bank, sun)
    accounts = export(chen, north, "accounts")
    moved = export(chen, north, "transfers", from_on=date(2025, 1, 1), until_on=TODAY)

    assert [(row["储户"], row["积分余额"]) for row in table_of(accounts, chen)] == [("王秀兰", 30)]
    assert [(row["转出"], row["转入"], row["积分"]) for row in table_of(moved, chen)] == [
        ("发行", "王秀兰", 30)
    ]


def test_doors_care_and_who_is_due(chen, north, wang):
    builders.tag(wang, "living_alone_80")
    doors, care = export(chen, north, "doors"), export(chen, north, "care")
    due = export(chen, north, "due", until_on=date(2027, 1, 1))

    assert [row["门牌"] for row in table_of(doors, chen)] == ["501"]
    assert [(row["姓名"], row["联系档次"]) for row in table_of(care, chen)] == [
        ("王秀兰", "高关注")
    ]
    assert [row["姓名"] for row in table_of(due, chen)] == ["王秀兰"]


def test_a_record_is_left_in_every_community_the_rows_come_from(bai, street, wang, sun, wu):
    ready = export(bai, street)
    content_of(ready, bai)

    said = [(row.scope, row.kind) for row in Record.objects.order_by("pk")]
    assert said == [
        ("150299020100", "exported"),
        ("150299020101", "exported"),
        ("150299020", "exported"),
    ]
    assert ready.why in Record.objects.first().body
    assert "王秀兰" not in "".join(Record.objects.values_list("body", flat=True))


def no_record(**facts):
    raise RuntimeError


def test_without_a_record_no_file_is_made(chen, north, wang, monkeypatch):
    asked = ask_for(chen, north)
    monkeypatch.setattr(writer.trail, "exported", no_record)
    with pytest.raises(RuntimeError):
        queue.work_on(asked, at=NOON)

    asked.refresh_from_db()
    assert (asked.state, asked.file_name, list(files.folder().iterdir())) == ("to_write", "", [])


def test_without_a_record_no_file_is_handed_over(chen, north, wang, monkeypatch):
    ready = export(chen, north)
    monkeypatch.setattr(writer.trail, "exported", no_record)

    with pytest.raises(RuntimeError):
        content_of(ready, chen)
    assert Export.objects.get().taken == 0


@pytest.mark.parametrize("why", ["", "报表", "给 16400001234 用"])
def test_a_reason_that_says_nothing_or_too_much_is_refused(chen, north, wang, why):
    with pytest.raises((reasons.TooShort, reasons.TellsTooMuch)):
        ask_for(chen, north, why=why)
    assert not Export.objects.exists()


def test_nothing_to_export_is_no_export(chen, north):
    with pytest.raises(requests.NothingToExport):
        ask_for(chen, north)


def test_the_same_order_sent_twice_is_one(chen, north, wang):
    first = ask_for(chen, north)
    again = ask_for(chen, north, uid=first.uid)

    assert (again.pk, Export.objects.count()) == (first.pk, 1)


def test_somebody_elses_order_is_not_taken_over(chen, bai, north, wang):
    first = ask_for(chen, north)

    with pytest.raises(requests.AlreadyAsked) as refusal:
        ask_for(bai, north, uid=first.uid)

    assert (refusal.value.earlier, Export.objects.get().asked_by) == (None, chen)


@pytest.mark.parametrize("other", [{"form": "csv"}, {"why": "给街道核对人数"}, {"state": "away"}])
def test_the_same_order_with_another_question_is_refused(chen, north, wang, other):
    first = ask_for(chen, north)

    with pytest.raises(requests.AlreadyAsked):
        ask_for(chen, north, uid=first.uid, **other)

    assert Export.objects.get() == first


@pytest.mark.parametrize("table", ["people", "contacts", "due", "care", "doors"])
def test_a_grid_worker_exports_nothing(lin, east, wang, table):
    with pytest.raises(requests.NotTheirs):
        ask_for(lin, east, table)
