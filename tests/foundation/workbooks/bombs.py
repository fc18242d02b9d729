"""Workbooks made to hurt, in each form: how to make one, and the sentence it ends with."""

import io
import struct
import zipfile

import xlwt
from openpyxl import Workbook
from xlwt.CompoundDoc import XlsDoc

from tests.forms import KIND, ods_of, written
from tests.residents.sheets import rezip, row, sheet_xml, workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
CELL = "<c><v>1</v></c>"
STRING = '<c t="s"><v>0</v></c>'
LONG = "长" * 250_000


def xlsx(inside, **members):
    named = {name.replace("__", "/") + ".xml": text for name, text in members.items()}
    return rezip(workbook(row()), {SHEET: sheet_xml(inside), **named})


def strings(*texts, head=""):
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<sst {space} {head}>{items}</sst>"


def two_of(name):
    """The second sheet of a workbook is the first one, or is not there."""

    def change(book):
        book.create_sheet("第二张")

    file = workbook(row(), change=change)
    relations = "xl/_rels/workbook.xml.rels"
    text = zipfile.ZipFile(file).read(relations).decode()
    return rezip(file, {relations: text.replace("sheet2.xml", name)})


def twins():
    file = workbook(row())
    return rezip(file, {SHEET.upper(): "<a/>"})


def many_sheets(count, spot):
    book = Workbook()
    for number in range(count):
        sheet = book.active if not number else book.create_sheet()
        sheet["A1"], sheet[spot] = "甲", "乙"
    return written(book, "xlsx")


def rows(inside, *, table="", **attributes):
    more = "".join(
        f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return (
        f'<table:table table:name="名册"><table:table-row{more}>{inside}</table:table-row>'
        f"{table}</table:table>"
    )


def cell(text="甲", times=1):
    return (
        f'<table:table-cell o:value-type="string" table:number-columns-repeated="{times}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods(inside, *, table="", **attributes):
    return ods_of("", rows(inside, table=table, **attributes))


def another_kind():
    return rezip(ods_of("", rows(cell())), {"mimetype": KIND.replace("spreadsheet", "text")})


# Of an .xls the records are put together by hand.


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


BOF = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
EOF = record(0x000A)


def compound(stream, *, name=None):
    file = io.BytesIO()
    XlsDoc().save(file, stream.ljust(4096, b"\0"))
    content = file.getvalue()
    if name:
        old, new = "Workbook".encode("utf-16-le"), name[:8].ljust(8, "x").encode("utf-16-le")
        content = content.replace(old, new)
    return io.BytesIO(content)


def xls(*records, before=b"", sheets=1, kind=0):
    """A book of as many sheets, all of them at the same place."""
    heads = [
        struct.pack("<IBBBB", 0, 0, kind, 2, 0) + f"{number:02}".encode()
        for number in range(sheets)
    ]
    length = len(BOF) + len(before) + sum(len(record(0x85, head)) for head in heads) + len(EOF)
    bound = b"".join(record(0x85, struct.pack("<I", length) + head[4:]) for head in heads)
    return compound(BOF + before + bound + EOF + BOF + b"".join(records) + EOF)


def number(row, column, value=1.0):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def shared(row, column, index=0):
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, index))


def sst(length, *, cut=0):
    text = b"a" * length
    head = struct.pack("<IIHB", 1, 1, length + cut, 0)
    first, rest = text[:8000], text[8000:]
    pieces = [record(0x3C, b"\0" + rest[at : at + 8000]) for at in range(0, len(rest), 8000)]
    return record(0xFC, head + first) + b"".join(pieces)


def a_chain_without_end():
    content = bytearray(old_book().getvalue())
    table = struct.unpack_from("<I", content, 76)[0]
    struct.pack_into("<I", content, (table + 1) * 512, 0)  # the first sector follows itself
    return io.BytesIO(bytes(content))


def old_book(lines=200):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for line in range(lines):
        sheet.write(line, 0, f"张{line}")
    file = io.BytesIO()
    book.save(file)
    return file


BOMBS = {
    # .xlsx
    "a thousand million strings": (
        lambda: xlsx(
            f"<row>{CELL}</row>", xl__sharedStrings=strings(head='uniqueCount="999999999"')
        ),
        "BOMB",
    ),
    "one long string in many cells": (
        lambda: xlsx(
            f"<row>{STRING * 50}</row>" * 4,
            xl__sharedStrings=strings(LONG),
        ),
        "BOMB",
    ),
    "the cell at the end of the world": (
        lambda: xlsx(
            f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "TOO_FAR",
    ),
    "a hundred sheets, each reaching far": (lambda: many_sheets(60, "AX2000"), "TOO_FAR"),
    "a second workbook inside": (
        lambda: xlsx(f"<row>{CELL}</row>", content="<a/>"),
        "NOT_PLAIN",
    ),
    "a binary workbook inside": (
        lambda: rezip(workbook(row()), {"xl/workbook.bin": b"x"}),
        "NOT_PLAIN",
    ),
    "two sheets that are one": (lambda: two_of("sheet1.xml"), "DAMAGED"),
    "a sheet that is not there": (lambda: two_of("sheet9.xml"), "DAMAGED"),
    "members whose names differ in capitals": (twins, "BOMB"),
    "an error no reader knows": (
        lambda: xlsx('<row><c t="e"><v>#SPILL!</v></c></row>'),
        "UNKNOWN_ERROR",
    ),
    "a cell that says another row": (
        lambda: xlsx('<row r="2"><c r="A7"><v>1</v></c></row>'),
        "DAMAGED",
    ),
    "a string that is not there": (lambda: xlsx('<row><c t="s"><v>7</v></c></row>'), "DAMAGED"),
    "a style under no number": (
        lambda: xlsx(
            f"<row>{CELL}</row>", xl__styles='<s><cellXfs><xf numFmtId="-1"/></cellXfs></s>'
        ),
        "DAMAGED",
    ),
    # .ods
    "one row a million times": (
        lambda: ods(cell(), number_rows_repeated=1_048_576),
        "TOO_MANY_ROWS",
    ),
    "one cell in every column of every row": (
        lambda: ods(cell(times=16_384), number_rows_repeated=1_048_576),
        "TOO_MANY_COLUMNS",
    ),
    "a gap of a million rows": (
        lambda: ods(
            cell(),
            table=f'<table:table-row table:number-rows-repeated="1048000"/>'
            f"<table:table-row>{cell()}{cell()}{cell()}{cell()}</table:table-row>",
        ),
        "TOO_FAR",
    ),
    "a gap of many columns in many rows": (
        lambda: ods(
            f'<table:table-cell table:number-columns-repeated="16000"/>{cell()}',
            number_rows_repeated=5000,
        ),
        "TOO_FAR",
    ),
    "a long text many times": (
        lambda: ods(cell("长" * 100_000, times=40), number_rows_repeated=5000),
        "BOMB",
    ),
    "repeated as often as no number says": (lambda: ods(cell(times="9" * 30)), "DAMAGED"),
    "a table in a cell": (
        lambda: ods(f"<table:table-cell>{rows(cell())}</table:table-cell>"),
        "NOT_PLAIN",
    ),
    "an .ods with entities": (
        lambda: rezip(ods_of(), {"content.xml": '<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'}),
        "NOT_PLAIN",
    ),
    "styles with entities": (
        lambda: ods_of(
            "", rows(cell()), **{"styles.xml": '<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'}
        ),
        "NOT_PLAIN",
    ),
    "an .ods of blanks": (lambda: ods(" " * 60_000_000), "BOMB"),
    "one enormous cell of an .ods": (lambda: ods(cell("长短" * 700_000)), "BOMB"),
    "an .ods with a password": (
        lambda: rezip(
            ods_of("", rows(cell())), {"META-INF/manifest.xml": "<m><f><encryption-data/></f></m>"}
        ),
        "LOCKED",
    ),
    "an .ods with macros": (lambda: ods_of("", rows(cell()), Basic__script="<a/>"), "MACROS"),
    "a text that says it is a table": (another_kind, "NOT_A_WORKBOOK"),
    "broken XML in an .ods": (lambda: rezip(ods_of(), {"content.xml": "<a><b>"}), "DAMAGED"),
    "half an .ods": (lambda: io.BytesIO(ods(cell()).getvalue()[:400]), "DAMAGED"),
    # .xls
    "the last cell of an .xls": (lambda: xls(number(0, 0), number(65_535, 255)), "TOO_FAR"),
    "60,000 rows of an .xls": (
        lambda: xls(*(number(line, 0) for line in range(60_000))),
        "TOO_MANY_ROWS",
    ),
    "a long string in many cells of an .xls": (
        lambda: xls(*(shared(line, 0) for line in range(2_000)), before=sst(32_000)),
        "BOMB",
    ),
    "99 sheets that are one": (
        lambda: xls(*(number(line, 0) for line in range(40_000)), sheets=99),
        "BOMB",
    ),
    "a string of an .xls that is not there": (
        lambda: xls(shared(0, 0, 5), before=sst(5)),
        "DAMAGED",
    ),
    "a string of an .xls that is cut short": (
        lambda: xls(shared(0, 0), before=sst(5, cut=9)),
        "DAMAGED",
    ),
    "an error no .xls knows": (
        lambda: xls(record(0x0205, struct.pack("<HHHBB", 0, 0, 0, 99, 1))),
        "DAMAGED",
    ),
    "a chain that bites its own tail": (a_chain_without_end, "DAMAGED"),
    "half an .xls": (lambda: io.BytesIO(old_book().getvalue()[:4000]), "DAMAGED"),
    "an .xls cut inside a record": (lambda: compound(BOF + b"\x85\0\xff\xff"), "DAMAGED"),
    "an .xls with a password": (
        lambda: xls(number(0, 0), before=record(0x2F, b"\1\0\0\0\0\0")),
        "LOCKED",
    ),
    "an .xls with a sheet of macros": (lambda: xls(number(0, 0), kind=1), "MACROS"),
    "a letter in the container of an .xls": (
        lambda: compound(BOF + EOF, name="WordDocu"),
        "NOT_A_WORKBOOK",
    ),
}
# What only a long file can be, seen in the trial.
LONG_BOMBS = {
    "four million elements of an .ods": (
        lambda: ods(cell(), table="<table:table-row/>" * 4_000_000),
        "BOMB",
    ),
    "cells for all we allow": (
        lambda: xlsx("".join(f"<row>{CELL * 60}</row>" for _ in range(26_000))),
        "BOMB",
    ),
}
