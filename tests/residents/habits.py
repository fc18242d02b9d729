"""Habits of offices nobody had tried: each file with what a careful clerk would do with it.

All people are invented. A habit is a function that draws its file and says how it ends; its
docstring is the clerk's word, and the ends are written from that word.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from openpyxl.comments import Comment

from tests.residents.sheets import workbook

HABITS: dict[str, Callable[[], "Habit"]] = {}
HEADS = ["楼号", "单元", "房号", "姓名", "电话", "备注"]
PHONE, OTHER = "13800000001", "13900000002"
BORN = ["楼号", "单元", "房号", "姓名", "出生日期"]


@dataclass
class Habit:
    """`taken`: of each line what it says; `faults`: (line, column); `asked`, `nobody`: lines; `of_sheets`: how
    many questions are about more than a line; `says`: what stands on the page; `refused`: of a whole
    file."""

    file: object
    taken: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    nobody: list = field(default_factory=list)
    of_sheets: int = 0
    says: tuple = ()
    refused: str = ""


def habit(draw):
    HABITS[draw.__name__] = draw
    return draw


def words(text):
    return text.split()


def at(door, name, phone=None, remark=None):
    return [3, 2, door, name, phone, remark]


def lines(cells, of):
    """A person behind each of several doors; `of` makes a line of door, name and cell."""
    stems = zip(cells, "甲乙丙丁戊己庚辛壬癸", strict=False)
    return [of(501 + n, f"林{stem}", cell) for n, (cell, stem) in enumerate(stems)]


def doors(*cells):
    return lines(cells, lambda _door, name, cell: at(cell, name))


def whole(door):
    return {"whole": f"槐荫里 3-2-{door}"}


@habit
def a_sum_below_each_stairwell():
    """A line of sums is nobody; it is passed over and named."""
    sums = [
        [None, None, None, "1单元小计", None, "12户30人"],
        ["一单元合计", None, None, 12, None, None],
        ["3号楼2单元小计：", None, None, None, "2户", None],
        [None, None, "小计", "2人", None, None],
    ]
    file = workbook(at(501, "林一"), *sums, at(502, "林二"), headers=HEADS)
    return Habit(file, {2: whole(501), 7: whole(502)}, nobody=[3, 4, 5, 6], says=("没有写人",))


@habit
def two_lists_side_by_side():
    """Nobody reads half of a page: the clerk puts the right list below the left one."""
    lines = ["林一", 501, PHONE, "林二", 502, OTHER]
    heads = ["姓名", "房号", "电话"] * 2
    file = workbook(lines, headers=heads, above=[["3号楼2单元"]])
    return Habit(file, refused="左右并排了两栏人")


@habit
def a_plan_of_the_floors():
    """Names in a drawing of a house are no list; the clerk types them into one."""
    floors = [["5层", "501 林一 13800000001", "502 林二"], ["4层", "401 白三", "402 空"]]
    file = workbook(*floors, headers=["楼层", "1号", "2号"], above=[["3号楼2单元住户平面图"]])
    return Habit(file, refused="没有找到表头")


@habit
def days_of_the_lunar_calendar():
    """The register holds the day on the card; a lunar one is another day, so nobody copies it."""
    days = ["农历1950年八月十五", "1950-08-15（农历）", "阴历1950.8.15", "庚寅年八月十五", "76岁"]
    rows = lines(days, lambda door, name, day: [3, 2, door, name, day])
    return Habit(workbook(*rows, headers=BORN), faults=[(n, "出生日期") for n in range(2, 7)])


@habit
def heads_that_say_otherwise_in_brackets():
    """A child's number is not hers, nor is a lunar day her birthday: not read, and said so."""
    heads = words("姓名（必填） 房号 楼号 单元 出生日期（农历） 联系电话（子女） 备注(选填)")
    file = workbook(["林一", 501, 3, 2, "1950-08-15", PHONE, "住校"], headers=heads)
    says = ("没有用到的列：出生日期(农历)、联系电话(子女)",)
    return Habit(file, {2: whole(501) | {"birth": "", "phone": "", "remarks": "住校"}}, says=says)


@habit
def numbers_with_words_beside():
    """Her own, whoever says so; another's and a dead one are asked about; half a one is refused."""
    cells = [
        f"{PHONE}（本人）",
        f"{PHONE}（儿子）",
        f"女儿{PHONE}",
        f"{PHONE}（停机）",
        "138****0001",
    ]
    rows = lines(cells, at)
    taken = {2: {"phone": PHONE}}
    return Habit(workbook(*rows, headers=HEADS), taken, [(6, "手机")], asked=[3, 4, 5])


@habit
def a_family_in_one_line():
    """Who stands in a column of their own is a person as well: the clerk asks whether to enter them."""
    heads = ["楼号", "单元", "房号", "姓名", "电话", "配偶姓名", "子女1", "子女2"]
    rows = [
        [3, 2, 501, "林一", PHONE, "白丽", "林小", "林大"],
        [3, 2, 502, "王二", None, "无", None, None],
    ]
    file = workbook(*rows, headers=heads)
    return Habit(file, {2: whole(501), 3: whole(502)}, of_sheets=1, says=("有 3 格像是写着别的人",))


@habit
def words_where_a_name_should_be():
    """王阿姨 has a name; as long as nobody knows it, the clerk asks before writing that down."""
    names = [
        "王阿姨",
        "李大爷",
        "张老师",
        "王某某",
        "小王",
        "林三夫妇",
        "租户",
        "保密",
        "王XX",
        "林三 男",
    ]
    lines = [at(501 + n, name) for n, name in enumerate(names)]
    return Habit(workbook(*lines, headers=HEADS), asked=list(range(2, 12)))


@habit
def two_names_in_a_cell_and_brackets():
    """One line is one person, and only the name stands under it."""
    lines = [at(501, "林一、白二"), at(502, "林一/白二"), at(503, "林三（女）"), at(504, "张*")]
    return Habit(workbook(*lines, headers=HEADS), faults=[(n, "姓名") for n in range(2, 6)])


@habit
def doors_behind_which_nobody_lives():
    """空房 is no person: the line is passed over and named."""
    words = ["空房", "空户", "无人居住", "未入住", "装修中", "商铺", "车库", "（空）"]
    lines = [at(501 + n, word, PHONE if n == 0 else None) for n, word in enumerate(words)]
    file = workbook(*lines, at(510, "林一"), headers=HEADS)
    return Habit(file, {10: whole(510)}, nobody=list(range(2, 10)))


@habit
def remarks_that_somebody_is_gone():
    """Nobody registers the dead as living here; whose husband died lives here all the same."""
    said = words("已故 2019年去世 已搬走 2024.3迁出 户口已注销 搬走了，去北京 老伴已故 曾搬走")
    rows = lines(said, lambda door, name, cell: at(door, name, None, cell))
    taken = {8: {"remarks": "老伴已故"}, 9: {"remarks": "曾搬走"}}
    return Habit(workbook(*rows, headers=HEADS), taken, asked=list(range(2, 8)))


@habit
def as_above():
    """同上 is what stands above it, and 〃 as well; it is counted."""
    lines = [
        at(501, "林一", PHONE),
        ["同上", "同上", "同上", "白二", "同上", None],
        ["〃", "〃", 502, "白三", None, None],
    ]
    same = whole(501) | {"phone": PHONE}
    file = workbook(*lines, headers=HEADS)
    return Habit(file, {2: same, 3: same, 4: whole(502)}, says=("有 6 格写的是“同上”",))


@habit
def several_doors_in_a_cell():
    """Somebody lives behind one of them; which one is not for the clerk to say."""
    cells = ["501-503", "501、502", "501/502", "501和502", "501至503", "501~503"]
    return Habit(workbook(*doors(*cells), headers=HEADS), faults=[(n, "门牌") for n in range(2, 8)])


@habit
def doors_in_chinese_digits():
    """五零一 is 501; 5楼4号 may be 504, and may not."""
    file = workbook(
        *doors("五零一", "五〇二室", "二单元五零三", "一二〇一", "5楼4号"), headers=HEADS
    )
    taken = {2: whole(501), 3: whole(502), 4: whole(503), 5: whole(1201)}
    return Habit(file, taken, [(6, "门牌")])


@habit
def an_address_with_its_city():
    """What stands before the compound is nothing the clerk can look up here."""
    file = workbook(["东山市新区槐荫里小区3号楼2单元501", "林一"], headers=["住址", "姓名"])
    return Habit(file, faults=[(2, "门牌")])


@habit
def a_number_in_two_columns():
    """Neither half is a number; the second column has no head, and is named."""
    line = ["林一", "150299", "195001020017", 501, 3, 2]
    file = workbook(line, headers=["姓名", "身份证号", None, "房号", "楼号", "单元"])
    return Habit(file, faults=[(2, "身份证号")], says=("没有用到的列：C",))


@habit
def numbers_half_covered():
    """An ID number with stars is none; that somebody has no card is none either, and no fault."""
    lines = [["林一", "150299********0017", "3-2-501"], ["林二", "无身份证", "3-2-502"]]
    file = workbook(*lines, headers=["姓名", "身份证号", "门牌"])
    return Habit(file, {3: {"id_number": ""}}, [(2, "身份证号")])


@habit
def a_column_out_of_sight():
    """It is in the file, so it is read, and said."""

    def hide(book):
        book.active.column_dimensions["E"].hidden = True

    file = workbook(at(501, "林一", PHONE), headers=HEADS, change=hide)
    return Habit(file, {2: {"phone": PHONE}}, says=("这些列是隐藏的，照样读了：手机",))


@habit
def notes_on_cells():
    """A note is no value; where there are some is said."""

    def note(book):
        for spot in ("D2", "F2"):
            book.active[spot].comment = Comment("电话是儿子的", "社区")

    file = workbook(at(501, "林一"), headers=HEADS, change=note)
    return Habit(file, {2: whole(501)}, says=("D2、F2 格有批注",))


@habit
def families_parted_by_blank_lines():
    """A blank line is none; below it nobody belongs to the door above."""
    lines = [
        at(501, "林一"),
        [],
        at(502, "白二"),
        [None] * 6,
        [None, None, None, "白小", None, None],
    ]
    return Habit(workbook(*lines, headers=HEADS), {2: whole(501), 4: whole(502)}, [(6, "门牌")])


@habit
def words_beside_the_table():
    """What stands right of the last head belongs to no column; it is named by its letter."""
    file = workbook([*at(501, "林一"), None, "楼长", "白大力"], headers=HEADS)
    return Habit(file, {2: whole(501)}, says=("没有用到的列：H、I",))


@habit
def a_form_for_each_person():
    """Heads and values take turns: no list, and the clerk copies it into one."""
    rows = [["身份证号", "150299195001020017", "电话", PHONE]]
    file = workbook(*rows, headers=["姓名", "林一", "门牌", "3-2-501"], above=[["居民信息登记表"]])
    return Habit(file, refused="缺少“姓名”这一列")


@habit
def doors_that_became_days():
    """5-01 typed into a plain cell is the first of May; the door is lost."""
    file = workbook(*doors("5月1日", "2026-05-01 00:00:00"), headers=HEADS)
    return Habit(file, faults=[(2, "门牌"), (3, "门牌")])


@habit
def registered_here_and_living_elsewhere():
    """空挂户 has no door; a right written beside it is kept among the remarks."""
    heads = ["姓名", "门牌", "居住类型", "备注"]
    lines = [["林一", "空挂户", "租住", None], ["林二", "空挂户", "公房", "常回来"]]
    file = workbook(*lines, headers=heads)
    told = {2: {"remarks": "空挂户，租住"}, 3: {"remarks": "空挂户，公房；常回来"}}
    return Habit(file, told)
