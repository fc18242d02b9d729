"""What people write about good deeds and what comes too late (accounts/late)."""

from django.utils.translation import gettext_lazy as _

from accounts.late import kinds
from accounts.late.kinds import Kind, Late
from morality_bank.models import Deed


def register() -> None:
    said = {"note": _("说明"), "happened_on": _("哪天做的")}
    kinds.takes_words("morality_bank:take-in", Kind(_("存一件好事"), said, before=_is_taken_in))
    why = {"why": _("为什么没有通过")}
    kinds.takes_words("morality_bank:refuse", Kind(_("审定一件好事"), why))


def _is_taken_in(late: Late) -> bool:
    sent = Deed.objects.filter(client_id=late.client_id, taken_by=late.writer)
    return sent.filter(note=late.get("note")).exists()
