"""Whatever could exhaust us is refused before anything is read; and reading itself has walls."""

import io
import subprocess
import sys
import zipfile

import pytest

from foundation.apart import running
from foundation.workbooks import apart, limits, reading, refusals
from tests.foundation.workbooks.bombs import BOMBS, LONG_BOMBS, cell, number, ods, xls


def refusal(file):
    """The sentence a file ends with, or "" when it is read to its end."""
    try:
        for _sheet, rows in reading.read(file, reading.survey(file)):
            for _row in rows:
                pass
    except refusals.Refused as refused:
        return refused.text
    return ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_its_sentence(name):
    make, sentence = BOMBS[name]

    with pytest.raises(refusals.Refused) as refused:
        reading.survey(make())

    assert refused.value.text == getattr(refusals, sentence)
    assert "%(" not in refused.value.sentence


WITHOUT = {
    "MOST_ROWS": 10**9,
    "MOST_CELLS_IN_A_ROW": 10**9,
    "MOST_AREA": 10**12,
    "MOST_CHARACTERS": 10**12,
}


@pytest.mark.parametrize(
    "name",
    [
        "one long string in many cells",
        "the cell at the end of the world",
        "a gap of many columns in many rows",
        "a long text many times",
        "a long string in many cells of an .xls",
    ],
)
def test_without_the_limits_it_would_be_read(name, monkeypatch):
    """Negative control: the survey says yes then, and only the walls are left."""
    for limit, much in WITHOUT.items():
        monkeypatch.setattr(limits, limit, much)
    make, _sentence = BOMBS[name]

    assert reading.survey(make()).rows


SMALL_BOMB = ods(cell(times=400), number_rows_repeated=50_000)


@pytest.fixture
def without_a_survey(monkeypatch):
    for limit, much in WITHOUT.items():
        monkeypatch.setattr(limits, limit, much)
    # One sheet of two columns is asked for; the reader lays all of it down before.
    return lambda: apart.read(io.BytesIO(SMALL_BOMB.getvalue()), [(0, 2)])


def test_what_takes_more_memory_than_it_may_ends_with_its_process(without_a_survey, monkeypatch):
    """700 bytes that want 640 MB."""
    monkeypatch.setattr(limits, "MOST_MEMORY", 300 * 1024 * 1024)

    with pytest.raises(refusals.Refused) as refused:
        without_a_survey()

    assert refused.value.text == refusals.BOMB


def test_a_reader_that_breaks_or_cannot_begin_is_a_refusal(monkeypatch, tmp_path):
    broken = tmp_path / "child.py"
    broken.write_text("print('[]')")
    for program, sentence in [(broken, "DAMAGED"), (tmp_path / "none.py", "DAMAGED")]:
        monkeypatch.setattr(apart, "PROGRAM", program)
        assert refusal(xls(number(0, 0))) == getattr(refusals, sentence)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert refusal(xls(number(0, 0))) == refusals.NO_READER


def test_the_reader_is_told_no_secrets(monkeypatch):
    seen = []
    monkeypatch.setenv("ZERENTIAN_SECRET_KEY", "x" * 50)
    monkeypatch.setattr(
        subprocess, "run", lambda *args, **kwargs: seen.append(kwargs["env"]) or done
    )
    done = subprocess.CompletedProcess([], 3, b"")

    refusal(xls(number(0, 0)))

    assert all(set(environment) <= set(running.PASSED_ON) for environment in seen)
    assert seen


def test_what_the_reader_passes_over_without_a_word_is_no_empty_cell(monkeypatch):
    """A number in a comment is one our survey sees and the reader does not."""
    file = io.BytesIO()
    hidden = '<row r="1"><c r="A1"><!-- a --><v><![CDATA[138]]></v></c></row>'
    honest = BOMBS["a thousand million strings"][0]()
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<row><c><v>1</v></c></row>", hidden.encode())
            new.writestr(name, b"<sst/>" if name.endswith("sharedStrings.xml") else text)

    assert refusal(file) == refusals.DAMAGED


@pytest.mark.trial("workbooks")
@pytest.mark.parametrize("name", {**BOMBS, **LONG_BOMBS})
def test_every_bomb_by_itself_needs_little_memory(name, tmp_path):
    make, sentence = {**BOMBS, **LONG_BOMBS}[name]
    path = tmp_path / "bomb"
    path.write_bytes(make().getvalue())

    done = subprocess.run(
        [sys.executable, "-c", ONE, str(path)], capture_output=True, text=True, check=True
    )

    text, more, peak = done.stdout.strip().rpartition("|")[0], *done.stdout.split("|")[1].split()
    print(f"\n{name}: {more} MB more, {peak} MB at most")
    assert text == getattr(refusals, sentence)
    assert int(peak) < 200


ONE = """
import sys, django
django.setup()
from foundation.workbooks import reading, refusals
from tests.residents.sheets import peak_memory
before = peak_memory()
with open(sys.argv[1], "rb") as file:
    try:
        reading.survey(file)
    except refusals.Refused as refused:
        print(f"{refused.text}|{peak_memory() - before} {peak_memory()}")
"""
