from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare

comes("morality_bank", 4)

BOOK = _("记清楚您的积分，一笔不错，随时能查")
AS_LONG = _("道德银行在就留着：账要对得上，写下去不能改")
BOTH_AGREE = _("两家银行都有人同意了，积分才转过去")
ANSWERS = _("谁存的、谁审定的，不能是同一个人")

declare("morality_bank.Bank", plain=["name", "opened_on"])
declare("morality_bank.Rule", plain=["name", "points", "most_a_month", "proof", "basis", "active"])
declare(
    "morality_bank.Account",
    whose=Whose.RESIDENTS,
    keep=Keep(AS_LONG),
    groups=[
        Group(
            [
                "person",
                "opened_on",
                "debits_pending",
                "debits_posted",
                "credits_pending",
                "credits_posted",
            ],
            Level.ORDINARY,
            BOOK,
            Basis.CONSENT,
            shown_as=_("您的积分账户和余额"),
        ),
    ],
    plain=["kind"],
)
declare(
    "morality_bank.Transfer",
    whose=Whose.BOTH,
    keep=Keep(AS_LONG),
    groups=[
        Group(
            ["amount", "reason", "made_at"],
            Level.ORDINARY,
            BOOK,
            Basis.CONSENT,
            shown_as=_("每一笔积分：多少、为什么、哪天"),
        ),
        Group(["by"], Level.ORDINARY, ANSWERS, Basis.STAFF),
    ],
    plain=["key", "phase", "source"],
)
declare(
    "morality_bank.Deed",
    whose=Whose.BOTH,
    keep=Keep(AS_LONG),
    groups=[
        Group(
            ["points", "happened_on", "note", "contact", "state", "why"],
            Level.ORDINARY,
            BOOK,
            Basis.CONSENT,
            shown_as=_("您做的好事"),
        ),
        Group(
            ["taken_by", "taken_at", "decided_by", "decided_at"],
            Level.ORDINARY,
            ANSWERS,
            Basis.STAFF,
        ),
    ],
    plain=["uid", "client_id"],
)
declare(
    "morality_bank.Settlement",
    whose=Whose.STAFF,
    keep=Keep(AS_LONG),
    groups=[
        Group(["asked_by", "old_by", "new_by"], Level.ORDINARY, BOTH_AGREE, Basis.STAFF),
    ],
    plain=["uid", "state", "asked_at", "decided_at"],
)
