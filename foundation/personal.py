"""What is counted, and the record of who looked, changed and exported."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare, older

SAFE = _("防止有人猜密码、冒名登录")
PROVE = _("查得出谁看过、改过、导出过什么，为什么")

comes("foundation", 8)
declare(
    "foundation.Tally",
    about=_("次数限制"),
    whose=Whose.BOTH,
    keep=Keep(_("两天"), older("foundation.Tally", "window_at", days=2), job="tidy"),
    groups=[Group(["who"], Level.ORDINARY, SAFE, Basis.SECURITY)],
    plain=["what", "window_at", "count"],
)
declare(
    "foundation.Record",
    about=_("查看、修改、导出的记录"),
    whose=Whose.BOTH,
    keep=Keep(_("至少三年；只记代号和指纹，不记内容")),
    groups=[
        Group(
            ["about", "body", "at", "thing"],
            Level.ORDINARY,
            PROVE,
            Basis.SECURITY,
            shown_as=_("谁在什么时候为什么看过您的完整号码"),
        ),
    ],
    plain=["scope", "number", "kind", "mac"],
)
declare("foundation.RecordHead", plain=["scope", "number", "mac", "seal"])
declare("foundation.Heartbeat", plain=["name", "at", "version"])
declare("foundation.HousePlace", plain=["place", "since_at"])
declare(
    "foundation.Backup",
    plain=[
        *("night", "file_name", "begun_at", "beat_at", "ended_at", "tries", "size", "error"),
    ],
)
declare("foundation.SheetProof", plain=["key_id", "number", "proved_at"])
