"""Whole tables: several sheets, heads in their many ways, rows nobody wants any more."""

from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.forms import written
from tests.residents.variations.ends import STEMS
from tests.residents.variations.keyboards import BLANKS

TITLES = [
    "一组",
    "新名单",
    "Sheet1",
    "Sheet1 (2)",
    "三组名单",
    "老名单",
    "名册-2024",
    "a.b",
    "出租户",
    "附件1",
]
TITLES += [" 空户 ", "登记表（新）", "1", "租户&业主", "96级's", "表!1"]
COLUMNS = {  # in the words of many offices
    "小区": ["小区", "小区名称", "所在小区"],
    "楼号": ["楼号", "楼栋号", "楼栋"],
    "单元": ["单元", "单元号"],
    "门牌": ["门牌", "门牌号", "房号", "室号"],
    "姓名": ["姓名", "居民姓名"],
    "出生日期": ["出生日期", "出生年月日"],
    "手机": ["手机", "联系电话", "手机号码", "电话"],
    "备注": ["备注"],
}
FAULTY = "1950"  # as a birth date


@dataclass
class Tables:
    """A file, and its right end: (sheet, name) of people, sheets with a fault, asked, named."""

    book: Workbook = field(default_factory=Workbook)
    people: set = field(default_factory=set)
    faulty: set = field(default_factory=set)
    struck: set = field(default_factory=set)
    hidden: set = field(default_factory=set)
    asked: set = field(default_factory=set)
    unread: set = field(default_factory=set)

    def as_file(self, form):
        return written(self.book, form)


def head(chance, name):
    """As a form numbers, breaks or marks it."""
    word = chance.choice(COLUMNS[name])
    before = chance.choice(["", "", "", "1.", "2、", "（3）", "一、", "④", "*", "★"])
    behind = chance.choice(["", "", "", "1", "：", ":", "*", "(必填)", "（必填）", "\r\n", " "])
    if word[-1].isdigit() or name in ("小区", "楼号", "单元"):
        behind = behind.strip("1")
    place = chance.randint(1, len(word) - 1)
    inside = chance.choice(["", "", "\n", "\r\n", "_x000D_\n", *BLANKS])
    return before + word[:place] + inside + word[place:] + behind


def above(chance):
    """Titles and notes before the heads, as a form has them."""
    lines = [
        ["居民情况登记表"],
        ["填报单位：槐荫里社区", None, None, "填表日期：2026年3月"],
        [],
        ["注：门牌按房本填写"],
    ]
    return chance.sample(lines, chance.randint(0, 3))


def roster_sheet(chance, page, tables, number):
    """A sheet with our heads in any order, and people; some struck out, hidden, or with a fault."""
    shown = page.sheet_state == "visible"
    columns = list(COLUMNS)
    chance.shuffle(columns)
    for line in above(chance):
        page.append(line)
    if not page.max_row or page.max_row == 1 and page["A1"].value is None:
        page._current_row = 0  # nothing above
    page.append([head(chance, name) for name in columns])
    for count in range(chance.randint(1, 4)):
        name = "郑" + STEMS[number % 10] + STEMS[count] + chance.choice("春夏秋冬")
        line = {
            "小区": "槐荫里",
            "楼号": number % 30 + 1,
            "单元": 1,
            "门牌": f"{number + 1}{count + 1:02d}",
            "姓名": name,
        }
        way = chance.choice(["plain", "plain", "plain", "fault", "struck", "hidden"])
        if way == "fault":
            line["出生日期"] = FAULTY
        page.append([line.get(each) for each in columns])
        if way == "struck":
            cells = [cell for cell in page[page.max_row] if cell.value]
            for cell in (
                cells
                if chance.random() < 0.7
                else [page.cell(page.max_row, 1 + columns.index("姓名"))]
            ):
                cell.font = Font(strike=True)
        if way == "hidden":
            page.row_dimensions[page.max_row].hidden = True
        if not shown:
            continue
        spot = (page.title, page.max_row)
        {"fault": tables.faulty, "struck": tables.struck}.get(way, tables.people).add(
            spot if way in ("fault", "struck") else (page.title, name)
        )
        if way == "hidden":
            tables.hidden.add(spot)
    if not shown:
        tables.asked.add(page.title)
        tables.unread.add(page.title)


def data_sheet(chance, page, tables, number):
    """People without heads, or under heads that are not ours."""
    lines = [[f"王{STEMS[n]}", "1-1-101", f"1380000{number:02d}{n:02d}", "无"] for n in range(3)]
    if chance.random() < 0.4:
        lines.insert(0, ["何人", "何处", "怎么找", "其他"])
    for line in lines:
        page.append(line[: chance.randint(3, 4)])
    tables.asked.add(page.title)
    tables.unread.add(page.title)


def words_sheet(chance, page, tables, number):
    """An explanation: named, not asked about."""
    for line in chance.sample(
        [["怎么填"], ["姓名", "身份证上的名字"], ["谢谢"], [None, "见通知"]], 3
    ):
        page.append(line)
    tables.unread.add(page.title)


def empty_sheet(chance, page, tables, number):
    pass


def some_tables(chance):
    tables = Tables()
    tables.book.remove(tables.book.active)
    titles = chance.sample(TITLES, chance.randint(2, 6))
    for number, title in enumerate(titles):
        page = tables.book.create_sheet(title)
        page.title = title
        kind = chance.choice([roster_sheet, roster_sheet, data_sheet, words_sheet, empty_sheet])
        if number == 0:
            kind = roster_sheet
        elif kind is roster_sheet and chance.random() < 0.2:
            page.sheet_state = chance.choice(["hidden", "veryHidden"])
        kind(chance, page, tables, number)
    return tables
