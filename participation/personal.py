from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare
from participation.box import forgetting
from participation.models import Concern, Feedback, Photo, Round

comes("participation", 5)

DO = _("把您提的意见办好，给您答复")
WHO = _("查得出谁答复的；说到谁，谁就不能答复、也看不到")
KEPT = _("提出以后三年")
LATE = forgetting.overdue


declare("participation.FeedbackDeadline", plain=["amount", "basis"])
declare(
    "participation.Feedback",
    whose=Whose.BOTH,
    keep=Keep(KEPT, LATE(Feedback, "at"), job=forgetting.OLD),
    groups=[
        Group(
            ["by", "words", "who"],
            Level.SENSITIVE,
            DO,
            Basis.SENSITIVE_DUTY,
            shown_as=_("您提的意见（答复的人看不到是谁提的）"),
        ),
        Group(["word"], Level.ORDINARY, _("没有账号也能回来看答复（只存暗号的指纹）"), Basis.DUTY),
    ],
    plain=["uid", "number", "client_id", "kind", "subject", "page", "at"],
)
declare(
    "participation.Round",
    whose=Whose.BOTH,
    keep=Keep(KEPT, LATE(Round, "feedback__at"), job=forgetting.OLD),
    groups=[
        Group(["objection", "answer"], Level.SENSITIVE, DO, Basis.SENSITIVE_DUTY),
        Group(["answered_by", "answered_at"], Level.ORDINARY, WHO, Basis.STAFF),
    ],
    plain=["uid", "number", "tier", "opened_at", "due_at", "due_because"],
)
declare(
    "participation.Concern",
    whose=Whose.STAFF,
    keep=Keep(KEPT, LATE(Concern, "feedback__at"), job=forgetting.OLD),
    groups=[Group(["user"], Level.SENSITIVE, WHO, Basis.STAFF)],
    plain=["since"],
)
declare(
    "participation.Photo",
    whose=Whose.BOTH,
    keep=Keep(KEPT, LATE(Photo, "feedback__at"), job=forgetting.OLD),
    groups=[Group(["file", "small"], Level.SENSITIVE, DO, Basis.SENSITIVE_DUTY)],
    plain=["uid"],
)
