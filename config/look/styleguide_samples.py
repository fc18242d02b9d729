"""What /styleguide/ shows: invented rows, charts and fields for every component."""

from datetime import timedelta

from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.utils import timezone

from config.look import palette
from foundation.charts.figures import Figure, Series
from visits.field import drawing
from visits.field.drawing import Cell
from visits.field.plots import Facade, legend

WEEKS = ["8/31", "9/7", "9/14", "9/21", "9/28", "10/5"]


PAGES = {
    "confirm": "components/confirm_page.html",
    **{str(code): f"errors/{code}.html" for code in (400, 403, 404, 405, 409, 413, 429, 500)},
    "token": "403_csrf.html",
    "offline": "errors/offline.html",
    "locked": "accounts/locked_out.html",
}
"""Whole pages, each opened with ?page=…"""
MARK = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"


def a_building(stairwells=2, doors=3, floors=6):
    """Cells in all states, as the field draws them."""
    states = ["fresh", "fresh", "due", "overdue", "soon", "never", "vacant", "closed", "fresh"]
    return [
        Cell(
            stairwell=stairwell,
            floor=floor,
            name=f"{floor}0{number}",
            state=states[(stairwell * 5 + floor * 2 + number * 7) % len(states)],
            closed=floor == 4,
            url="#",
            label=f"{floor}0{number}，12 天前联系过",
        )
        for stairwell in range(1, stairwells + 1)
        for floor in range(1, floors + 1)
        for number in range(1, doors + 1)
    ]


def the_field():
    counts = {
        "fresh": 160,
        "soon": 24,
        "due": 6,
        "overdue": 3,
        "never": 4,
        "vacant": 9,
        "closed": 2,
    }
    facade = Facade("和平里 3号楼", a_building())
    return {
        "marks": drawing.marks(doors=True, plots=True),
        "facade": facade,
        "stairwells": list(facade.stairwells()),
        "plots": [drawing.plot(counts, counts), drawing.plot({"fresh": 9}, counts)],
        "legend": legend(counts),
    }


def samples(now):
    today = timezone.localdate(now)
    return {
        "now": now,
        "today": today,
        "ten_minutes_ago": now - timedelta(minutes=10),
        "yesterday": now - timedelta(days=1),
        "last_year": today - timedelta(days=400),
        "overdue_on": today - timedelta(days=6),
        "soon": today + timedelta(days=3),
        "saved": Message(SUCCESS, "记下了：3单元 302，没人在。", extra_tags="#"),
        "badges": [
            ("fresh", "近期联系过"),
            ("due", "今天到期"),
            ("overdue", "晚了 6 天"),
            ("never", "还没联系过"),
            ("vacant", "空户"),
            ("pending", "待审定"),
            ("posted", "已入账"),
            ("refused", "未通过"),
            ("confidential", "保密"),
            ("demo", "演示"),
            ("info", "Accepted"),
            ("plain", "3 件"),
        ],
        "tabs": [
            {"label": "待受理", "url": "#", "current": True, "count": 7},
            {"label": "办理中", "url": "#", "count": 12},
            {"label": "Closed", "url": "#", "count": None},
        ],
        "steps": [
            {"title": "居民上报", "at": now - timedelta(days=2), "who": "手机", "note": ""},
            {"title": "已受理", "at": now - timedelta(days=1), "who": "陈书记", "note": ""},
            {"title": "Dispatched", "at": now, "who": "林", "note": "请今天先去看一眼。"},
        ],
        "lines": [
            {"on": today, "text": "帮邻居买药", "amount": 5, "waiting": True},
            {"on": today - timedelta(days=3), "text": "楼道清扫", "amount": 10, "balance": 1280},
            {
                "on": today - timedelta(days=30),
                "text": "换洗衣液一瓶",
                "amount": -20,
                "balance": 1270,
            },
            {
                "on": today - timedelta(days=400),
                "text": "First entry",
                "amount": 2,
                "balance": 1290,
            },
        ],
        "field": the_field(),
        "colours": palette.shown(),
        "figures": the_figures(),
        "photos": [{"url": "#photos", "thumb": MARK}, {"url": "#photos", "thumb": MARK}],
        "pages": PAGES,
    }


def the_figures():
    """One figure for every kind of chart, and one that has nothing to draw."""
    reached, missed = (
        Series("见到", [31, 28, 40, 12, 36, 44]),
        Series("没见着", [4, 6, 2, 9, 5, 3], "rest"),
    )
    days = [0, 3, 12, 0, 1, 0, 0, 4, 2, 0, 0, 7, 0, 1]
    return [
        ("bars", Figure("每周联系", "最近六周 191 次，多数见到了人。", WEEKS, [reached, missed])),
        (
            "line",
            Figure("Cases by week", "More were closed than came in.", WEEKS, [reached, missed]),
        ),
        (
            "share",
            Figure(
                "按时联系了吗",
                "91% 按时联系了。",
                ["高关注", "一般关注"],
                [
                    Series("还没到时候", [7, 74]),
                    Series("今天该去", [1, 20], "warn"),
                    Series("晚了", [0, 4], "bad"),
                ],
            ),
        ),
        (
            "up_and_down",
            Figure(
                "存进来，用出去",
                "半年存入 120 分，用出 45 分。",
                WEEKS,
                [
                    Series("存入", [20, 30, 10, 20, 15, 25]),
                    Series("用出", [5, 0, 20, 10, 0, 10], "warn"),
                ],
            ),
        ),
        (
            "calendar",
            Figure(
                "接下来两周",
                "每天要联系多少位。",
                [str(n + 1) for n in range(14)],
                [Series("该联系", days)],
                extra={"weeks": ["这周", "下周"], "days": list("一二三四五六日"), "today": 2},
            ),
        ),
        ("bars", Figure("还没有数", "这里还没有记录。", WEEKS, [Series("见到", [0] * 6)])),
    ]
