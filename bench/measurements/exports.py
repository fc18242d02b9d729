"""All people of a street as a workbook, against openpyxl merely writing the same cells."""

import io
import tempfile
import time
from pathlib import Path
from statistics import median

from django.test import override_settings
from openpyxl import Workbook

from bench.alone import alone, megabytes
from bench.dataset.house import House
from bench.dataset.scale import SCALES
from bench.measure import Figure
from foundation.sealing import files as sealed_files
from reports.exports import cells, files
from reports.tables import TABLES, Ask, Recipient

CELLS = "openpyxl writing the same cells"


def measure(house):
    house.use("main")
    scale = next(name for name, scale in SCALES.items() if scale is house.scale)
    told = alone("bench.measurements.exports:work", scale=scale)
    people = f"export of {told['rows']:,} people"
    yield Figure(
        f"{people}, from the register to the sealed workbook",
        CELLS,
        _ratio(told["whole"], told["bare"]),
        median(told["whole"]),
        note=f"{told['megabytes']:,.0f} MB at most, {told['more']:,.0f} of them for it",
    )
    yield Figure(
        f"{people}, the workbook alone",
        CELLS,
        _ratio(told["file"], told["bare"]),
        median(told["file"]),
        1,
    )


def _ratio(ours, bare):
    return median(one / other for one, other in zip(ours, bare, strict=True))


def work(scale):
    """In a process of its own. The first export is the one whose memory is told."""
    house = House(SCALES[scale])
    house.use("main")
    reader = house.reader("street")
    with tempfile.TemporaryDirectory() as folder, override_settings(DATA=Path(folder)):
        before = megabytes()
        told = {"whole": [timed(write, from_register(reader))], "file": [], "bare": []}
        told |= {"megabytes": megabytes(), "more": megabytes() - before}
        kept = list(from_register(reader))
        for turn in range(house.scale.turns):
            if turn:
                told["whole"].append(timed(write, from_register(reader)))
            told["file"].append(timed(write, kept))
            told["bare"].append(timed(write_bare, kept))
    return told | {"rows": len(kept)}


def columns():
    """All but the two numbers, which nobody can open in an invented place."""
    return [each for each in TABLES["people"].columns if each.key not in ("id_number", "phone")]


def from_register(reader):
    """The cells of everybody the street may export, read as an export reads them."""
    table, to = TABLES["people"], Recipient(reader)
    ask = Ask(area=reader.user.postings.get().area, state=next(iter(table.states), ""))
    for row in table.prepare(table.find(reader, ask)).iterator(chunk_size=1_000):
        yield [column.cell(row, to) for column in columns()]


def write(rows):
    name = files.new_name()
    about = [("表", "居民名册")]
    key = sealed_files.new_key()
    files.write("xlsx", name, key, columns=columns(), rows=rows, watermark=about)
    files.forget(name)


def write_bare(rows):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([cells.for_workbook(value) for value in row])
    book.save(io.BytesIO())


def timed(work, *args):
    begun = time.perf_counter()
    work(*args)
    return time.perf_counter() - begun
