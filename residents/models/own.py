"""Which register entry is that of somebody who works here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from residents.models.people import Person


class OwnEntry(models.Model):
    """本人登记: an account of staff and the entry of the same human being, from one day on.

    It was confirmed by the code sent to the phone of that entry. It opens nothing and changes no
    sign-in: it is there so that one's own and one's family's things go to a colleague.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("账号")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("本人登记"))
    from_at = models.DateTimeField(_("认定时间"))
    until_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("本人登记")
        verbose_name_plural = _("本人登记")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(until_at=None), name="own_entry_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="own_entry_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.person}"
