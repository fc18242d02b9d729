"""The people one meets first. All of them are invented, like everybody else in the demo."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PASSWORD = "demo-2026"


@dataclass(frozen=True)
class Member:
    """Somebody who can be tried out with one tap: staff by password, residents by phone code."""

    username: str
    name: str
    role: str
    does: str
    phone: str = ""
    sex: str = "female"
    age: int = 40
    relation: str = ""


LIN = Member("lin", "林晓燕", _("网格员"), _("今天该联系谁，三下记一次走访。"))
ZHOU = Member("zhou", "周建平", _("隔壁的网格员"), _("只看得见自己的网格。"))
CHEN = Member(
    "chen", "陈淑芳", _("社区书记、道德银行行长"), _("受理居民的事，派人去办，审定积分。")
)
BAI = Member("bai", "白云", _("街道工作人员"), _("管组织和登记，看全街道。"))
WANG = Member(
    "wang",
    "王秀兰",
    _("居民"),
    _("72 岁，用验证码进来看积分。"),
    phone="16400000072",
    age=72,
    relation="spouse",
)
LI = Member(
    "li",
    "李德厚",
    _("居民，王秀兰的老伴"),
    "",
    phone="16400000075",
    sex="male",
    age=75,
    relation="head",
)
SHEN = Member("shen", "沈静", _("审计管理员"), _("看谁登录过，看过什么，拿走过什么。"))
GAO = Member("gao", "高志远", _("敲门行动的下沉队员"), _("活动已经结束，进来什么也看不到。"))

SIGN_IN = [LIN, ZHOU, CHEN, BAI, SHEN, WANG]
"""Offered on the sign-in page, in this order."""


def member(username: str) -> Member | None:
    return next((one for one in SIGN_IN if one.username == username), None)
