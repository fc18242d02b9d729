"""Cell by cell, what we read is what openpyxl reads of the same drawing, whatever form it is in."""

import warnings

import pytest
from openpyxl import load_workbook

from foundation.workbooks import reading
from tests.forms import written
from tests.foundation.workbooks import generated


def ours(file):
    return {
        (sheet.name, line, column): value
        for sheet, rows in reading.read(file, reading.survey(file))
        for line, cells in rows
        for column, cell in enumerate(cells, 1)
        if (value := generated.as_read(cell)) is not None
    }


def theirs(file):
    """Visible sheets alone, as we read no others."""
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numbers that are no days
        book = load_workbook(file, read_only=True, data_only=True)
        found = {}
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                for column, cell in enumerate(cells, 1):
                    if (value := generated.as_read(cell)) is not None:
                        found[sheet.title, line, column] = value
    return found


def different(seed, form):
    file = generated.file(seed, form)
    mine = ours(file)
    others = theirs(file if form == "xlsx" else written(generated.book(seed, form=form), "xlsx"))
    return [spot for spot in mine | others if mine.get(spot) != others.get(spot)], len(others)


def compared(form, seeds):
    found = {seed: different(seed, form) for seed in seeds}
    cells = sum(count for _spots, count in found.values())
    print(f"\n{len(found)} generated .{form}: {cells:,} cells")
    assert {seed: spots for seed, (spots, _count) in found.items() if spots} == {}
    return cells


def test_generated_workbooks_hold_the_same_cells():
    assert compared("xlsx", range(12)) > 1_000
    assert compared("xls", range(6)) > 300
    assert compared("ods", range(6)) > 300


def test_a_cell_that_is_lost_is_noticed(monkeypatch):
    """The control: a reader that forgot what the survey tells."""
    monkeypatch.setattr(reading.Sheet, "put", lambda *args: None)

    assert any(different(seed, "xlsx")[0] for seed in range(12))


@pytest.mark.trial("workbooks")
@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_three_hundred_generated_workbooks_hold_the_same_cells(form):
    compared(form, range(300))
