"""Who needs care, and how often that asks for a contact."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grids.models import Regulation
from grids.roles import Duty
from residents import care
from residents.models.people import Person

AGE = "age:"


class ContactTier(Regulation):
    """How many days may pass between two contacts of whom, what counts, and who says so.

    Whom: those of a tier, of one kind of care, or everybody from an age on; exactly one of the
    three. Several rules may ask for one person, and the earliest day counts
    (decision 55).
    """

    class ByPhone(models.TextChoices):
        ALWAYS = "always", _("每次都算")
        SECOND = "second", _("隔一次算一次")
        NEVER = "never", _("不算")

    tier = models.CharField(_("档次"), max_length=10, choices=care.Tier, blank=True)
    kind = models.CharField(_("哪种需要"), max_length=24, choices=care.Kind, blank=True)
    from_age = models.PositiveSmallIntegerField(_("满多少岁的人"), default=0, blank=True)
    every_days = models.PositiveSmallIntegerField(_("最多隔几天"))
    by_phone = models.CharField(
        _("电话、微信联系"), max_length=6, choices=ByPhone, default=ByPhone.ALWAYS
    )
    seen_within = models.PositiveSmallIntegerField(
        _("最多几天要见到或听到本人"),
        default=0,
        blank=True,
        help_text=_("家人、邻居替答也算联系，可是这么多天里要有一次是本人。写 0 就是不另外要求。"),
    )
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
            models.CheckConstraint(
                condition=(~Q(tier="") & Q(kind="", from_age=0))
                | (~Q(kind="") & Q(tier="", from_age=0))
                | Q(tier="", kind="", from_age__gt=0),
                name="tier_says_whom_in_one_way",
                violation_error_message=_("档次、哪种需要、满多少岁，三样里选一样。"),
            ),
            models.UniqueConstraint(
                fields=["tier", "kind", "from_age"],
                condition=Q(area=None),
                name="tier_once_in_the_house",
                violation_error_message=_("对这些人已经规定过了。"),
            ),
            models.UniqueConstraint(
                fields=["area", "tier", "kind", "from_age"],
                name="tier_once_in_an_area",
                violation_error_message=_("对这些人已经规定过了。"),
            ),
        ]

    def __str__(self):
        if self.from_age:
            return gettext("满 %(age)s 岁") % {"age": self.from_age}
        return self.get_tier_display() or self.get_kind_display()

    def clean(self):
        """What was left empty asks for nothing more; nothing said of calls means that they count."""
        super().clean()
        self.from_age, self.seen_within = self.from_age or 0, self.seen_within or 0
        self.by_phone = self.by_phone or self.ByPhone.ALWAYS

    @property
    def about(self) -> str:
        """Tiers and kinds of care have no name in common."""
        return self.tier or self.kind or f"{AGE}{self.from_age}"


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
