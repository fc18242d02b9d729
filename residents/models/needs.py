"""Who needs care, and how often that asks for a contact."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models import Regulation
from grids.roles import Duty
from residents import care
from residents.models.people import Person


class ContactTier(Regulation):
    """How many days may pass between two contacts, and who says so."""

    tier = models.CharField(_("档次"), max_length=10, choices=care.Tier)
    every_days = models.PositiveSmallIntegerField(_("最多隔几天"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("多久联系一次")
        verbose_name_plural = _("多久联系一次")
        constraints = [
            models.CheckConstraint(
                condition=Q(every_days__gt=0),
                name="tier_has_days",
                violation_error_message=_("天数要大于 0。"),
            ),
            models.UniqueConstraint(
                fields=["tier"],
                condition=Q(area=None),
                name="tier_once_in_the_house",
                violation_error_message=_("这个档次已经规定过了。"),
            ),
            models.UniqueConstraint(
                fields=["area", "tier"],
                name="tier_once_in_an_area",
                violation_error_message=_("这个档次已经规定过了。"),
            ),
        ]

    def __str__(self):
        return self.get_tier_display()

    @property
    def about(self):
        return self.tier


class CareTagQuerySet(models.QuerySet):
    def valid(self, on):
        return self.filter(expires_on__gte=on)

    def visible_to(self, reader):
        """Tags of people in areas where the reader may see care, never wider than the people."""
        people = Person.objects.visible_to(reader).with_duty(reader, Duty.SEE_CARE)
        return self.filter(person__in=people)


class CareTag(models.Model):
    """Somebody needs care: where we know it from, what for, and until when."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="care_tags", verbose_name=_("居民")
    )
    kind = models.CharField(_("需要"), max_length=24, choices=care.Kind)
    source = models.CharField(_("来源"), max_length=60)
    purpose = models.CharField(_("用途"), max_length=120)
    expires_on = models.DateField(_("有效至"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    objects = CareTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("关爱标签")
        verbose_name_plural = _("关爱标签")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="care_kind_once_per_person",
                violation_error_message=_("这位居民已经有这个标签。"),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(purpose=""),
                name="care_tag_has_source_and_purpose",
                violation_error_message=_("关爱标签要写清来源和用途。"),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def spoken(self):
        return care.SPOKEN.get(self.kind) or self.get_kind_display()

    @property
    def spelled_out(self):
        """Everything it says, for the record's digest."""
        return f"{self.kind} · {self.source} · {self.purpose} · {self.expires_on}"
