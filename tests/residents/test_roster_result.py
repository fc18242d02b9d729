"""The result of a check: every line in its tab, field by field, and faulty rows to hand back."""

import io

import pytest
from openpyxl import load_workbook

from foundation.models import Record
from residents.models import Person, Roster
from tests import builders
from tests.residents.pages import post, url
from tests.residents.sheets import HEADERS, row, workbook

NUMBER = builders.make_id_number("19500102", 1)


def part(client, name, page=1):
    answer = client.get(url("roster", Roster.objects.get()), {"part": name, "page": page})
    return answer.content.decode()


@pytest.fixture
def zhang(building):
    door = builders.make_door(building.grid, "501", building=building, stairwell=2)
    return builders.make_person(door, "张三丰", phone="13800000009", remarks="养猫")


def test_a_change_shows_before_and_after_and_numbers_only_as_masks(
    client, chen, north, building, zhang
):
    post(client, chen, north, row(身份证号=NUMBER, 手机="13900000008", 备注="养狗"))

    page = part(client, "changed")

    assert "养猫" in page and "养狗" in page
    assert "138****0009" in page and "139****0008" in page
    assert "会填上" in page
    assert not any(secret in page for secret in (NUMBER, "13900000008", "13800000009"))


def test_new_and_unchanged_people_stand_in_tabs_of_their_own(client, chen, north, building, zhang):
    post(client, chen, north, row(), row("李四光", 手机="13800000001"))

    assert "李四光" in part(client, "new") and "张三丰" not in part(client, "new")
    assert "张三丰" in part(client, "left") and "李四光" not in part(client, "left")


def test_a_tab_without_lines_is_none_and_the_first_that_has_some_is_open(
    client, chen, north, building
):
    page = post(client, chen, north, row()).content.decode()

    assert 'href="?part=new" aria-current="page"' in page
    assert "part=faulty" not in page
    assert 'aria-current="page"' in part(client, "faulty")


def test_every_faulty_line_is_shown_page_by_page(client, chen, north, building):
    post(client, chen, north, *[row(f"人{n}") for n in range(130)])

    first, second = part(client, "faulty"), part(client, "faulty", 2)

    assert Roster.objects.get().findings["faulty"] == 130
    assert first.count("姓名里有数字") == 100 and second.count("姓名里有数字") == 30
    assert "第 1 页，共 2 页" in first


def test_a_page_that_is_none_is_empty_or_the_first(client, chen, north, building):
    post(client, chen, north, row())
    page, numbers = url("roster", Roster.objects.get()), ["0", "-1", "x", "9" * 20, "2"]

    answers = {number: client.get(page, {"part": "new", "page": number}) for number in numbers}

    assert {number: answer.status_code for number, answer in answers.items()} == dict.fromkeys(
        numbers, 200
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_result_asks_as_often_for_three_lines_as_for_one(
    client, chen, north, building, number, django_assert_num_queries
):
    post(client, chen, north, *[row(f"张{n}", 身份证号="1") for n in "甲乙丙"[:number]])
    found = Roster.objects.get()

    with django_assert_num_queries(QUERIES):
        client.get(url("roster", found))


# Session, user, posts, communities, roster; lines of the open tab, how many pages, pairs to
# decide, who is absent, what an undo met, badge.
QUERIES = 9


def hand_back(client):
    answer = client.post(url("hand-back-roster", Roster.objects.get()))
    return load_workbook(io.BytesIO(answer.getvalue())).active, answer


def test_faulty_rows_go_back_with_their_own_columns_and_a_reason(client, chen, north, building):
    lines = row("王五", door="502"), row("李四光", 手机="1", 身份证号=NUMBER)
    post(client, chen, north, *lines)

    sheet, answer = hand_back(client)

    heads, faulty = list(sheet.values)
    assert heads[1:] == (*HEADERS, "哪里不对") and heads[0].startswith("原来的行（")
    assert (faulty[0], faulty[5], faulty[6]) == (3, "李四光", NUMBER)
    assert faulty[-1] == "手机：不是完整的手机号或座机号（座机请带区号）。"
    assert "attachment" in answer["Content-Disposition"]


def test_nothing_in_it_is_a_formula(client, chen, north, building):
    starts = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", '=HYPERLINK("x")']

    def write_text(book):
        for line, start in enumerate(starts, start=2):
            cell = book.active.cell(line, 12)
            cell.value, cell.data_type = start, "s"

    lines = [row(f"李{name}", 手机="1") for name in "甲乙丙丁戊己庚"]
    post(client, chen, north, file=workbook(*lines, change=write_text))

    sheet, _answer = hand_back(client)

    kinds = {cell.value: cell.data_type for line in sheet for cell in line}
    assert {start: kinds.get(start) for start in starts} == dict.fromkeys(starts, "s")
    assert all(cell.data_type != "f" for line in sheet for cell in line)


def test_long_numbers_are_text_and_keep_their_digits(client, chen, north, building):
    post(client, chen, north, row("李四光1", 手机=13800000009))

    sheet, _answer = hand_back(client)

    assert "13800000009" in [cell.value for cell in sheet[2]]


def test_handing_back_is_on_record_and_nobody_else_gets_it(client, chen, qian, north, building):
    post(client, chen, north, row("李四光", 手机="1"))
    hand_back(client)
    assert Record.objects.filter(kind="exported", scope=north.code).count() == 1

    client.force_login(qian)

    assert client.post(url("hand-back-roster", Roster.objects.get())).status_code == 404
    assert Record.objects.filter(kind="exported").count() == 1


def test_without_faults_there_is_nothing_to_hand_back(client, chen, checked):
    client.force_login(chen)

    assert client.post(url("hand-back-roster", checked)).status_code == 404
    assert not Person.objects.exists()
