"""Columns nobody recognises: the clerk says once what they are, and is not asked again."""

import pytest

from foundation.work import queue
from residents.models import ColumnName, Person, Roster
from residents.roster.reading import column_names
from tests.conftest import NOON
from tests.residents.conftest import upload
from tests.residents.pages import post, url
from tests.residents.sheets import workbook

HEADS = ["何人", "何处", "如何找到"]
LINE = ["张三丰", "和平里3-2-501", "13800000009"]
SAID = {"column-0": "姓名", "column-1": "门牌", "column-2": "手机", "line": "1"}


@pytest.fixture
def unknown(client, chen, north, building):
    """An upload of Chen's whose heads nobody knows."""
    other = ["李四光", "和平里3-2-502", "13800000008"]
    post(client, chen, north, file=workbook(LINE, other, headers=HEADS))
    return Roster.objects.get()


def test_unknown_heads_are_asked_with_examples_and_the_best_guess(client, unknown):
    page = client.get(url("roster", unknown), follow=True).content.decode()

    assert unknown.state == "to_map"
    assert "何人" in page and "张三丰" in page
    assert 'value="姓名" selected' in page and 'value="门牌" selected' in page
    assert "138****09" in page and "13800000009" not in page
    assert not Person.objects.exists()


def test_what_was_said_is_checked_at_once_and_remembered(client, chen, north, unknown):
    answer = client.post(url("roster-columns", unknown), SAID, follow=True)
    assert "检查过了，可以导入" in answer.content.decode()

    page = post(client, chen, north, file=workbook(LINE, headers=HEADS)).content.decode()

    assert "用的是上次的对应：何人、何处、如何找到。" in page
    assert ColumnName.objects.count() == 3


def test_another_community_remembers_nothing_of_it(client, bai, south, unknown):
    client.post(url("roster-columns", unknown), SAID)

    page = post(client, bai, south, file=workbook(LINE, headers=HEADS)).content.decode()

    assert "认一认列" in page


def test_a_wrong_guess_can_be_changed_after_the_check(client, chen, north, building):
    headers = ["姓名", "门牌", "联系电话"]
    post(client, chen, north, file=workbook(LINE, headers=headers))
    found = Roster.objects.get()
    said = {"column-0": "姓名", "column-1": "门牌", "column-2": "", "line": "1"}

    page = client.post(url("roster-columns", found), said, follow=True).content.decode()

    assert "没有用到的列：联系电话" in page
    assert list(ColumnName.objects.values_list("head", "holds")) == [("联系电话", "")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"column-1": ""}, "请指出哪一列是“门牌”。"),
        ({"column-2": "姓名"}, "“姓名”选了两次。"),
    ],
)
def test_what_does_not_fit_together_is_told_and_nothing_is_remembered(
    client, unknown, said, sentence
):
    answer = client.post(url("roster-columns", unknown), SAID | said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ColumnName.objects.exists()


def test_a_column_that_stands_there_twice_is_asked_and_told_apart(client, chen, north, building):
    post(
        client,
        chen,
        north,
        file=workbook(["张三丰", "3-2-501", "李"], headers=["姓名", "门牌", "姓名"]),
    )
    found = Roster.objects.get()
    assert found.state == "to_map"

    client.post(
        url("roster-columns", found),
        {"column-0": "姓名", "column-1": "门牌", "column-2": "", "line": "1"},
    )

    found.refresh_from_db()
    assert (found.state, found.findings["new"]) == ("checked", 1)


def test_another_line_can_be_the_header(client, chen, north, building):
    lines = [["甲乙丙", "丁戊己", "庚"], HEADS]
    post(client, chen, north, file=workbook(LINE, headers=HEADS, above=[lines[0]]))
    found = Roster.objects.get()

    page = client.get(url("roster-columns", found), {"line": 2}).content.decode()

    assert "何人" in page
    client.post(url("roster-columns", found), SAID | {"line": "2"})
    found.refresh_from_db()
    assert (found.state, found.findings["new"]) == ("checked", 1)


def test_a_line_of_a_person_is_no_header(client, chen, north, building):
    post(client, chen, north, file=workbook(LINE, headers=["李四光", "3-2-502", "13800000001"]))

    answer = client.post(url("roster-columns", Roster.objects.get()), SAID)

    assert "不是表头" in answer.content.decode()
    assert not ColumnName.objects.exists()


def test_two_lines_of_heads_are_read_as_one(dry_run):
    above = [["姓名", "住址", None, None, "联系方式"]]
    headers = [None, "楼号", "单元", "门牌", "手机"]

    found = dry_run(["张三丰", "3", "2", "501", "13800000009"], above=above, headers=headers)

    assert [entry.row.whole for entry in found.plan.new] == ["和平里 3-2-501"]
    assert found.plan.new[0].row.phone == "13800000009"


def test_a_checked_roster_without_a_top_goes_back_to_its_page(client, chen, checked):
    checked.pages.all().delete()
    client.force_login(chen)

    assert client.get(url("roster-columns", checked)).url == url("roster", checked)
    assert column_names.top_of(checked) is None


def test_asking_about_columns_leaves_the_worker_alone(north, building):
    waiting = upload(north, *[LINE], headers=HEADS)
    queue.work_on(waiting, at=NOON)

    assert waiting.state == "to_map"
    assert not Roster.objects.to_do(NOON).exists()
