"""What is written about the register and comes when its page is no more its writer's (accounts/late).

It goes back to whoever wrote it: a proposal about somebody who is no longer theirs to look after
is for a colleague who sees them.
"""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind

SAID = {
    "phone": _("现在的手机号"),
    "name": _("姓名"),
    "remarks": _("备注"),
    "source": _("来源"),
    "purpose": _("用途"),
    "on": _("哪一天"),
    "note": _("怎么知道的"),
}


def register() -> None:
    kinds.takes_words("corrections:change-person", Kind(_("改登记"), SAID))
    kinds.takes_words("corrections:change-door", Kind(_("改登记"), SAID))
    answered = {"answer": _("一句话")}
    kinds.takes_words("corrections:corrections", Kind(_("看登记更正"), answered))
    kinds.takes_words("corrections:correction", Kind(_("看登记更正"), answered))
