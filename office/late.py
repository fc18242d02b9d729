"""What a second person writes and what comes too late (accounts/late): back to its writer."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    refused = {"words": _("不确认的原因")}
    rule = {"name": _("类别名称"), "words": _("说明"), "basis": _("依据"), "why": _("依据")}
    kinds.takes_words("rules:rule", Kind(_("本社区的规定"), rule))
    kinds.takes_words("office:proposal", Kind(_("要两个人办的事"), refused))
