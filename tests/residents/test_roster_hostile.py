"""Workbooks made to hurt: each is refused with a sentence, quickly, and nothing is stored."""

import io
import random
import subprocess
import sys
import time
import zipfile
from itertools import islice

import pytest

from residents import roster_reading, roster_workbook
from tests.residents.sheets import rezip, row, sheet_xml, workbook

SHEET = "xl/worksheets/sheet1.xml"
BOMB = roster_workbook.BOMB


def with_sheet(xml):
    return rezip(workbook(row()), {SHEET: xml})


def noise(size):
    return random.Random(1).randbytes(size)


def lying_about_its_size():
    """The list of the archive says 10 bytes; 20 MB come out."""
    file = with_sheet(sheet_xml("<row><c><v>1</v></c></row>" + " " * 20_000_000))
    raw = bytearray(file.getvalue())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            name = raw[at + (46 if offset == 24 else 30) :][: len(SHEET)]
            if bytes(name) == SHEET.encode():
                raw[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    return io.BytesIO(bytes(raw))


def encrypted_archive():
    raw = bytearray(workbook(row()).getvalue())
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 8] |= 1
    return io.BytesIO(bytes(raw))


def entities():
    return with_sheet(
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + sheet_xml("<row>&x;</row>")
    )


def billion_laughs():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_sheet(f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>' + sheet_xml("&l9;"))


CELL = '<c t="n"><v>1</v></c>'
HOSTILE = {
    "more than 10 MB": (lambda: io.BytesIO(b"PK\x03\x04" + noise(10_600_000)), "TOO_BIG"),
    "an image": (lambda: io.BytesIO(b"\x89PNG\r\n\x1a\n" + noise(500)), "NOT_A_WORKBOOK"),
    "an empty file": (lambda: io.BytesIO(b""), "NOT_A_WORKBOOK"),
    "an old .xls": (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
                    "OLD_WORKBOOK"),
    "a workbook with a password": (
        lambda: io.BytesIO(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        ),
        "LOCKED",
    ),
    "an archive with a password": (encrypted_archive, "LOCKED"),
    "some other archive": (
        lambda: rezip(io.BytesIO(b"PK\x05\x06" + bytes(18)), {"a.txt": "a"}),
        "NOT_A_WORKBOOK",
    ),
    "half a file": (lambda: io.BytesIO(workbook(row()).getvalue()[:3000]), "DAMAGED"),
    "macros": (lambda: rezip(workbook(row()), {"xl/vbaProject.bin": b"x"}), "MACROS"),
    "201 members": (
        lambda: rezip(workbook(row()), {f"xl/media/{n}.bin": b"x" for n in range(200)}),
        "BOMB",
    ),
    "a bomb of blanks": (lambda: with_sheet(sheet_xml(" " * 90_000_000)), "BOMB"),
    "a bomb in the styles": (
        lambda: rezip(workbook(row()), {"xl/styles.xml": b"<a>" + b"<b/>" * 200_000 + b"</a>"}),
        "BOMB",
    ),
    "more than 100 MB of noise": (
        lambda: rezip(workbook(row()), {"xl/media/a.bin": b"ab" * 60_000_000}), "BOMB"
    ),
    "a size that is a lie": (lying_about_its_size, "DAMAGED"),
    "an outside file": (entities, "NOT_PLAIN"),
    "a billion laughs": (billion_laughs, "NOT_PLAIN"),
    "broken XML": (lambda: with_sheet("<worksheet><sheetData><row>"), "DAMAGED"),
    "a million rows": (
        lambda: with_sheet(
            sheet_xml("".join(map("<row><c><v>{}</v></c></row>".format, range(1_000_000))))
        ), "TOO_MANY_ROWS"
    ),
    "a row at the end of the world": (
        lambda: with_sheet(sheet_xml(f'<row r="99999999999">{CELL}</row>')), "DAMAGED"
    ),
    "rows in disorder": (
        lambda: with_sheet(sheet_xml(f'<row r="2">{CELL}</row><row r="1">{CELL}</row>')),
        "DAMAGED",
    ),
    "a row with 100,000 cells": (lambda: with_sheet(sheet_xml(f"<row>{CELL * 100_000}</row>")),
                                 "BOMB"),
    "one enormous cell": (
        lambda: with_sheet(
            sheet_xml(f'<row><c t="str"><v>{noise(2_000_000).hex()}</v></c></row>')
        ),
        "BOMB",
    ),
    "four million elements": (
        lambda: with_sheet(sheet_xml('<row r="1"/>' + "<x/>" * 4_000_000)), "BOMB"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_with_its_sentence(name):
    make, sentence = HOSTILE[name]
    file = make()
    began = time.process_time()

    with pytest.raises(roster_workbook.Refused) as refused:
        roster_workbook.survey(file)

    assert refused.value.text == getattr(roster_workbook, sentence)
    assert time.process_time() - began < 5


def test_an_honest_workbook_passes_the_same_survey():
    assert roster_workbook.survey(workbook(row(), row("李四光"))).rows == 3


def test_empty_formatted_rows_are_no_bomb():
    """They compress 100 to 1 and are in every second workbook."""
    file = with_sheet(sheet_xml(f"<row>{CELL}</row>" + '<row s="1" ht="15"/>' * 100_000))

    assert roster_workbook.survey(file).rows == 1


def test_a_string_that_is_not_there_is_a_damaged_file(north, building):
    cells = '<c t="s"><v>99</v></c>'
    file = with_sheet(sheet_xml(f"<row>{cells}</row>"))

    with pytest.raises(roster_workbook.Refused):
        roster_reading.read(file, north)


MEMORY = """
import resource, sys, django
django.setup()
from residents import roster_reading, roster_workbook
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as file:
    seen = roster_workbook.survey(file)
    lines = sum(1 for sheet, rows in roster_workbook.read(file, seen) for row in rows)
print(lines, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_the_largest_roster_that_passes_needs_little_memory(tmp_path):
    chance = random.Random(1)
    cells = (f'<c t="str"><v>{chance.random()}</v></c>' for _ in range(66_000))
    rows = "".join("<row>" + "".join(islice(cells, 11)) + "</row>" for _ in range(6_000))
    path = tmp_path / "big.xlsx"
    path.write_bytes(with_sheet(sheet_xml(rows)).getvalue())

    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(path)], capture_output=True, text=True, check=True
    )

    lines, megabytes = map(int, done.stdout.split())
    assert lines == 6_000
    assert megabytes < 60


def test_the_members_of_an_archive_are_never_written_to_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = rezip(workbook(row()), {"../../outside.xml": "<a/>", "/tmp/outside.xml": "<a/>"})

    roster_workbook.survey(file)

    assert list(tmp_path.iterdir()) == []
    assert zipfile.is_zipfile(file)
