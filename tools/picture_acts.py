"""What is done on a page of the demo before its picture is taken (tools/pictures.py)."""

import io

import openpyxl

GRID = "150271020100001"
PHONE, REMARKS = "phone", "remarks"


def hand_in_a_workbook(page):
    """The street's own organisation, with a grid, a building, and two new people more."""
    with page.expect_download() as told:
        page.locator("main a[href$='/workbook/']").first.click()
    book = openpyxl.load_workbook(io.BytesIO(told.value.path().read_bytes()))
    [community, grid] = [cell.value for cell in book["网格"][2][:2]]
    compound = book["小区"].cell(2, 2).value
    _add(book["网格"], 社区=community, 网格="新苑网格")
    _add(
        book["楼栋"],
        **{"社区": community, "小区": compound, "楼号": 88, "网格": "新苑网格"},
        **{"单元数": 3, "层数": 6, "每层户数": 2},
    )
    _add(book["人员"], 姓名="安和", 登录名="anhe")
    _add(book["人员"], 姓名="常青", 登录名="changqing")
    _add(book["任职"], 人员="anhe", 岗位="网格员", 社区=community, 网格="新苑网格")
    _add(book["任职"], 人员="changqing", 岗位="社区书记", 社区=community)
    column = [cell.value for cell in book["楼栋"][1]].index("网格") + 1
    book["楼栋"].cell(2, column).value = "新苑网格"
    content = io.BytesIO()
    book.save(content)
    page.locator("input[type=file]").set_input_files(
        {"name": "组织表.xlsx", "mimeType": "application/zip", "buffer": content.getvalue()}
    )
    page.locator("main form button.primary").first.click()
    page.get_by_text("可以导入").wait_for(timeout=300_000)  # the worker checks it


def _add(sheet, **values):
    heads = [cell.value for cell in sheet[1]]
    line = sheet.max_row + 1
    for head, value in values.items():
        sheet.cell(line, heads.index(head) + 1).value = value


def divide_a_grid(page):
    """Some of its buildings become one of their own; nothing is done yet."""
    for box in page.locator("[name=buildings_moved]").all()[:3]:
        page.locator(f"label[for='{box.get_attribute('id')}']").click()
    page.locator("[name=name]").fill("新苑网格")
    page.locator("main form button.primary").first.click()
    page.wait_for_load_state("networkidle")


def write_a_delivery_rule(page):
    """Residents hear of their own matters by text; the saved rule shows the very words."""
    page.locator("[name=event]").select_option("case")
    page.locator("[name=audience]").select_option("residents")
    page.locator("[name=area_code]").fill("150271020")
    page.locator("[name=by_text]").check()
    page.locator("[name=_continue]").click()
    page.wait_for_load_state("networkidle")


def propose_at_the_door(page):
    """A worker says at doors of her list what is otherwise; on `page` she is signed in."""
    page.goto("/today/")
    doors = [
        link.get_attribute("href") for link in page.locator("a[href^='/today/door/']").all()[:6]
    ]
    people = []
    for door in dict.fromkeys(doors):
        page.goto(door)
        links = page.locator("a[href^='/register/']").all()
        people += [link.get_attribute("href").partition("?")[0] for link in links]
    people = [each for each in dict.fromkeys(people) if "/door/" not in each]
    for person, kind, words in zip(people, (PHONE, REMARKS, PHONE), WORDS, strict=False):
        page.goto(f"{person}change/?kind={kind}")
        page.locator(f"[name={kind}]").fill(words)
        page.locator("[name=note]").fill("本人在门口说的")
        page.locator("main form button.primary").first.click()
        page.wait_for_load_state("networkidle")


WORDS = ("13900000088", "耳朵背，敲门重一点，等一会儿", "13900000077")
