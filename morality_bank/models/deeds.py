import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grids.models import reach
from grids.roles import Duty
from morality_bank.models.banks import MOST_POINTS, Bank, Rule
from morality_bank.models.book import Account, Transfer


class DeedQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """The depositor's own, what the reader took in where they still work, and the bank's."""
        if not reader.is_signed_in:
            return self.none()
        takes_in = reach(reader.posts, Duty.TAKE_IN_DEEDS, prefix="account__person__")
        return self.filter(
            Q(account__person__user=reader.user)
            | Q(account__person__joined_into__user=reader.user)
            | (Q(taken_by=reader.user) & takes_in)
            | Q(bank__in=Bank.objects.overseen_by(reader))
        )

    def with_duty(self, reader, duty):
        return self.filter(bank__in=Bank.objects.with_duty(reader, duty))

    def decided_by(self, reader):
        """Deeds of banks where the reader may post and refuse."""
        return self.filter(bank__in=Bank.objects.decided_by(reader))

    def waiting(self):
        return self.filter(state=Deed.State.PENDING)

    def settled(self):
        return self.filter(state__in=[Deed.State.POSTED, Deed.State.REFUSED])

    def counted_in_month(self, day):
        """Deeds that use up a month's number: posted ones, and those that still may be."""
        first = day.replace(day=1)
        next_month = (first + timedelta(days=32)).replace(day=1)
        days = self.filter(happened_on__gte=first, happened_on__lt=next_month)
        return days.exclude(state__in=[Deed.State.REFUSED, Deed.State.WITHDRAWN])


class Deed(models.Model):
    """好事: one good deed of one person, taken in by somebody, decided by somebody else.

    While it waits, whoever took it in may take it back; nobody has decided it then.

    The points are those of the rule on that day. `client_id` is made with the form, so a double
    tap is one deed; `contact` is the client_id of the contact it came up at, if any.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("待审定")
        POSTED = "posted", _("已入账")
        REFUSED = "refused", _("未通过")
        WITHDRAWN = "withdrawn", _("已收回")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_id = models.UUIDField(editable=False)
    bank = models.ForeignKey(Bank, models.PROTECT, related_name="deeds", verbose_name=_("道德银行"))
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="deeds", verbose_name=_("储户")
    )
    rule = models.ForeignKey(Rule, models.PROTECT, related_name="deeds", verbose_name=_("事项"))
    points = models.PositiveIntegerField(_("积分"))
    happened_on = models.DateField(_("哪天做的"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    contact = models.UUIDField(null=True, blank=True, editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁存的")
    )
    taken_at = models.DateTimeField(_("存入时间"))
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.PENDING)
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, related_name="deed", verbose_name=_("流水")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁审定"),
    )
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    why = models.CharField(_("未通过的原因"), max_length=200, blank=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("好事")
        verbose_name_plural = _("好事")
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="deed_taken_in_once"),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=MOST_POINTS),
                name="deed_is_worth_1_to_10000_points",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "withdrawn"], decided_by=None, decided_at=None)
                | Q(
                    state__in=["posted", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="deed_decided_by_somebody_some_time",
                violation_error_message=_("审定过的好事要有审定人和时间。"),
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(why="")) | (~Q(state="refused") & Q(why="")),
                name="deed_refused_with_a_reason",
                violation_error_message=_("没有通过要写原因。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("taken_by")),
                name="deed_decided_by_another_than_the_taker",
                violation_error_message=_("自己存的好事要由别人审定。"),
            ),
        ]
        indexes = [
            models.Index(fields=["bank", "-id"], name="deed_of_bank"),
            models.Index(fields=["taken_by", "-id"], name="deed_of_taker"),
            models.Index(fields=["account", "happened_on"], name="deed_of_month"),
            # Only what waits is ever searched for a decision.
            models.Index(fields=["bank", "id"], name="deed_waiting", condition=Q(state="pending")),
        ]

    def __str__(self):
        return f"{self.rule} · {self.points}"
