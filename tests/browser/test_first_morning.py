"""From an empty house to the first contact, pressed and typed by two of the office and a worker.

One roster, one workbook, and the list of communities that whoever publishes divisions gives. What
it takes is counted: commands, files, forms in which something is filled in, and buttons.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import migrated
from tests.browser import street
from tests.browser.conftest import DESKTOP, PHONE
from tests.office import first_street
from tests.open.stopwatch import Stopwatch
from tests.people.played import empty_house
from tests.people.played.window import desk, phone
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.trial("opening")]
MINUTES = 10 * 60_000
"""How long a browser waits for the worker to write a whole street, in its own unit."""


@dataclass
class Counted:
    watch: Stopwatch = field(default_factory=Stopwatch)
    commands: int = 0
    files: int = 0
    forms: int = 0
    buttons: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def reached(self, what):
        self.seconds[what] = round(self.watch.seconds, 1)


@pytest.fixture
def house(tmp_path_factory, tmp_path):
    """As `bootstrap.py run --empty` leaves it, on the embedded database."""
    shared = migrated.shared_folder(tmp_path_factory, "street")
    migrated.embedded(tmp_path, migrated.shared_folder(tmp_path_factory, "embedded"))
    house = street.one_more(tmp_path, {}, shared)
    house.environment |= empty_house.EMPTY
    with migrated.alone_in(shared):
        if not (shared / "static").exists():
            street.manage(house, *street.ONCE)
    house.start()
    eventually(house.is_well, saw=house.log)
    try:
        yield house
    finally:
        house.stop()
        house.clear_away()


class Morning:
    """The road, step by step, as the pages lead along it."""

    def __init__(self, house, browser, size, folder):
        self.house, self.browser, self.size, self.folder = house, browser, size, Path(folder)
        self.base, self.counted = f"http://127.0.0.1:{house.port}", Counted()
        self.windows = []

    def founders(self):
        people = ["--username=bai", "--name=白露", "--second-username=shi", "--second-name=石立"]
        where = ["--area", first_street.STREET, "--area-name", first_street.STREET_NAME]
        cards = empty_house.command(self.house, "appoint_first", *where, *people)
        self.counted.commands += 1
        codes = dict(re.findall(r"登录名：(\w+)\n│ 登录码：(\w+)\n", cards))
        self.bai, self.shi = (self._newcomer(who, codes[who]) for who in ("bai", "shi"))
        self.counted.reached("两位同事登录")

    def _newcomer(self, who, code, *, screen=desk, **about):
        window = screen(self.browser, self.base)
        window.come_in_first(who, code, **about)
        self.windows.append(window)
        return window

    def _file(self, window, file):
        """Choose a file and send it; waits for the page about it, however long the worker takes."""
        there = self.folder / file.name
        there.write_bytes(file.getvalue())
        window.page.locator("input[type=file]").set_input_files(there)
        self.counted.forms += 1
        self._send(window, "上传并检查")

    def _send(self, window, name):
        window.again()
        window.tap(name)

    def _arrives(self, window, words):
        expect(window.page.locator("main")).to_contain_text(words, timeout=MINUTES)

    def look(self, window, name):
        """At both sizes; neither scrolls sideways."""
        for screen in (PHONE, DESKTOP):
            window.page.set_viewport_size(screen["viewport"])
            window.look(f"{name}-{screen['viewport']['width']}")

    def next_step(self, window, name, words):
        """The one button of the office's first page."""
        window.go("/admin/")
        self.look(window, name)
        window.follow(words)

    def communities(self):
        self.next_step(self.bai, "1-empty", "导入社区名单")
        self._file(self.bai, first_street.divisions())
        self._send(self.bai, "导入")
        self.counted.buttons += 1

    def roster_first(self):
        self.next_step(self.bai, "2-places", "先传名册")
        roster, self.people = first_street.roster(self.size)
        self._file(self.bai, roster)
        self.counted.files += 1
        self._arrives(self.bai, "先登记楼栋")
        self.roster = self.bai.page.url
        self.look(self.bai, "3-places-first")
        with self.bai.page.expect_download() as told:
            self.bai.page.get_by_role("link", name="下载填好的组织表").click()
        self.handed_back = told.value.path().read_bytes()
        self.counted.reached("名册交回组织表")

    def workbook(self):
        self.bai.follow("去传填好的组织表")
        self._file(self.bai, first_street.filled_in(self.handed_back, self.size))
        self.counted.files += 1
        self._arrives(self.bai, "可以导入")
        self.look(self.bai, "4-workbook")
        self.bai.follow("导入")
        self._send(self.bai, "导入")
        self.counted.forms += 1
        self._arrives(self.bai, "已经导入")
        self.look(self.bai, "5-taken-in")
        self.bai.reads("2 件等第二个人确认")
        self.counted.reached("组织表导入")

    def second_person(self):
        self.next_step(self.shi, "6-second", "去确认")
        self.look(self.shi, "7-proposals")
        self.shi.follow("一起看这 2 件")
        self._send(self.shi, "选上的都确认")
        self.counted.forms += 1
        self.shi.reads("办好了 2 件")
        self.look(self.shi, "8-confirmed")

    def roster_again(self):
        self.bai.go(self.roster)
        self._send(self.bai, "登记好了，再查一遍")
        self._arrives(self.bai, "检查过了，可以导入")
        self.look(self.bai, "9-roster")
        self._send(self.bai, "导入")
        self._arrives(self.bai, "已经导入")
        self.counted.buttons += 2
        self.look(self.bai, "10-roster-in")
        self.counted.reached("名册导入")

    def we_are_open(self):
        self.bai.follow("接着往下办")
        self.bai.reads(f"一共 {self.people} 人")
        self.look(self.bai, "11-almost")
        self.bai.follow("没齐也先开张")
        self.look(self.bai, "12-open")
        self._send(self.bai, "就这样定")
        self.counted.forms += 1
        self.look(self.bai, "13-waiting")
        self.counted.reached("开张")

    def first_contact(self):
        """A worker's code of today, and a door of hers in three taps."""
        self.bai.go("/admin/accounts/user/?q=worker1")
        name = first_street.name_of(0)
        self.bai.page.locator("#result_list").get_by_role("link", name=name).first.click()
        self.bai.follow("给一个登录码")
        self.bai.again()
        self.bai.page.locator("#give-code form button").click()
        self.counted.forms += 1
        her = self._newcomer("worker1", self.bai.code(), screen=phone, own_factor=False)
        her.look("14-today")
        her.go(f"/field/{first_street.COMMUNITY}001/")  # one of her grids
        her.look("15-field")
        her.page.locator("a[href*='/today/door/']").first.click()
        her.page.wait_for_load_state()
        her.look("16-door")
        her.page.get_by_text("见到了", exact=True).first.click()
        her.tap("保存")
        her.reads("记下了")
        her.look("17-logged")
        self.counted.reached("第一次联系")


@pytest.mark.parametrize(
    "size", [first_street.SMALL, first_street.NEWSPAPER], ids=["small", "newspaper"]
)
def test_a_street_opens_in_a_morning(house, chromium, size, tmp_path_factory):
    morning = Morning(house, chromium, size, tmp_path_factory.mktemp("files"))
    morning.counted.commands += 1  # that which started the house
    for step in (
        morning.founders,
        morning.communities,
        morning.roster_first,
        morning.workbook,
        morning.second_person,
        morning.roster_again,
        morning.we_are_open,
        morning.first_contact,
    ):
        step()
    counted = morning.counted
    print(counted)
    assert [text for each in morning.windows for text in each.complaints] == []
    assert (counted.commands, counted.files) == (2, 2)
    assert counted.forms <= 8
