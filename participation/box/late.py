"""What was said in the suggestion box or answered there, and came too late (accounts/late)."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    kinds.takes_words("feedback:new", Kind(_("意见箱"), {"words": _("您想说的")}))
    kinds.takes_words("feedback:object", Kind(_("意见箱"), {"words": _("哪里不满意")}))
    kinds.takes_words("feedback:answer", Kind(_("答复一条意见"), {"words": _("答复")}))
