"""Accounts and sign-in; and what the libraries beside us write down."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import (
    Basis,
    Group,
    Keep,
    Level,
    Whose,
    comes,
    declare,
    names_people,
    older,
)
from foundation.personal import PROVE, SAFE

KNOWN = _("认出是谁在登录，只让本人和在岗的人进来")

comes("accounts", 8)
names_people("accounts.User")
declare(
    "accounts.User",
    whose=Whose.BOTH,
    keep=Keep(_("在岗或在住期间，离开以后三年")),
    groups=[
        Group(
            ["uid", "name", "username", "phone_sealed", "phone_index"],
            Level.ORDINARY,
            KNOWN,
            Basis.DUTY,
            shown_as=_("登录用的姓名和手机号"),
        ),
        Group(
            ["password", "passphrase", "code_until", "last_login", "is_active", "created_at"],
            Level.ORDINARY,
            SAFE,
            Basis.SECURITY,
        ),
    ],
    plain=["is_superuser", "endings"],
)
declare("accounts.User_groups", plain=["user"])  # empty: rights come from posts
declare("accounts.User_user_permissions", plain=["user"])
declare(
    "accounts.SignInCode",
    about=_("登录验证码"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("过期一天"), older("accounts.SignInCode", "expires_at", days=1), job="tidy"),
    groups=[
        Group(
            ["phone_index", "code_hash", "ticket_hash", "letter"], Level.ORDINARY, KNOWN, Basis.DUTY
        ),
    ],
    plain=["letter_due_at", "made_at", "expires_at", "tries", "used_at"],
)
declare(
    "accounts.AccessToken",
    about=_("程序令牌"),
    whose=Whose.BOTH,
    keep=Keep(_("到期为止"), older("accounts.AccessToken", "expires_at"), job="tidy"),
    groups=[
        Group(
            ["user", "name", "text_hash", "by", "factor", "password_mark", "last_used_at"],
            Level.ORDINARY,
            KNOWN,
            Basis.DUTY,
        ),
    ],
    plain=["uid", "made_at", "expires_at"],
)
declare(
    "accounts.LateDraft",
    about=_("没交上的话"),
    whose=Whose.BOTH,
    keep=Keep(_("三十天"), older("accounts.LateDraft", "at", days=30), job="tidy"),
    groups=[
        Group(
            ["writer", "words_sealed", "digest"],
            Level.SENSITIVE,
            _("写了没交上的话，替写的人留着"),
            Basis.SENSITIVE_DUTY,
            shown_as=_("您写了没交上的话"),
        ),
    ],
    plain=["uid", "view_name", "at"],
)
declare(
    "accounts.LatePhoto",
    about=_("没交上的照片"),
    whose=Whose.BOTH,
    keep=Keep(_("三十天"), older("accounts.LatePhoto", "draft__at", days=30), job="tidy"),
    groups=[
        Group(
            ["file", "small"],
            Level.SENSITIVE,
            _("写了没交上的话，替写的人留着"),
            Basis.SENSITIVE_DUTY,
        ),
    ],
    plain=["uid"],
)

declare(
    "accounts.Enablement",
    about=_("谁给谁开了账号、安排了岗位、给了登录码"),
    whose=Whose.STAFF,
    keep=Keep(_("三年"), older("accounts.Enablement", "at", days=3 * 365), job="tidy"),
    groups=[
        Group(
            ["user", "act", "by", "confirmed_by"],
            Level.ORDINARY,
            _("要两个人办的事，认准真是两个人"),
            Basis.SECURITY,
        ),
    ],
    plain=["at", "used_at"],
)

SHOWN = _("登录时认出真是本人，光有密码不够")
declare(
    "accounts.SecondFactor",
    about=_("第二道验证"),
    whose=Whose.STAFF,
    keep=Keep(_("在岗期间；换掉时马上删")),
    groups=[
        Group(
            ["user", "sealed_key", "key_confirmed_at", "paper_at", "device_at", "last_step"],
            Level.ORDINARY,
            SHOWN,
            Basis.SECURITY,
        ),
    ],
    plain=["uid", "due_at", "needs_card"],
)
declare(
    "accounts.PaperCode",
    about=_("纸上的一次性码"),
    whose=Whose.STAFF,
    keep=Keep(_("用过以后二百天"), older("accounts.PaperCode", "used_at", days=200), job="tidy"),
    groups=[
        Group(["user", "code_hash", "made_at", "used_at"], Level.ORDINARY, SHOWN, Basis.SECURITY)
    ],
)
declare(
    "accounts.SignInCard",
    about=_("登录卡"),
    whose=Whose.STAFF,
    keep=Keep(_("过期一天"), older("accounts.SignInCard", "expires_at", days=1), job="tidy"),
    groups=[
        Group(
            ["user", "code_hash", "given_by", "made_at", "used_at"],
            Level.ORDINARY,
            SHOWN,
            Basis.SECURITY,
        ),
    ],
    plain=["expires_at"],
)
declare(
    "accounts.WorkDevice",
    about=_("登记过的设备"),
    whose=Whose.STAFF,
    keep=Keep(_("停用以后二百天"), older("accounts.WorkDevice", "ended_at", days=200), job="tidy"),
    groups=[
        Group(
            ["user", "device", "name", "registered_at", "ended_at"],
            Level.ORDINARY,
            SHOWN,
            Basis.SECURITY,
        ),
    ],
    plain=["uid"],
)

# The law on network security (article 21) wants at least six months.
HALF_A_YEAR = _("二百天（《网络安全法》要求不少于六个月）")
declare(
    "accounts.SignInEvent",
    whose=Whose.BOTH,
    keep=Keep(_("二百天"), older("accounts.SignInEvent", "at", days=200), job="tidy"),
    groups=[
        Group(
            ["kind", "by", "account", "typed", "network", "device", "at"],
            Level.ORDINARY,
            SAFE,
            Basis.SECURITY,
            shown_as=_("什么时候、从哪个网络登录过"),
        ),
    ],
)

# Tables of libraries.
AXES = ["user_agent", "ip_address", "username", "http_accept", "path_info", "attempt_time"]
for _label, _about, _more in [
    ("axes.AccessAttempt", _("输错密码的次数"), ["get_data", "post_data"]),
    ("axes.AccessLog", _("登录日志"), ["logout_time", "session_hash"]),
    ("axes.AccessFailureLog", _("登录失败日志"), []),
]:
    declare(
        _label,
        about=_about,
        whose=Whose.BOTH,
        keep=Keep(HALF_A_YEAR, older(_label, "attempt_time", days=200), job="tidy"),
        groups=[Group([*AXES, *_more], Level.ORDINARY, SAFE, Basis.SECURITY)],
        plain={
            "axes.AccessAttempt": ["failures_since_start"],
            "axes.AccessFailureLog": ["locked_out"],
        }.get(_label, []),
    )
declare("axes.AccessAttemptExpiration", plain=["expires_at"])
declare(
    "sessions.Session",
    about=_("登录会话"),
    whose=Whose.BOTH,
    keep=Keep(_("登录结束为止"), older("sessions.Session", "expire_date"), job="tidy"),
    groups=[Group(["session_key", "session_data"], Level.ORDINARY, KNOWN, Basis.DUTY)],
    plain=["expire_date"],
)
declare(
    "admin.LogEntry",
    about=_("后台操作日志"),
    whose=Whose.BOTH,
    keep=Keep(_("三年"), older("admin.LogEntry", "action_time", days=3 * 365), job="tidy"),
    groups=[
        Group(
            ["user", "object_id", "object_repr", "change_message"],
            Level.ORDINARY,
            PROVE,
            Basis.SECURITY,
        ),
    ],
    plain=["action_time", "action_flag"],
)
