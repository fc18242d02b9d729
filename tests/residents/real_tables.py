"""Twenty tables of the demo's street as programs and offices leave them, all of invented people.

Each is drawn by hand: the heads, the order and the habits of where it comes from. A table knows whom
it holds in which line and what a careful clerk would have to ask.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.forms import written
from tests.residents.real_people import BY_FAMILY, EVERYBODY, Someone
from tests.residents.sheets import HEADERS

TABLES: dict[str, Callable[[], "Table"]] = {}
LANDLINE = "4725551234"  # whose 0 a spreadsheet took


@dataclass
class Table:
    """`asked`: lines that wait for an answer, with the sheet where there are several; `of_sheets`: how
    many questions are about more than a line."""

    form: str = "xlsx"
    book: Workbook = field(default_factory=Workbook)
    people: dict = field(default_factory=dict)  # by line
    asked: set = field(default_factory=set)
    of_sheets: int = 0
    coding: str = ""
    separator: str = ","
    several: bool = False

    @property
    def page(self):
        return self.book.active

    def add(self, cells, someone: Someone | None = None, *, asked: bool = False, page=None) -> int:
        """One line; returns its number."""
        page = page or self.page
        page.append(list(cells))
        line = page.max_row if any(cell is not None for cell in cells) else page._current_row
        at = (page.title if self.several else "", line)
        if someone:
            self.people[at] = someone
        if asked:
            self.asked.add(at)
        return line

    def merge(self, columns, top, bottom, page=None):
        if bottom > top:
            for column in columns:
                letter = get_column_letter(column)
                (page or self.page).merge_cells(f"{letter}{top}:{letter}{bottom}")

    def file(self, name: str) -> io.BytesIO:
        if not self.coding:
            file = written(self.book, self.form)
        else:
            lines = [
                self.separator.join("" if cell is None else str(cell) for cell in cells)
                for cells in self.page.iter_rows(values_only=True)
            ]
            file = io.BytesIO("\r\n".join([*lines, ""]).encode(self.coding))
        file.name = f"{name}.{'csv' if self.coding else self.form}"
        return file


def table(draw):
    TABLES[draw.__name__] = draw
    return draw


def place(someone):
    return ["槐荫里", someone.building, someone.stairwell, someone.door]


@table
def our_template():
    """Filled in with Excel, numbers as text."""
    page = Table()
    page.add(HEADERS)
    for each in EVERYBODY:
        who = [each.name, each.id_number, None, each.phone or None, each.word]
        page.add([*map(str, place(each)), *who, "自有", None, None], each)
    return page


@table
def wps_list_of_families():
    """A title, the day, doors merged over a family, sums and signatures below."""
    page = Table()
    page.add(["槐荫里小区居民信息登记表"])
    page.page.merge_cells("A1:H1")
    page.add(["填表日期：2026年3月1日", None, None, None, None, None, "单位：人"])
    page.add(
        ["序号", "楼号", "单元", "房号", "姓 名", "与户主\n关系", "身份证号码", "联系电话", "备注"]
    )
    for number, family in enumerate(BY_FAMILY, start=1):
        lines = []
        for each in family:
            head = [number, f"{each.building}号楼", f"{each.stairwell}单元", f"{each.door}室"]
            who = [each.name, each.word, each.id_number, each.phone or "无", "/"]
            lines.append(page.add([*(head if each.is_head else [None] * 4), *who], each))
        page.merge((1, 2, 3, 4), lines[0], lines[-1])
    page.add([])
    page.add([None, None, None, "合计", f"共 {len(EVERYBODY)} 人"])
    page.add(["填表人：                审核人：                联系电话："])
    page.add(["说明：本表一式两份，社区留存一份。"])
    return page


@table
def excel_with_two_heading_rows():
    page = Table()
    page.add(["网格化管理入户摸底表"])
    page.add(["姓名", "证件信息", None, "现居住地", None, None, None, "联系方式", None, "家庭关系"])
    page.add([None, "身份证号", "出生日期", "小区", "楼栋", "单元", "门牌号", "手机", "座机"])
    for merged in ("B2:C2", "D2:G2", "H2:I2", "A2:A3", "J2:J3"):
        page.page.merge_cells(merged)
    for each in EVERYBODY:
        born = None if each.number % 2 else each.born.isoformat()
        number = each.id_number if each.number % 2 else None
        phone = int(each.phone) if each.phone else None
        page.add([each.name, number, born, *place(each), phone, None, each.word], each)
    return page


@table
def numbers_on_a_mac():
    """Its export says first what it holds; days are days, phones became numbers."""
    page = Table()
    first, page.page.title = page.page, "导出汇总"
    first.append(["此文稿是从 Numbers 表格导出的。每个表格已转换为一张 Excel 工作表。"])
    first.append(["Numbers 表单名称", "Numbers 表格名称", "Excel 工作表名称"])
    first.append(["槐荫里", "居民", "槐荫里 - 居民"])
    sheet = page.book.create_sheet("槐荫里 - 居民")
    page.several, page.of_sheets = True, 1
    page.add(["居民"], page=sheet)
    page.add(["姓名", "生日", "手机", "住址", "关系"], page=sheet)
    for each in EVERYBODY:
        door = f"{each.building}-{each.stairwell}-{each.door}"
        phone = float(each.phone) if each.phone else None
        page.add([each.name, each.born, phone, door, each.word], each, page=sheet)
        sheet.cell(sheet.max_row, 2).number_format = "yyyy-mm-dd"
    return page


POLICE = ["序号", "户号", "姓名", "性别", "民族", "出生日期", "公民身份号码", "与户主关系"]
POLICE += ["户籍地址", "现住址", "联系电话", "服务处所"]


def _police(page, each, code, *, household=None, text=""):
    door = f"槐荫里{each.building}号楼{each.stairwell}单元{each.door}室"
    household = household or f"1502990{each.building}{each.stairwell}{each.door}"
    who = [household, each.name, each.sex, "汉族", each.born.strftime("%Y%m%d")]
    where = ["某省某市某县", door, f"{text}{each.phone}" if each.phone else None, None]
    return [each.number, *who, f"{text}{each.id_number}", code, *where]


@table
def police_export():
    """人口信息: codes as text, the household's number, addresses in one cell."""
    page = Table()
    page.add(["人口信息查询结果"])
    page.add(POLICE)
    for each in sorted(EVERYBODY, key=lambda each: each.id_number):
        page.add(_police(page, each, each.code), each)
    return page


@table
def police_export_with_codes_as_numbers():
    """An .xls in which 02 became 2."""
    page = Table(form="xls")
    page.add(POLICE)
    for each in EVERYBODY:
        page.add(_police(page, each, int(each.code)), each)
    return page


@table
def police_csv():
    """GB18030, a tab before what a spreadsheet would take for a number."""
    page = Table(coding="gb18030")
    page.add(POLICE)
    for each in EVERYBODY:
        page.add(_police(page, each, f"{each.code}{each.word}", text="\t"), each)
    return page


@table
def two_families_of_the_police():
    """Two couples behind one door, told apart by 户号, sorted by relation; 户主姓名 says it again."""
    page = Table(form="xls")
    page.add([*POLICE, "户主姓名"])
    for each in sorted(EVERYBODY[:4], key=lambda each: each.code):
        moved = replace(each, door="101")
        first = each.number < 3
        cells = _police(page, moved, int(each.code), household=100_001 if first else 100_002)
        page.add([*cells, "赵一鸣" if first else "孙伯年"], moved)
    return page
