from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare

comes("office", 8)
declare(
    "office.SavedFilter",
    about=_("存下的筛选"),
    whose=Whose.STAFF,
    keep=Keep(_("本人删掉为止")),
    groups=[Group(["owner"], Level.ORDINARY, _("记住自己常用的筛选"), Basis.STAFF)],
    plain=["register", "name", "query", "office"],
)
