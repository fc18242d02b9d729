"""Workbooks for tests, made by script."""

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

from tests.forms import written

FILES = Path(__file__).with_name("odd_files")
HEADERS = [
    "小区",
    "楼号",
    "单元",
    "门牌",
    "姓名",
    "身份证号",
    "出生日期",
    "手机",
    "与户主关系",
    "居住类型",
    "关爱标签",
    "备注",
]


def row(name="张三丰", door="501", **cells):
    """One line of a roster in 和平里 3号楼 2单元."""
    facts = {"小区": "和平里", "楼号": "3", "单元": "2", "门牌": door, "姓名": name} | cells
    return [facts.get(header) for header in HEADERS]


def workbook(*rows, headers=HEADERS, above=(), change=None, form="xlsx"):
    """A workbook as a file; `change(book)` may still do something to it."""
    book = Workbook()
    for line in [*above, headers, *rows]:
        book.active.append(line)
    if change:
        change(book)
    return written(book, form)


def rezip(file, members, *, compression=zipfile.ZIP_DEFLATED):
    old = zipfile.ZipFile(file)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            new.writestr(name, data)
    content.seek(0)
    return content


def sheet_xml(inside, *, before="", after=""):
    return (
        '<?xml version="1.0"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{inside}</sheetData>{after}</worksheet>"
    )


def peak_memory():
    """Of this process alone, in MB; getrusage also counts what its parent weighed when it forked."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024


def odd(name):
    file = io.BytesIO((FILES / f"{name}.xlsx").read_bytes())
    file.name = f"{name}.xlsx"
    return file
