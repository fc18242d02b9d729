"""What people write about exports and the audit and what comes too late (accounts/late): back to its writer."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    kinds.takes_words("reports:new", Kind(_("要一份导出"), {"why": _("做什么用")}))
    refused = {"words": _("不批准的原因")}
    kinds.takes_words("reports:decide", Kind(_("批准一份导出"), refused))
    kinds.takes_words("oversight:take", Kind(_("带走几行审计记录"), {"why": _("用途")}))
