from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cases.models import Case, Photo, Step
from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare

comes("cases", 3)

DO = _("把您反映的事办好，给您答复")
WHO = _("查得出谁办的，办到哪一步")
KEPT = _("办结以后三年")


def _of_cases_closed_long_ago(model, prefix=""):
    def overdue(at):
        past = {f"{prefix}closed_at__lt": at - timedelta(days=3 * 365)}
        return model.objects.filter(**past)

    return overdue


declare(
    "cases.Category",
    plain=["name", "words", "icon", "confidential_by_default", "harm", "active", "position"],
)
declare("cases.Deadline", plain=["priority", "amount", "unit", "basis"])
declare("cases.CaseNumber", plain=["area_code", "day", "last"])
declare(
    "cases.Case",
    whose=Whose.BOTH,
    keep=Keep(KEPT, _of_cases_closed_long_ago(Case)),
    groups=[
        Group(
            ["reporter"],
            Level.SENSITIVE,
            DO,
            Basis.SENSITIVE_DUTY,
            shown_as=_("是您反映的（经办的人看不到是谁）"),
        ),
        Group(
            ["title", "words", "place", "answer"],
            Level.SENSITIVE,
            DO,
            Basis.SENSITIVE_DUTY,
            shown_as=_("您反映的事和给您的答复"),
        ),
        Group(["filed_by", "handler"], Level.ORDINARY, WHO, Basis.STAFF),
    ],
    plain=[
        "uid",
        "number",
        "numbered_by",
        "client_id",
        "priority",
        "channel",
        "status",
        "confidential",
        "reported_at",
        "due_at",
        "due_because",
        "closed_at",
        "looks_released_at",
        "version",
    ],
)
declare(
    "cases.Case_kept_from",
    about=_("反映人不想让谁知道"),
    whose=Whose.STAFF,
    keep=Keep(KEPT),
    groups=[Group(["user"], Level.SENSITIVE, DO, Basis.SENSITIVE_DUTY)],
)
declare(
    "cases.HarmReceiver",
    whose=Whose.STAFF,
    keep=Keep(_("接待期间")),
    groups=[
        Group(["user", "is_woman"], Level.ORDINARY, _("有人被伤害时，知道该找谁"), Basis.STAFF)
    ],
)
declare(
    "cases.CaseUserObjectPermission",
    whose=Whose.STAFF,
    keep=Keep(KEPT),
    groups=[Group(["user"], Level.ORDINARY, _("保密的事只给点了名的人看"), Basis.STAFF)],
)
declare(
    "cases.Step",
    whose=Whose.BOTH,
    keep=Keep(KEPT, _of_cases_closed_long_ago(Step, "case__")),
    groups=[
        Group(["note", "detail"], Level.SENSITIVE, DO, Basis.SENSITIVE_DUTY),
        Group(["by", "at"], Level.ORDINARY, WHO, Basis.STAFF),
    ],
    plain=["action", "from_status", "to_status"],
)
declare(
    "cases.Photo",
    whose=Whose.BOTH,
    keep=Keep(KEPT, _of_cases_closed_long_ago(Photo, "case__")),
    groups=[
        Group(
            ["file", "small"],
            Level.SENSITIVE,
            DO,
            Basis.SENSITIVE_DUTY,
            shown_as=_("您拍的照片（去掉了拍摄地点）"),
        ),
        Group(["by", "at"], Level.ORDINARY, WHO, Basis.STAFF),
    ],
    plain=["uid", "stage"],
)
