"""An invented street as its office has it on paper: one roster, and who works in which grid."""

import io
from dataclasses import dataclass
from itertools import cycle, islice, product

import openpyxl

from tests import builders
from tests.forms import written
from tests.residents.sheets import HEADERS

DISTRICT, STREET, STREET_NAME = "150203", "150203199", "向阳街道"
COMMUNITY, COMMUNITY_NAME = "150203199001", "槐荫社区"
COMPOUNDS = [
    "槐荫里",
    "东风里",
    "向阳里",
    "北苑",
    "南苑",
    "春和园",
    "夏清园",
    "秋实园",
    "冬青园",
    "柳林",
    "枫林",
    "杏林",
    "松林",
    "竹园",
    "梅园",
]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "安平和顺康宁福寿春夏秋冬梅兰竹菊山川江河"
STAIRWELLS, FLOORS = range(1, 5), range(1, 7)


@dataclass(frozen=True)
class Size:
    compounds: int
    buildings: int
    doors: int
    grids: int
    workers: int


@dataclass(frozen=True)
class Street:
    """One street with one community. `first`: what its people are numbered from, so that nobody of
    two streets has one ID number or phone. The posts of the secretaries take a second person."""

    code: str
    name: str
    community: str
    community_name: str
    secretaries: tuple[tuple[str, str], ...]
    worker: str
    first: int = 0


FIRST = Street(
    code=STREET,
    name=STREET_NAME,
    community=COMMUNITY,
    community_name=COMMUNITY_NAME,
    secretaries=(("季红", "jihong"), ("高明", "gaoming")),
    worker="worker",
)
BESIDE = Street(
    code="150203198",
    name="沙河街道",
    community="150203198001",
    community_name="杨柳社区",
    secretaries=(("常青", "changqing"), ("安宁", "anning")),
    worker="beside",
    first=40_000,
)
FEW = Size(1, 2, 6, 2, 2)
SMALL = Size(2, 12, 300, 4, 5)
NEWSPAPER = Size(15, 441, 20_000, 100, 45)
"""The street of the newspaper the product is sized by."""


def divisions(street=FIRST):
    """The list of communities as whoever publishes divisions gives it."""
    file = io.BytesIO(f"代码,名称\n{street.community},{street.community_name}\n".encode())
    file.name = "区划.csv"
    return file


def roster(size, street=FIRST):
    """One line for everybody: behind three doors of four two people, behind the fourth one."""
    lines = []
    for number, door in enumerate(doors(size)):
        surname = SURNAMES[number % len(SURNAMES)]
        for one in range(1 if number % 4 == 0 else 2):
            order = street.first + len(lines)
            given = GIVEN[order % 20] + GIVEN[order // 20 % 20]
            born = f"{1940 + order % 60}{1 + order % 12:02d}{1 + order // 999 % 28:02d}"
            person = {
                "姓名": surname + given,
                "身份证号": builders.make_id_number(born, 1 + order % 999),
                "手机": f"139{order:08d}",
                "与户主关系": "配偶" if one else "户主",
                "居住类型": "自有",
                "关爱标签": tag_of(number) if not one else "",
            }
            cells = door | person
            lines.append([cells.get(head, "") for head in HEADERS])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("居民")
    for line in [HEADERS, *lines]:
        sheet.append(line)
    return _named(book, "居民名册.xlsx"), len(lines)


def tag_of(number):
    """Every tenth household has a need that asks for contacts: weekly, monthly, or each quarter."""
    weekly, monthly, quarterly = "80 岁以上独居、空巢", "失能老人", "低保"
    return {0: weekly, 10: monthly, 20: quarterly, 30: quarterly}.get(number % 40, "")


def doors(size):
    """Where each door is, by the heads of a roster; evenly over the buildings, filled from below."""
    each, one_more = divmod(size.doors, size.buildings)
    for number in range(size.buildings):
        place = {"小区": COMPOUNDS[number % size.compounds], "楼号": number // size.compounds + 1}
        here = each + (number < one_more)
        for floor, stairwell, door in islice(product(FLOORS, STAIRWELLS, (1, 2)), here):
            yield place | {"单元": stairwell, "门牌": f"{floor}{door:02d}"}


def filled_in(content, size, street=FIRST):
    """The workbook a roster handed back, with the grids and the people: all that was left to write."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    grids = [f"第{number + 1}网格" for number in range(size.grids)]
    workers = [f"{street.worker}{number + 1}" for number in range(size.workers)]
    named = ((name_of(number), who) for number, who in enumerate(workers))
    people, community = [*street.secretaries, *named], {"社区": street.community_name}
    _add(book["网格"], [community | {"网格": grid} for grid in grids])
    _add(book["人员"], [{"姓名": name, "登录名": username} for name, username in people])
    secretary = community | {"岗位": "社区书记"}
    posts = [{"人员": username} | secretary for _name, username in street.secretaries]
    holders = cycle(workers)
    for grid, who in islice(
        zip(cycle(grids), holders, strict=False), max(size.grids, size.workers)
    ):
        posts.append(community | {"人员": who, "岗位": "网格员", "网格": grid})
    _add(book["任职"], posts)
    buildings = book["楼栋"]
    column = [cell.value for cell in buildings[1]].index("网格") + 1
    for number in range(size.buildings):
        buildings.cell(number + 2, column).value = grids[number * size.grids // size.buildings]
    return _named(book, "组织表.xlsx")


def name_of(number):
    return SURNAMES[number % 20] + GIVEN[number // 20] + GIVEN[number % 20]


def _add(sheet, lines):
    heads = [cell.value for cell in sheet[1]]
    for number, line in enumerate(lines, start=2):
        for head, value in line.items():
            sheet.cell(number, heads.index(head) + 1).value = value


def _named(book, name):
    file = written(book, "xlsx")
    file.name = name
    return file
