from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare, older
from office.cards import badges

comes("office", 8)
declare(
    "office.SavedFilter",
    about=_("存下的筛选"),
    whose=Whose.STAFF,
    keep=Keep(_("本人删掉为止")),
    groups=[Group(["owner"], Level.ORDINARY, _("记住自己常用的筛选"), Basis.STAFF)],
    plain=["register", "name", "query", "office"],
)
declare(
    "office.Proposal",
    about=_("要两个人办的事"),
    whose=Whose.STAFF,
    keep=Keep(_("三年"), older("office.Proposal", "asked_at", days=3 * 365), job="old-proposals"),
    groups=[
        Group(
            [
                "kind",
                "user",
                "username",
                "name",
                "role",
                "from_on",
                "until_on",
                "asked_by",
                "decided_by",
                "refusal",
                "half_sealed",
            ],
            Level.ORDINARY,
            _("重要的岗位和登录码，要两个人才能给"),
            Basis.SECURITY,
        ),
    ],
    plain=["uid", "state", "file", "sheet", "together", "asked_at", "decided_at"],
)
declare(
    "office.Badge",
    about=_("工作证"),
    whose=Whose.STAFF,
    keep=Keep(_("作废以后三十天"), older("office.Badge", "ended_at", days=30), job="old-badges"),
    groups=[
        Group(
            ["user", "token", "made_by"],
            Level.ORDINARY,
            _("居民扫一扫，看门外的人今天是不是真的在岗"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "made_at", "ended_at"],
)
declare(
    "office.BadgePhoto",
    about=_("工作证上的照片"),
    whose=Whose.STAFF,
    keep=Keep(
        _("本人去掉为止；没有岗位以后三十天"),
        badges.photos_to_forget,
        job="old-badges",
    ),
    groups=[
        Group(
            ["user", "file", "small"],
            Level.ORDINARY,
            _("居民对得上门外的人"),
            Basis.CONSENT,
        ),
    ],
    plain=["at"],
)
declare(
    "office.CardSheet",
    about=_("打印过的登录卡"),
    whose=Whose.STAFF,
    keep=Keep(
        _("三年"), older("office.CardSheet", "printed_at", days=3 * 365), job="old-card-sheets"
    ),
    groups=[
        Group(["printed_by"], Level.ORDINARY, _("看得到谁给谁打过登录卡"), Basis.SECURITY),
    ],
    plain=["uid", "area", "printed_at"],
)
declare(
    "office.PrintedCard",
    about=_("打印过的一张登录卡"),
    whose=Whose.STAFF,
    keep=Keep(
        _("三年"),
        older("office.PrintedCard", "sheet__printed_at", days=3 * 365),
        job="old-card-sheets",
    ),
    groups=[
        Group(["user", "what"], Level.ORDINARY, _("看得到谁给谁打过登录卡"), Basis.SECURITY),
    ],
    plain=["sheet"],
)
declare(
    "office.OrganisationFile",
    about=_("组织表"),
    whose=Whose.STAFF,
    keep=Keep(
        _("三年"),
        older("office.OrganisationFile", "uploaded_at", days=3 * 365),
        job="old-organisation-files",
    ),
    groups=[
        Group(
            [
                "file_name",
                "file_hash",
                "answers",
                "sealed_file",
                "sealed_found",
                "sealed_before",
                "sealed_says",
                "uploaded_by",
                "taken_in_by",
                "undone_by",
            ],
            Level.ORDINARY,
            _("一次登记整个街道的网格、楼栋和岗位，看得到改了什么，也撤得回来"),
            Basis.STAFF,
        ),
    ],
    plain=[
        "uid",
        "street",
        "lines",
        "parts",
        "parts_written",
        "state",
        "uploaded_at",
        "taken_in_at",
        "undone_at",
        "claimed_at",
        "tries",
        "done",
        "total",
        "request_id",
    ],
)
declare(
    "office.StreetOpening",
    about=_("开张"),
    whose=Whose.STAFF,
    keep=Keep(_("一直保留")),
    groups=[Group(["said_by"], Level.ORDINARY, _("看得到是谁定的开张日"), Basis.STAFF)],
    plain=["street", "opens_on", "said_at", "begun_at"],
)
