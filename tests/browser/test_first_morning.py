"""From an empty house to the first contact, pressed and typed by two of the office and a worker.

One roster, one workbook, and the list of communities that whoever publishes divisions gives. What
it takes is counted: commands, files, forms in which something is filled in, and buttons. Then a
second street opens beside it in the same house, and neither sees anything of the other.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from foundation.paper import qr
from tests import migrated
from tests.browser import first_month, street
from tests.browser.conftest import DESKTOP, PHONE
from tests.office import first_street
from tests.open.stopwatch import Stopwatch
from tests.people.played import empty_house
from tests.people.played.window import desk, phone
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.trial("opening")]
FIRST, BESIDE = (("bai", "白露"), ("shi", "石立")), (("lu", "陆平"), ("tao", "陶然"))
"""Whom the console lets in, of each street."""
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

    def __init__(self, house, browser, size, folder, *, street=first_street.FIRST, founders=FIRST):
        self.house, self.browser, self.size, self.folder = house, browser, size, Path(folder)
        self.street, self.founding = street, founders
        self.base, self.counted = f"http://127.0.0.1:{house.port}", Counted()
        self.windows = []

    def founders(self):
        (one, name), (other, other_name) = self.founding
        people = ["--username", one, "--name", name]
        people += ["--second-username", other, "--second-name", other_name]
        where = ["--area", self.street.code, "--area-name", self.street.name]
        cards = empty_house.command(self.house, "appoint_first", *where, *people)
        self.counted.commands += 1
        codes = dict(re.findall(r"登录名：(\w+)\n│ 登录码：(\w+)\n", cards))
        self.bai, self.shi = (self._newcomer(who, codes[who]) for who in (one, other))
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
            window.look(f"{self.street.worker}-{name}-{screen['viewport']['width']}")

    def next_step(self, window, name, words):
        """The one button of the office's first page."""
        window.go("/admin/")
        self.look(window, name)
        window.follow(words)

    def communities(self):
        self.next_step(self.bai, "1-empty", "导入社区名单")
        self._file(self.bai, first_street.divisions(self.street))
        self._send(self.bai, "导入")
        self.counted.buttons += 1

    def roster_first(self):
        self.next_step(self.bai, "2-places", "先传名册")
        roster, self.people = first_street.roster(self.size, self.street)
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
        self._file(self.bai, first_street.filled_in(self.handed_back, self.size, self.street))
        self.counted.files += 1
        self._arrives(self.bai, "可以导入")
        self.workbook_page = self.bai.page.url
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

    def printed_card(self, username):
        """Cards for everybody who has no way in yet; where the QR on hers leads: to what stands beside it."""
        self.bai.go("/cards/")
        self.look(self.bai, f"{username}-14-cards")
        self._send(self.bai, "打登录卡和工作证")
        self.counted.forms += 1
        self._arrives(self.bai, "做好了")
        self.look(self.bai, f"{username}-14-sheet")
        page = self.bai.page
        pair = page.locator(".card-pair", has=page.get_by_text(username, exact=True))
        code = re.sub(r"\s", "", pair.locator("[data-code]").inner_text())
        address = f"{self.base}/sign-in/#{username}:{code}"
        drawn = pair.locator(".qr").first.locator("path").last.get_attribute("d")
        assert f'd="{drawn}"' in qr.svg(address)
        self.counted.reached("登录卡打印")
        return address

    def first_contact(self):
        """A worker scans the card she was handed; a door of hers in three taps."""
        username = f"{self.street.worker}1"
        her = self.her = phone(self.browser, self.base)
        self.windows.append(her)
        her.come_in_by_card(self.printed_card(username))
        her.look(f"{username}-14-today")
        self.grid = f"/field/{self.street.community}001/"  # one of hers
        her.go(self.grid)
        her.look(f"{username}-15-field")
        her.page.locator("a[href*='/today/door/']").first.click()
        her.page.wait_for_load_state()
        self.door = her.page.url
        her.look(f"{username}-16-door")
        her.page.get_by_text("见到了", exact=True).first.click()
        her.tap("保存")
        her.reads("记下了")
        her.look(f"{username}-17-logged")
        self.counted.reached("第一次联系")

    def whole(self):
        for step in (
            self.founders,
            self.communities,
            self.roster_first,
            self.workbook,
            self.second_person,
            self.roster_again,
            self.we_are_open,
            self.first_contact,
        ):
            step()
        print(f"\n{self.street.name}: {self.counted}")
        assert [text for each in self.windows for text in each.complaints] == []
        assert self.counted.files == 2
        assert self.counted.forms <= 8

    def sees_nothing_of(self, other):
        """Nor does anybody who looks for it by its address, or for its people by their phone."""
        theirs = [f"/opening/{other.street.code}/", other.roster, other.workbook_page]
        theirs += [other.grid, other.door]
        for window in (self.bai, self.shi, self.her):
            for address in theirs:
                assert window.context.request.get(address).status == 404, address
        registers = ["grids/area", "grids/posting", "accounts/user", "residents/person"]
        for address in ["/admin/", "/imports/", *(f"/admin/{each}/" for each in registers)]:
            said = self.bai.go(address).locator("body").inner_text()
            for name in (other.street.name, other.street.community_name, other.street.worker):
                assert name not in said, address


@pytest.mark.parametrize(
    ("size", "beside"),
    [
        (first_street.SMALL, first_street.SMALL),
        (first_street.NEWSPAPER, first_street.SMALL),
    ],
    ids=["small", "newspaper"],
)
def test_a_street_opens_in_a_morning_and_another_beside_it(
    house, chromium, size, beside, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("files")
    morning = Morning(house, chromium, size, folder)
    morning.counted.commands += 1  # that which started the house
    morning.whole()
    assert morning.counted.commands == 2
    told = first_month.read(house, morning.street)
    month = first_month.of(told)
    print(f"  {month}")
    assert month.people and month.is_even
    assert not first_month.of(first_month.all_at_once(told)).is_even  # its control

    about = {"street": first_street.BESIDE, "founders": BESIDE}
    another = Morning(house, chromium, beside, folder, **about)
    another.whole()
    assert another.counted.commands == 1
    another.sees_nothing_of(morning)
    morning.sees_nothing_of(another)
