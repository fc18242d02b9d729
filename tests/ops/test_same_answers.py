"""The proof that a move changed no answer is only as good as what it notices."""

import json

import pytest

from tools import same_answers
from tools.answers import normal, page_forms
from tools.answers.book import Book


def recording(folder, **more):
    book = Book(folder)
    book.write("today/ | - | lin | GET", status="200", headers=["Vary: Cookie"], body="今天\n三户")
    book.write("desk/ | - | chen | GET", **{"status": "200", "body": "两件", **more})
    book.close()
    return folder


@pytest.fixture
def compare(tmp_path, capsys):
    def compare(*options, **more):
        for name in ("a", "b"):
            if not (tmp_path / name).exists():
                recording(tmp_path / name, **(more if name == "b" else {}))
        folders = [str(tmp_path / "a"), str(tmp_path / "b")]
        return same_answers.main(["compare", *folders, *options]), capsys.readouterr().out

    return compare


def test_the_same_answers_are_the_same(compare):
    status, said = compare()

    assert (status, said) == (0, "2 answers compared, 0 differ.\n")


@pytest.mark.parametrize(
    "change", [{"body": "三件"}, {"headers": ["X: y"]}, {"status": "404"}, {"wrote": ["UPDATE a"]}]
)
def test_a_change_is_named(compare, change):
    status, said = compare(**change)

    assert status == 1
    assert "desk/ | - | chen | GET" in said and "today/" not in said


def test_an_answer_that_is_gone_is_named(compare, tmp_path):
    recording(tmp_path / "b")
    index = tmp_path / "b" / "index.ndjson"
    index.write_text(index.read_text().splitlines(keepends=True)[0])

    assert compare()[0] == 1


def test_a_name_that_was_changed_on_purpose_is_read_as_the_new_one(compare):
    status, _said = compare("--read", "两件=三件", body="三件")

    assert status == 0


def test_a_body_is_kept_once_and_an_answer_asked_twice_has_two_names(tmp_path):
    book = Book(tmp_path / "a")
    for _time in range(2):
        book.write("healthz | GET", body="well")

    assert book.close() == 2
    lines = [json.loads(line) for line in (tmp_path / "a" / "index.ndjson").open()]
    assert [line["key"] for line in lines] == ["healthz | GET", "healthz | GET (2)"]
    assert len(list((tmp_path / "a" / "bodies").iterdir())) == 1


def test_only_what_differs_on_every_answer_is_masked():
    page = '<script nonce="abc" src="/static/js/a.0123456789ab.js"></script>3 s, 0.4 s, 三户'

    assert normal.masked(page) == (
        '<script nonce="…" src="/static/js/a.….js"></script>3 s, … s, 三户'
    )


def test_a_form_is_filled_in_and_sent_by_each_of_its_buttons():
    (form,) = page_forms.forms_of(
        '<form method="post" action="/x/"><input name="a" value="1"><textarea name="b"></textarea>'
        '<select name="c"><option value="">-</option><option value="2">two</option></select>'
        '<button name="go" value="on">on</button><button>off</button></form>'
        '<form method="get"><input name="q"></form>'
    )

    assert form.fields == {"a": ["1"], "b": ["三楼的灯不亮。"], "c": ["2"]}
    assert [button for _where, _fields, button in page_forms.submissions(form)] == ["go=on", ""]
