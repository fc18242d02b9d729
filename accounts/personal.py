"""Accounts, sign-in and the record; and what the libraries beside us write down."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Basis, Group, Keep, Level, Whose, declare, older

KNOWN = _("认出是谁在登录，只让本人和在岗的人进来")
SAFE = _("防止有人猜密码、冒名登录")
PROVE = _("查得出谁看过、改过、导出过什么，为什么")


declare(
    "accounts.Tally",
    about=_("次数限制"),
    whose=Whose.BOTH,
    keep=Keep(_("两天"), older("accounts.Tally", "window_at", days=2), job="tidy"),
    groups=[Group(["who"], Level.ORDINARY, SAFE, Basis.SECURITY)],
    plain=["what", "window_at", "count"],
)
declare(
    "accounts.Record",
    about=_("查看、修改、导出的记录"),
    whose=Whose.BOTH,
    keep=Keep(_("至少三年；只记代号和指纹，不记内容")),
    groups=[
        Group(["about", "body", "at", "thing"], Level.ORDINARY, PROVE, Basis.SECURITY,
              told=_("谁在什么时候为什么看过您的完整号码")),
    ],
    plain=["scope", "number", "kind", "mac"],
)  # fmt: skip
declare("accounts.RecordHead", plain=["scope", "number", "mac", "seal"])
declare(
    "accounts.User",
    whose=Whose.BOTH,
    keep=Keep(_("在岗或在住期间，离开以后三年")),
    groups=[
        Group(["uid", "name", "username", "phone_sealed", "phone_index"], Level.ORDINARY, KNOWN,
              Basis.DUTY, told=_("登录用的姓名和手机号")),
        Group(["password", "code_until", "last_login", "is_active", "created_at"], Level.ORDINARY,
              SAFE, Basis.SECURITY),
    ],
    plain=["is_superuser"],
)  # fmt: skip
declare("accounts.User_groups", plain=["user"])  # empty: rights come from posts
declare("accounts.User_user_permissions", plain=["user"])
declare(
    "accounts.SignInCode",
    about=_("登录验证码"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("过期一天"), older("accounts.SignInCode", "expires_at", days=1), job="tidy"),
    groups=[
        Group(["phone_index", "code_hash", "letter"], Level.ORDINARY, KNOWN, Basis.DUTY),
    ],
    plain=["made_at", "expires_at", "tries", "used_at"],
)
declare(
    "accounts.AccessToken",
    about=_("程序令牌"),
    whose=Whose.BOTH,
    keep=Keep(_("到期为止"), older("accounts.AccessToken", "expires_at"), job="tidy"),
    groups=[
        Group(["user", "name", "text_hash", "by", "password_mark", "last_used_at"],
              Level.ORDINARY, KNOWN, Basis.DUTY),
    ],
    plain=["uid", "made_at", "expires_at"],
)  # fmt: skip
declare(
    "accounts.SavedFilter",
    about=_("存下的筛选"),
    whose=Whose.STAFF,
    keep=Keep(_("本人删掉为止")),
    groups=[Group(["owner"], Level.ORDINARY, _("记住自己常用的筛选"), Basis.STAFF)],
    plain=["register", "name", "query", "office"],
)

# Tables of libraries. The law on network security (article 21) wants at least six months.
HALF_A_YEAR = _("二百天（《网络安全法》要求不少于六个月）")
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
        plain={"axes.AccessAttempt": ["failures_since_start"],
               "axes.AccessFailureLog": ["locked_out"]}.get(_label, []),
    )  # fmt: skip
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
        Group(["user", "object_id", "object_repr", "change_message"], Level.ORDINARY, PROVE,
              Basis.SECURITY),
    ],
    plain=["action_time", "action_flag"],
)  # fmt: skip
