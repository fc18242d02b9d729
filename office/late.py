"""What a second person writes and what comes too late (accounts/late): back to its writer."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    refused = {"words": _("不确认的原因")}
    kinds.takes_words("office:proposal", Kind(_("要两个人办的事"), refused))
