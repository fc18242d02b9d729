"""What is written about two entries and what comes too late (accounts/late): back to its writer."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    checked = {"why": _("怎么核对的")}
    kinds.takes_words("residents:propose-meeting", Kind(_("核对两份登记"), checked))
