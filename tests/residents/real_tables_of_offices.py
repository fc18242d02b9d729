"""The other tables of tests.residents.real_tables: property firms, printed lists, forms, lists by hand."""

from dataclasses import replace

from openpyxl.styles import Font

from tests.residents.real_people import BY_FAMILY, EVERYBODY
from tests.residents.real_tables import LANDLINE, Table, place, table

TENURES = {"户主": "业主", "妻": "业主"}


@table
def property_firm():
    """栋-单元-室 in one cell, owners and tenants, several phones in a cell."""
    page = Table()
    page.add(["槐荫里物业服务中心业主（住户）信息台账"])
    page.add(["序号", "房号(栋-单元-室)", "姓名", "居住性质", "联系电话", "车牌号", "备注"])
    for each in EVERYBODY:
        door = f"{each.building}栋-{each.stairwell}单元-{each.door}室"
        two = each.is_head and bool(each.phone) and each.building == 2
        phone = f"{each.phone}/1380000{each.number:04d}" if two else each.phone or "空号"
        kind = "租户" if each.building == 3 else TENURES.get(each.word, "自有")
        page.add([each.number, door, each.name, kind, phone, None, "—"], each, asked=two)
    page.add(["总计", None, f"{len(EVERYBODY)}人"])
    return page


@table
def property_firm_of_old():
    """An .xls of owners only; their column says so, the number of the household is the door."""
    page = Table(form="xls")
    page.add(["业主姓名", "楼栋", "单元", "户号", "业主电话", "建筑面积", "交房日期"])
    for family in BY_FAMILY:
        each = family[0]
        where = [f"{each.building}#", float(each.stairwell), float(each.door)]
        page.add([each.name, *where, each.phone or None, 86.5, "2008-06-01"], each)
    return page


@table
def wps_with_hidden_columns():
    """Columns folded away before printing, two lines hidden by a filter."""
    page = Table()
    page.add(
        ["编号", "小区", "楼号", "单元", "门牌", "姓名", "性别", "身份证号", "手机", "关系", "标签"]
    )
    for each in EVERYBODY:
        who = [each.name, each.sex, each.id_number, each.phone or None, each.word, None]
        page.add([each.number, *place(each), *who], each)
    for letter in "AHI":
        page.page.column_dimensions[letter].hidden = True
    for line in (3, 4):
        page.page.row_dimensions[line].hidden = True
    return page


@table
def libreoffice():
    """An .ods, the address merged over a family, a note to one line."""
    page = Table(form="ods")
    page.add(["家庭住址", "姓名", "公民身份证号码", "与户主的关系", "电话号码", "附注"])
    for family in BY_FAMILY:
        lines = []
        for each in family:
            door = (
                f"槐荫里{each.building}栋{each.stairwell}单元{each.door}" if each.is_head else None
            )
            who = [each.name, each.id_number, each.word, each.phone or None, None]
            lines.append(page.add([door, *who], each))
        page.merge([1], lines[0], lines[-1])
    page.add(["注：地址以房产证为准"])
    return page


@table
def wps_csv():
    """UTF-8 with its mark, the address only beside the head."""
    page = Table(coding="utf-8-sig")
    page.add(["姓名", "家庭关系", "现住址", "身份证", "手机号"])
    for each in EVERYBODY:
        door = f"{each.building}-{each.stairwell}-{each.door}" if each.is_head else None
        page.add([each.name, each.word, door, f'="{each.id_number}"', each.phone], each)
    return page


@table
def sheet_for_each_building():
    """And one in front that adds them up, which looks like data."""
    page = Table(several=True, of_sheets=1)
    page.page.title = "汇总"
    page.page.append(["楼栋", "户数", "人数"])
    for building in (1, 2, 3):
        sheet = page.book.create_sheet(f"{building}号楼")
        page.add(["楼号", "单元", "房间号", "姓名", "身份证号", "联系方式", "户主关系"], page=sheet)
        here = [each for each in EVERYBODY if each.building == building]
        for each in here:
            who = [each.name, each.id_number, each.phone or None, each.word]
            page.add([*place(each)[1:], *who], each, page=sheet)
        page.add([None, None, None, f"小计：{len(here)}人"], page=sheet)
        page.page.append([building, 4, len(here)])
    return page


@table
def printed_in_pages():
    """Heads again on every page, and a sum below each."""
    page = Table()
    heads = ["小区", "楼号", "单元", "门牌号", "姓名", "身份证号码", "联系电话", "与户主关系"]
    for first in range(0, len(EVERYBODY), 8):
        page.add(["社区居民花名册"])
        page.add(heads)
        some = EVERYBODY[first : first + 8]
        for each in some:
            page.add([*place(each), each.name, each.id_number, each.phone or None, each.word], each)
        page.add([None, None, None, None, f"本页小计 {len(some)} 人"])
        page.add([])
    return page


@table
def questionnaire():
    """What people filled in on their phones, with numbered questions."""
    page = Table()
    heads = ["1、您的姓名", "2、身份证号", "3、手机号码", "4、楼号", "5、单元号", "6、门牌号"]
    page.add(["序号", "提交答卷时间", "所用时间", "来源", "来自IP", *heads, "7、与户主关系"])
    for each in EVERYBODY:
        sent = [each.number, "2026/3/1 9:15:02", "62秒", "微信", "某省某市"]
        who = [each.name, each.id_number, each.phone or "(空)", *place(each)[1:]]
        page.add([*sent, *who, each.word], each)
    return page


@table
def families_in_order():
    """Two families behind one door by their order, and two people who live nowhere here."""
    page = Table(of_sheets=1)
    page.add(["小区", "楼号", "单元", "门牌", "姓名", "身份证号", "与户主关系", "居住情况"])
    for each in EVERYBODY[:5]:
        who = [each.name, each.id_number, each.word]
        page.add(["槐荫里", 1, 1, 101, *who, "自住"], replace(each, door="101"))
    for each in EVERYBODY[6:8]:
        line = ["槐荫里", None, None, None, each.name, each.id_number, "户主", "空挂户"]
        page.add(line, each, asked=True)
    return page


@table
def formulas_and_apostrophes():
    """An apostrophe before each number, ages by formula, a sum by formula, a line struck out."""
    page = Table()
    page.add(["姓名", "年龄", "身份证号", "门牌", "手机", "与户主关系", "备注"])
    for each in EVERYBODY:
        door, line = f"{each.building}-{each.stairwell}-{each.door}", page.page.max_row + 1
        age = f'=DATEDIF(TEXT(MID(C{line},7,8),"0-00-00"),TODAY(),"y")'
        phone = f"'{each.phone}.0" if each.phone else "'"
        struck = each.number == 3
        page.add(
            [each.name, age, f"'{each.id_number}", door, phone, each.word, "无"], each, asked=struck
        )
    for cell in page.page[4]:
        cell.font = Font(strike=True)
    page.add(["合计", f"=COUNTA(A2:A{page.page.max_row})"])
    return page


@table
def list_of_the_old():
    """Needs with blanks and new lines between them; a day of birth that is none for sure."""
    page = Table()
    page.add(["60岁以上老年人台账"])
    page.add(["姓名", "性别", "出生年月日", "住址", "人员类别", "家庭关系", "联系人电话", "电话"])
    for each in EVERYBODY:
        if each.year > 1955:
            continue
        unsure = each.number == 1
        born = 1948.1 if unsure else each.born.strftime("%Y.%m.%d")
        door = f"槐荫里{each.building}号楼{each.stairwell}单元{each.door}室"
        tags = "低保 残疾" if each.number % 2 else "退役军人\n低保"
        who = [each.name, each.sex, born, door, tags, None, None, each.phone or "未办"]
        page.add(who, each, asked=unsure)
    return page


@table
def by_hand():
    """Full width, blanks in names, doors in words, a landline whose 0 a spreadsheet took."""
    page = Table()
    page.add(["　姓　名　", "住　址", "身份证号（18位）", "联系方式*", "与户主关系（必填）"])
    chinese = "零一二三"
    for each in EVERYBODY:
        name = f"{each.name[0]}　{each.name[1:]}"
        floor = each.door[0]
        door = f"{chinese[each.building]}号楼{chinese[each.stairwell]}单元{floor}楼{each.door}"
        phone = f"{each.phone[:3]}-{each.phone[3:7]} {each.phone[7:]}"
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        lost = each.number == 6
        number = int(LANDLINE) if lost else phone.translate(wide) if each.phone else None
        page.add([name, door, each.id_number.lower(), number, f" {each.word} "], each, asked=lost)
    return page
