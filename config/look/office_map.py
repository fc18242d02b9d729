"""The registers of the street office in the order one meets them, and what each is for."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Group(NamedTuple):
    slug: str
    name: str
    registers: dict[str, str]


GROUPS = [
    Group(
        "places",
        _("地方"),
        {
            "grids.Area": _(
                "街道、社区、网格，一级管一级。新设、改名从这里做；拆分、合并、停用网格，请用“调整网格”。"
            ),
            "grids.Compound": _("小区叫什么，属于哪个社区。"),
            "grids.Building": _("每栋楼归哪个网格管。要把楼换给别的网格，请用“调整网格”。"),
            "residents.Dwelling": _("每一扇门：哪栋楼、几单元、几层、几号。"),
        },
    ),
    Group(
        "staff",
        _("谁来负责"),
        {
            "grids.Posting": _("谁在哪个网格或社区负责，从哪天到哪天。任命、交接、到期都在这里。"),
            "accounts.User": _("工作人员怎么登录。开新账号、停用账号，忘了密码给一个登录码。"),
        },
    ),
    Group(
        "residents",
        _("居民登记"),
        {
            "residents.Person": _("谁住在哪里。证件号和电话平时只显示几位。"),
            "residents.Roster": _("社区导入过哪些名册，改了多少人。"),
            "residents.CareTag": _("谁需要多关心一点，为什么，到哪天为止。"),
            "residents.ContactTier": _("高关注、重点关注、一般关注的居民，最多隔几天联系一次。"),
        },
    ),
    Group(
        "points",
        _("积分和好事"),
        {
            "morality_bank.Bank": _("每个社区的道德银行，哪天开的。"),
            "morality_bank.Rule": _("什么好事记几分，一个月最多几次，要什么凭据。"),
            "morality_bank.Deed": _("存进来的好事，审定了没有。"),
            "morality_bank.Account": _("每位储户有多少积分，多少还等审定。"),
            "morality_bank.Transfer": _("每一笔积分从哪里来、到哪里去。只能看，不能改。"),
        },
    ),
    Group(
        "cases",
        _("居民的事"),
        {
            "cases.Case": _("居民反映的每件事办到哪一步。要办，请到“居民的事”页面。"),
            "cases.Category": _("事情分哪几类，哪些类别一开始就保密。"),
            "cases.Deadline": _("哪类事多久以内答复，依据是什么。"),
            "participation.FeedbackDeadline": _(
                "意见箱里的意见、投诉几个工作日以内答复，依据是什么。"
            ),
            "grids.CalendarDay": _("本地多放的假、补上的班。算时限、算哪天上班，都按它来。"),
        },
    ),
    Group(
        "sending",
        _("没送到、没办成的"),
        {
            "notices.Dispatch": _(
                "没送到的消息，为什么没送到。试了七次都不行的在这里，可以再发一次。"
            ),
            "notices.Notice": _("还没有找到送法的通知，为什么。系统会自己再试。"),
            "notices.Reminder": _("到了点没办成的提醒，为什么没办成。系统会自己再试。"),
            "notices.DeliveryRule": _("哪一类消息，用什么方式告诉谁；原话是怎么说的。"),
            "notices.Emergency": _("紧急状态：哪里、多久、为什么，紧急的消息夜里也发。"),
            "notices.TextTemplate": _("阿里云、腾讯云批下来的短信模板：哪一类消息用哪一个。"),
        },
    ),
]


def grouped(apps) -> list[dict]:
    """What somebody may see, as the theme lists it by app, in our groups and our order."""
    seen = {model["model"]._meta.label: model for app in apps for model in app["models"]}
    groups = [(group, _shown(group, seen)) for group in GROUPS]
    return [
        {
            "name": group.name,
            "app_label": group.slug,
            "app_url": f"{reverse('admin:registers')}#{group.slug}",
            "has_module_perms": True,
            "models": models,
        }
        for group, models in groups
        if models
    ]


def _shown(group, seen):
    return [
        seen[label] | {"purpose": purpose}
        for label, purpose in group.registers.items()
        if label in seen
    ]


class Errand(NamedTuple):
    name: str
    icon: str
    url_name: str
    register: str  # whose add form it is; whoever may not add there is not sent there


ERRANDS = [
    Errand(_("任命网格员"), "user-plus", "admin:grids_posting_add", "grids.Posting"),
    Errand(_("岗位交接"), "arrow-right-left", "handing-over:index", "grids.Posting"),
    Errand(_("看谁不在、谁代班"), "calendar-x", "away:team", "grids.Posting"),
    Errand(_("给新同事开账号"), "key-round", "admin:accounts_user_add", "accounts.User"),
    Errand(_("打印登录卡和工作证"), "id-card", "cards:cards", "accounts.User"),
    Errand(_("导入组织表"), "table-2", "opening:files", "grids.Area"),
    Errand(_("调整网格"), "split", "boundaries:index", "grids.Area"),
    Errand(_("登记一位居民"), "contact", "admin:residents_person_add", "residents.Person"),
    Errand(
        _("登记放假或补班"), "calendar-plus", "admin:grids_calendarday_add", "grids.CalendarDay"
    ),
    Errand(_("两家银行结清"), "sprout", "morality_bank:settling", "morality_bank.Rule"),
    Errand(_("消息送得怎么样"), "mail-x", "residents:messages-month", "notices.DeliveryRule"),
    Errand(_("看一年的放假安排"), "calendar-days", "year:this", "grids.CalendarDay"),
]
"""What people come here to do most; the registers below have everything else."""


def errands(groups) -> list[Errand]:
    models = [model for group in groups for model in group["models"]]
    addable = {model["model"]._meta.label for model in models if model["add_url"]}
    return [errand for errand in ERRANDS if errand.register in addable]
