from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare, older

comes("notices", 5)


def _done_long_ago(at):
    return older("notices.Reminder", "due_at", days=400)(at).filter(done_at__isnull=False)


declare(
    "notices.Notice",
    whose=Whose.BOTH,
    keep=Keep(_("一年"), older("notices.Notice", "made_at", days=365), job="old-notices"),
    groups=[
        Group(
            ["recipient", "values", "read_at"],
            Level.ORDINARY,
            _("把该让您知道的事告诉您，只说一次"),
            Basis.DUTY,
            shown_as=_("发给您的消息"),
        ),
    ],
    plain=[
        "channel",
        "key",
        "about",
        "text",
        "link",
        "made_at",
        "due_at",
        "sent_at",
        "tries",
        "error",
        "urgent",
    ],
)
declare(
    "notices.Reminder",
    whose=Whose.BOTH,
    keep=Keep(_("办完以后四百天"), _done_long_ago, job="old-notices"),
    groups=[
        Group(["subject"], Level.ORDINARY, _("到点办事，不漏不重"), Basis.DUTY),
    ],
    plain=["rule", "period", "due_at", "done_at", "tries", "error"],
)
declare("notices.TextTemplate", plain=["provider", "event", "code", "parameters"])
declare(
    "notices.Slip",
    whose=Whose.BOTH,
    keep=Keep(_("一年"), older("notices.Slip", "made_at", days=365), job="old-notices"),
    groups=[
        Group(
            ["recipient", "text"],
            Level.ORDINARY,
            _("把该让您知道的事写在纸上带给您，只说一次"),
            Basis.DUTY,
            shown_as=_("写给您的纸条"),
        ),
        Group(["printed_by"], Level.ORDINARY, _("知道纸条是谁打印的"), Basis.DUTY),
    ],
    plain=["uid", "event", "made_at", "printed_at"],
)
declare(
    "notices.Dispatch",
    whose=Whose.BOTH,
    keep=Keep(_("一年"), older("notices.Dispatch", "due_at", days=400), job="old-notices"),
    groups=[
        Group(["recipient"], Level.ORDINARY, _("每条消息送到一次，没送到的有人管"), Basis.DUTY),
    ],
    plain=[
        "notice",
        "way",
        "digest",
        "urgent",
        "at_night",
        "due_at",
        "next_try_at",
        "tries",
        "sent_at",
        "given_up_at",
        "left_out_at",
        "error",
        "reference",
        "parts",
        "cost",
    ],
)
declare(
    "notices.ToldBy",
    whose=Whose.BOTH,
    keep=Keep(_("账号在，就在")),
    groups=[
        Group(
            ["user", "choice", "written_by"],
            Level.ORDINARY,
            _("照您选的方式告诉您"),
            Basis.DUTY,
            shown_as=_("怎么告诉您"),
        ),
    ],
    plain=["said_at"],
)
declare(
    "notices.DeliveryRule",
    plain=[
        "event",
        "audience",
        "area_code",
        "by_text",
        "by_wecom",
        "by_mail",
        "by_slip",
        "digest",
        "quiet",
    ],
)
declare(
    "notices.Emergency",
    whose=Whose.STAFF,
    keep=Keep(_("一直，夜里为什么发过消息要查得到")),
    groups=[
        Group(["said_by", "agreed_by"], Level.ORDINARY, _("知道是谁定的、谁同意的"), Basis.DUTY),
    ],
    plain=["area_code", "reason", "from_at", "until_at"],
)
