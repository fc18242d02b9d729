from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Area
from grids.roles import Duty

MOST_POINTS = 10_000
"""More than one deed, gift or correction can ever be worth; a slip of the finger is refused."""


class BankQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Banks of the communities that lie in the reader's areas."""
        return self.filter(community__in=Area.objects.visible_to(reader))

    def with_duty(self, reader, duty):
        """Banks of the communities where the reader holds that duty."""
        return self.filter(community__in=Area.objects.with_duty(reader, duty))

    def decided_by(self, reader):
        """Banks whose deeds the reader may post or refuse today."""
        return self.with_duty(reader, Duty.DECIDE_DEEDS)

    def overseen_by(self, reader):
        """Banks whose books the reader may read: as president, or from the street office."""
        return self.filter(
            Q(community__in=Area.objects.with_duty(reader, Duty.DECIDE_DEEDS))
            | Q(community__in=Area.objects.with_duty(reader, Duty.ADMINISTER))
        )


class Bank(models.Model):
    """道德银行: one for each community. `opening.open_bank` makes it together with its issuer."""

    community = models.OneToOneField(
        Area, models.PROTECT, related_name="bank", verbose_name=_("社区")
    )
    name = models.CharField(_("名称"), max_length=60)
    opened_on = models.DateField(_("开办日期"))

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("道德银行")
        verbose_name_plural = _("道德银行")

    def __str__(self):
        return self.name

    @property
    def record_scope(self) -> str:
        return self.community.code


class RuleQuerySet(models.QuerySet):
    def visible_to(self, reader):
        return self.filter(bank__in=Bank.objects.visible_to(reader))

    def with_duty(self, reader, duty):
        return self.filter(bank__in=Bank.objects.with_duty(reader, duty))

    def for_person(self, person):
        """What this person can earn points for where they live now, small things first."""
        rules = self.filter(bank__community=person.community_id, active=True)
        return rules.order_by("points", "name")


class Rule(models.Model):
    """积分事项: what earns how many points, how often, on what proof, by whose decision."""

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="rules", verbose_name=_("道德银行"))
    name = models.CharField(_("事项"), max_length=40)
    points = models.PositiveIntegerField(_("积分"))
    most_a_month = models.PositiveSmallIntegerField(
        _("每人每月最多几次"), null=True, blank=True, help_text=_("空着就是不限次数。")
    )
    proof = models.CharField(
        _("凭据"), max_length=120, blank=True, help_text=_("比如：受助人点头，或楼栋长在场。")
    )
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("积分事项")
        verbose_name_plural = _("积分事项")
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "name"],
                name="rule_name_once_in_a_bank",
                violation_error_message=_("这家道德银行已经有同名的事项。"),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1, points__lte=MOST_POINTS),
                name="rule_is_worth_something",
                violation_error_message=_("积分要在 1 到 10000 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(most_a_month=None) | Q(most_a_month__gte=1),
                name="rule_can_be_earned_at_least_once",
                violation_error_message=_("每月次数至少是 1，不限就空着。"),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def record_scope(self) -> str:
        return self.bank.record_scope
