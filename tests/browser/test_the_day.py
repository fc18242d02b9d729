"""One whole day, played by clicking: the phone at the door, the desk, the depositor's pages.

It runs against `manage.py serve` with a real Celery worker: every day on the embedded default, and in
the trial `day` on PostgreSQL and Redis, in `day-proxies` through the proxies of deploy/, in
`day-machines` behind PgBouncer and Redis Sentinel.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, tap
from tests.browser.street import LEAVE_TO
from tests.waiting import eventually

pytestmark = pytest.mark.browser

PROBLEM = "三楼的灯坏了好几天，晚上看不见台阶"
ANSWER = "灯泡已经换好，楼道也检查了一遍。"


def log_in_three_taps(page):
    page.locator("main a.row-link").filter(has_not_text="、").first.click()  # one is due there
    page.get_by_text("见到了", exact=True).first.click()
    tap(page, "保存")
    expect(page.get_by_role("status")).to_contain_text("记下了")
    expect(page).to_have_url(re.compile(r"/today/\?after="))


def eight_closed_doors(page, door):
    """Choose, press and slide over them, nobody in: three taps, nothing typed, one request."""
    page.goto(door)
    page.get_by_role("link", name=re.compile("号楼")).first.click()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    tap(page, "选几户")
    stairwell = page.locator("[data-choosable] section").first
    stairwell.evaluate("each => each.scrollIntoView()")
    slide_over(page, stairwell.locator("a.door"), 8)
    expect(page.locator("[data-choose-count]")).to_have_text("选了 8 户")
    tap(page, "都没人在")
    expect(page.get_by_role("status")).to_contain_text("记下了 8 户")
    assert len(sent) == 1


def slide_over(page, doors, n):
    boxes = [doors.nth(place).bounding_box() for place in range(n)]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    page.mouse.move(*middles[0])
    page.mouse.down()
    for middle in middles[1:]:
        page.mouse.move(*middle)
    page.mouse.up()


def report_from_the_door(page, door):
    page.goto(door)
    page.get_by_text("见到了", exact=True).first.click()
    page.locator("label:has([name=people])").first.click()  # two are due: nobody is guessed
    tap(page, "保存，再报一件事")
    page.get_by_label("是哪类事").select_option(label="路灯不亮")
    page.get_by_label("什么事").fill(PROBLEM)
    page.get_by_text("在楼道或公共地方").click()
    page.get_by_text("王秀兰").first.click()
    tap(page, "报上去")
    expect(page.get_by_role("status")).to_be_visible()


def take_in_a_deed(page, door):
    page.goto(door)
    page.get_by_text("见到了", exact=True).first.click()
    tap(page, "保存，再记一件好事")
    page.get_by_role("link", name="王秀兰").click()
    page.get_by_text("铲雪清冰").first.click()
    tap(page, "存入")
    expect(page.get_by_role("status")).to_contain_text("存好了")


def sort_out(page):
    """Chen takes the case on and hands it to Lin."""
    page.goto("/desk/")
    page.get_by_role("link", name=PROBLEM).first.click()
    address = page.url
    page.get_by_role("link", name="受理", exact=True).click()
    tap(page, "受理")
    page.goto(address)
    page.get_by_role("link", name="派人去办", exact=True).click()
    page.get_by_text("林晓燕").first.click()
    tap(page, "派人去办")
    return address


def handle(page):
    page.goto("/cases/mine/")
    page.get_by_role("link", name=PROBLEM).first.click()
    page.get_by_role("link", name="办好了，写结果", exact=True).click()
    page.locator("textarea").fill("换了声控灯")
    tap(page, "办好了")


def answer(page, address):
    page.goto(address)
    page.get_by_role("link", name="答复并办结", exact=True).click()
    page.locator("textarea").fill(ANSWER)
    tap(page, "答复并办结")


def post_the_deed(page):
    page.goto("/deeds/")
    row = (
        page.locator("li.row", has_text="王秀兰")
        .filter(has_text="铲雪清冰")
        .filter(has_text="林晓燕")
    )
    row.last.get_by_role("button", name="入账").click()
    expect(page.get_by_role("status")).to_be_visible()


def points_of(page):
    page.goto("/my/")
    return int(re.sub(r"\D", "", page.locator(".cover .number, .cover-number").first.inner_text()))


@pytest.mark.parametrize(
    "demo_house",
    [
        "embedded",
        pytest.param("postgres-redis", marks=pytest.mark.trial("day")),
        pytest.param("caddy", marks=pytest.mark.trial("day-proxies")),
        pytest.param("nginx", marks=pytest.mark.trial("day-proxies")),
        pytest.param("machines", marks=pytest.mark.trial("day-machines")),
    ],
    indirect=True,
)
def test_the_whole_day(visitor):
    wang = visitor("wang")
    before = points_of(wang)

    lin = visitor("lin")
    lin.get_by_role("link", name=re.compile("王秀兰")).first.click()
    door = lin.url
    lin.goto("/today/")
    log_in_three_taps(lin)
    eight_closed_doors(lin, door)
    report_from_the_door(lin, door)
    take_in_a_deed(lin, door)

    chen = visitor("chen", DESKTOP)
    case = sort_out(chen)
    handle(lin)
    answer(chen, case)
    post_the_deed(chen)

    assert points_of(wang) > before
    wang.goto("/my/cases/")
    wang.get_by_role("link").filter(has_text=PROBLEM).first.click()
    expect(wang.locator("main")).to_contain_text(ANSWER)

    assert eventually(lambda: "位居民该联系" in inbox_of(lin))
    leave(wang)


def inbox_of(page):
    page.goto("/inbox/")
    return page.locator("main").inner_text()


def leave(page):
    """At once to the harmless page, and the way back leads there again."""
    answer = {"content_type": "text/html", "body": "<!doctype html><title>OK</title>"}
    page.context.route(f"{LEAVE_TO}**", lambda route: route.fulfill(**answer))
    page.locator("[data-leave]").click()
    expect(page).to_have_url(LEAVE_TO)
    with page.expect_event("framenavigated"):
        page.evaluate("history.back()")
    expect(page).to_have_url(LEAVE_TO)
