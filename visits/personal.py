from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare, older
from visits.changes import forgetting

comes("visits", 2)

WHO = _("知道谁去过、结果怎样，不重复打扰您")

declare(
    "visits.Visit",
    whose=Whose.BOTH,
    keep=Keep(_("三年"), older("visits.Visit", "occurred_at", days=3 * 365)),
    groups=[
        Group(
            ["channel", "outcome", "occurred_at", "next_on", "note_for"],
            Level.ORDINARY,
            WHO,
            Basis.DUTY,
            shown_as=_("哪天联系过您，用什么方式，结果怎样"),
        ),
        Group(
            ["needs", "note"],
            Level.SENSITIVE,
            _("记住您说的难处，回去有人办"),
            Basis.SENSITIVE_DUTY,
            shown_as=_("您说的需要和记事"),
        ),
        Group(
            ["by", "companions", "device_at", "received_at"],
            Level.ORDINARY,
            _("查得出是谁去的"),
            Basis.STAFF,
        ),
    ],
    plain=["client_id", "corrects"],
)
declare(
    "visits.MajorChange",
    whose=Whose.BOTH,
    keep=Keep(_("有人去过以后，三个月"), forgetting.answered_long_ago, forgetting.OLD),
    groups=[
        Group(
            ["person", "kind", "said_at"],
            Level.SENSITIVE,
            _("家里有大事的时候，第二天就有人来看看您"),
            Basis.SENSITIVE_DUTY,
            shown_as=_("哪天出院回家、刚搬来，或者家里有人去世"),
        ),
        Group(["said_by"], Level.ORDINARY, _("查得出是谁说的"), Basis.STAFF),
    ],
)
declare(
    "visits.Recomputation",
    whose=Whose.STAFF,
    keep=Keep(_("三个月"), forgetting.recomputed_long_ago, forgetting.OLD),
    groups=[Group(["asked_by", "asked_at"], Level.ORDINARY, _("查得出是谁改的规定"), Basis.STAFF)],
    plain=[
        "about",
        "changed",
        "done_at",
        "state",
        "claimed_at",
        "tries",
        "done",
        "total",
        "request_id",
    ],
)
declare(
    "visits.Visit_people",
    about=_("联系了谁"),
    whose=Whose.RESIDENTS,
    keep=Keep(_("跟着联系记录")),
    groups=[Group(["person"], Level.ORDINARY, WHO, Basis.DUTY)],
)
declare(
    "visits.Withdrawal",
    whose=Whose.STAFF,
    keep=Keep(_("跟着联系记录")),
    groups=[Group(["by", "at"], Level.ORDINARY, _("查得出谁撤销、改过"), Basis.STAFF)],
    plain=["visit"],
)
declare("visits.Later", plain=["back_at"])
