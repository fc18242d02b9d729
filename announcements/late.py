"""Words of an announcement that came when its page was no more the writer's (accounts/late)."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind


def register() -> None:
    said = {"title": _("标题"), "words": _("内容")}
    for name in ("new", "edit"):
        kinds.takes_words(f"announcements:{name}", Kind(_("写公告"), said))
    kinds.takes_words("announcements:take-back", Kind(_("收回公告"), {"why": _("为什么收回")}))
