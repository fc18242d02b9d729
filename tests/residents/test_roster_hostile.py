"""Workbooks made to hurt: each is refused with a sentence, quickly, and nothing is stored."""

import functools
import io
import random
import subprocess
import sys
import zipfile
from itertools import islice

import pytest

from foundation.workbooks import limits, refusals
from foundation.workbooks import reading as workbooks
from residents.roster.reading import sheet
from tests.residents.sheets import HEADERS, rezip, row, sheet_xml, workbook

SHEET = "xl/worksheets/sheet1.xml"


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
    "an old .xls": (
        lambda: io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "DAMAGED",
    ),
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
        lambda: rezip(workbook(row()), {"xl/media/a.bin": b"ab" * 60_000_000}),
        "BOMB",
    ),
    "a size that is a lie": (lying_about_its_size, "DAMAGED"),
    "an outside file": (entities, "NOT_PLAIN"),
    "a billion laughs": (billion_laughs, "NOT_PLAIN"),
    "broken XML": (lambda: with_sheet("<worksheet><sheetData><row>"), "DAMAGED"),
    "200,000 rows": (
        lambda: with_sheet(
            sheet_xml("".join(map("<row><c><v>{}</v></c></row>".format, range(200_000))))
        ),
        "TOO_MANY_ROWS",
    ),
    "a row at the end of the world": (
        lambda: with_sheet(sheet_xml(f'<row r="99999999999">{CELL}</row>')),
        "DAMAGED",
    ),
    "rows in disorder": (
        lambda: with_sheet(sheet_xml(f'<row r="2">{CELL}</row><row r="1">{CELL}</row>')),
        "DAMAGED",
    ),
    "a thousand columns": (lambda: workbook(list(range(1000))), "TOO_MANY_COLUMNS"),
    "a row with 100,000 cells": (
        lambda: with_sheet(sheet_xml(f"<row>{CELL * 100_000}</row>")),
        "TOO_MANY_COLUMNS",
    ),
    "a web page that was renamed": (
        lambda: io.BytesIO("\ufeff <table><tr><td>姓名,门牌</td></tr></table>".encode()),
        "WEB_TABLE",
    ),
    "a CSV with a thousand columns": (
        lambda: io.BytesIO(b"," * 1000),
        "TOO_MANY_COLUMNS",
    ),
    "a CSV with a million rows": (
        lambda: io.BytesIO(b"a,b\n" * 1_000_000),
        "TOO_MANY_ROWS",
    ),
    "a NUL between the cells": (
        lambda: with_sheet(sheet_xml("<row><c><v>\0</v></c></row>")),
        "DAMAGED",
    ),
    "one enormous cell": (
        lambda: with_sheet(sheet_xml(f'<row><c t="str"><v>{noise(2_000_000).hex()}</v></c></row>')),
        "BOMB",
    ),
    "four million elements": (
        lambda: with_sheet(sheet_xml('<row r="1"/>' + "<x/>" * 4_000_000)),
        "BOMB",
    ),
}


@functools.cache
def made(name):
    """The bytes of that workbook; most of them take longer to make than to refuse."""
    make, _sentence = HOSTILE[name]
    return make().getvalue()


@pytest.fixture
def unpacked(monkeypatch):
    """How many bytes came out of an archive, piece by piece; all other work follows from them."""
    pieces, read = [], zipfile.ZipExtFile.read

    def counted(stream, size=-1):
        piece = read(stream, size)
        pieces.append(len(piece))
        return piece

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counted)
    return pieces


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_with_its_sentence(name, unpacked):
    _make, sentence = HOSTILE[name]
    file = io.BytesIO(made(name))

    with pytest.raises(workbooks.Refused) as refused:
        workbooks.survey(file)

    assert refused.value.text == getattr(refusals, sentence)
    assert sum(unpacked) <= limits.MOST_UNPACKED


AT_LENGTH = pytest.mark.trial("workbooks")
WITHOUT_LIMITS = {
    "MOST_BYTES": 10**12,
    "MOST_UNPACKED": 10**12,
    "MOST_RATIO": 10**12,
    "MOST_ROWS": 10**12,
    "MOST_MEMBERS": 10**12,
    "MOST_ELEMENTS": 10**12,
}


@pytest.mark.parametrize(
    "name",
    [
        "201 members",
        *(
            pytest.param(name, marks=AT_LENGTH)
            for name in ("more than 100 MB of noise", "200,000 rows")
        ),
    ],
)
@pytest.mark.slow
def test_without_the_limits_it_would_be_read(name, monkeypatch):
    """Negative control: only the limits stand between these and our memory."""
    for limit, much in WITHOUT_LIMITS.items():
        monkeypatch.setattr(limits, limit, much)

    assert workbooks.survey(io.BytesIO(made(name))) is not None


ALL_OF_THEM = """
import sys, django
django.setup()
from foundation.workbooks import reading as workbooks
from tests.residents.sheets import peak_memory
before = peak_memory()
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        try:
            workbooks.survey(file)
        except workbooks.Refused:
            continue
    raise SystemExit(path)
print(peak_memory() - before, peak_memory())
"""


@pytest.mark.slow
def test_all_hostile_workbooks_together_need_little_memory(tmp_path):
    paths = []
    for number, name in enumerate(HOSTILE):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(made(name))

    done = subprocess.run(
        [sys.executable, "-c", ALL_OF_THEM, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )

    more, peak = map(int, done.stdout.split())
    print(f"\n{len(paths)} hostile workbooks: {more} MB more, {peak} MB at most")
    assert more < 60
    assert peak < 200


def test_an_honest_workbook_passes_the_same_survey():
    assert workbooks.survey(workbook(row(), row("李四光"))).rows == 3


def test_empty_formatted_rows_are_no_bomb():
    """They compress 100 to 1 and are in every second workbook."""
    file = with_sheet(sheet_xml(f"<row>{CELL}</row>" + '<row s="1" ht="15"/>' * 100_000))

    assert workbooks.survey(file).rows == 1


def test_links_to_other_files_are_never_followed_and_their_last_values_are_read(north, building):
    links = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships><Relationship Id="rId1" '
        'Target="file:///etc/hostname" TargetMode="External" Type="x"/></Relationships>',
    }
    cells = "".join(f'<c t="str"><v>{cell or ""}</v></c>' for cell in row()[:4])
    name = '<c t="str"><f>[1]Sheet1!A1</f><v>张三丰</v></c>'
    heads = "".join(f'<c t="inlineStr"><is><t>{head}</t></is></c>' for head in HEADERS[:5])
    xml = sheet_xml(f"<row>{heads}</row><row>{cells}{name}</row>")

    reading = sheet.read(rezip(workbook(row()), {SHEET: xml, **links}), north)

    assert [person.name for person in reading.rows] == ["张三丰"]


def test_a_string_that_is_not_there_is_a_damaged_file(north, building):
    cells = '<c t="s"><v>99</v></c>'
    file = with_sheet(sheet_xml(f"<row>{cells}</row>"))

    with pytest.raises(workbooks.Refused):
        sheet.read(file, north)


MEMORY = """
import sys, django
django.setup()
from foundation.workbooks import reading as workbooks
from residents.roster.reading import sheet as roster_sheet
from tests.residents.sheets import peak_memory
before = peak_memory()
with open(sys.argv[1], "rb") as file:
    seen = workbooks.survey(file)
    lines = sum(1 for sheet, rows in workbooks.read(file, seen) for row in rows)
print(lines, peak_memory() - before)
"""


@pytest.mark.slow
@AT_LENGTH
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
    file = rezip(workbook(row()), {"../../outside.xml": "<a/>", "/tmp/outside.xml": "<a/>"})  # noqa: S108 - never made

    workbooks.survey(file)

    assert list(tmp_path.iterdir()) == []
    assert zipfile.is_zipfile(file)
