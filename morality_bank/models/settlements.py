"""What two banks have to agree on before points go from the one to the other."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from morality_bank.models.banks import Bank


class SettlementQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Of banks whose books the reader may read, either of the two."""
        banks = Bank.objects.overseen_by(reader)
        return self.filter(Q(old__in=banks) | Q(new__in=banks))

    def waiting(self):
        return self.filter(state=Settlement.State.WAITING)


class Settlement(models.Model):
    """两家结清: asked for by somebody, and done once somebody for each bank has said yes.

    `old` gives up the points, `new` takes them over. Who said yes for both are two people.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等两家同意")
        SETTLED = "settled", _("结清了")
        DECLINED = "declined", _("没有同意")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    old = models.ForeignKey(Bank, models.PROTECT, related_name="+")
    new = models.ForeignKey(Bank, models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    old_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    new_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("两家结清")
        verbose_name_plural = _("两家结清")
        constraints = [
            models.UniqueConstraint(
                fields=["old", "new"],
                condition=Q(state="waiting"),
                name="settlement_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(old_by__isnull=False, new_by__isnull=False),
                name="settlement_takes_both_banks",
                violation_error_message=_("两家都同意了才能结清。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | ~Q(old_by=F("new_by")),
                name="settlement_takes_two_people",
                violation_error_message=_("两家要由两个人分别同意。"),
            ),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"

    @property
    def open_sides(self) -> list[str]:
        """Which of the two have not said yes, as names of columns."""
        return [side for side in ("old", "new") if getattr(self, f"{side}_by_id") is None]
