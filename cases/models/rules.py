"""What problems are about, how pressing they are, and until when they must be answered."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from grids.models import Regulation, RegulationQuerySet, nearest


def check_icon(name: str) -> None:
    """A picture that does not exist would break every page that shows the category."""
    try:
        if name:
            lucide(name)
    except IconDoesNotExist:
        sentence = _("没有叫“%(name)s”的图标。换一个，或者不填。")
        raise ValidationError({"icon": sentence % {"name": name}}) from None


class CategoryQuerySet(RegulationQuerySet):
    def themselves(self):
        """Categories; without what streets say about those of the house."""
        return self.filter(instead_of=None)


class Category(Regulation):
    """What a problem is about, in two levels; the second one is the street's own choice.

    A case always names the category itself. A row with `instead_of` is no category of its own:
    it says how a street or community keeps one from above, whose name and group it leaves alone.
    How a category holds at a place is asked of `cases.categories`.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None, "instead_of": None},
        verbose_name=_("上级类别"),
    )
    instead_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        limit_choices_to={"instead_of": None},
        verbose_name=_("改的是哪一类"),
    )
    name = models.CharField(_("类别名称"), max_length=30)
    words = models.CharField(_("说明"), max_length=120, blank=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True)
    confidential_by_default = models.BooleanField(_("默认保密"), default=False)
    harm = models.BooleanField(
        _("有人被伤害"),
        default=False,
        help_text=_("只给受伤害时的接待人，时限算到有人受理为止。"),
    )
    active = models.BooleanField(_("在用"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=100)
    hangs_on = ("parent", "instead_of")

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件类别")
        verbose_name_plural = _("事件类别")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "parent", "name"],
                name="category_name_once_in_its_group",
                violation_error_message=_("这一组里已经有同名的类别。"),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(area=None),
                name="category_name_once_in_its_group_of_the_house",
                violation_error_message=_("这一组里已经有同名的类别。"),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent=None, area=None),
                name="category_name_once_at_the_top",
                violation_error_message=_("已经有同名的大类。"),
            ),
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(parent=None, instead_of=None),
                name="category_name_once_at_the_top_of_an_area",
                violation_error_message=_("已经有同名的大类。"),
            ),
            models.UniqueConstraint(
                fields=["area", "instead_of"],
                name="category_changed_once_in_an_area",
                violation_error_message=_("这一类已经改过了。请打开改过的那一条接着改。"),
            ),
            models.CheckConstraint(
                condition=Q(instead_of=None) | Q(area__isnull=False, parent=None, name=""),
                name="category_changed_below_keeps_name_and_group",
                violation_error_message=_("只有街道和社区可以改上面的类别，名称和上级类别不变。"),
            ),
            models.CheckConstraint(
                condition=Q(harm=False) | Q(confidential_by_default=True),
                name="category_of_harm_is_confidential",
                violation_error_message=_("有人被伤害的类别必须默认保密。"),
            ),
        ]

    def __str__(self):
        return self.instead_of.name if self.instead_of else self.name

    @property
    def about(self):
        return self.instead_of_id or self.pk

    def clean(self):
        super().clean()
        check_icon(self.icon)
        above = self.instead_of
        if above and above.area_id == self.area_id:
            raise ValidationError({"instead_of": _("这一类本来就是自己的，请直接改它。")})
        if self.area and self.is_secret_above():
            if not self.confidential_by_default:
                sentence = _("上面规定这样的事保密，这里不能放开。请保留“默认保密”。")
                raise ValidationError({"confidential_by_default": sentence})
            if above and not self.active:
                sentence = _("保密的类别不能停用，不然这样的事就没有地方说了。")
                raise ValidationError({"active": sentence})

    def is_secret_above(self) -> bool:
        """Whether what this row changes, or the group it is in, is confidential without it."""
        about = self.instead_of_id or self.parent_id
        rows = Category.objects.holding_at(self.area).filter(Q(pk=about) | Q(instead_of=about))
        rows = rows.exclude(area=self.area) if self.instead_of_id else rows
        return about is not None and rows.filter(confidential_by_default=True).exists()


class Priority(models.TextChoices):
    NORMAL = "normal", _("一般")
    URGENT = "urgent", _("急")
    EMERGENCY = "emergency", _("特急")


class Deadline(Regulation):
    """Until when a problem must be answered, and who says so; without a category for all others."""

    class Unit(models.TextChoices):
        WORKING_HOURS = "working_hours", _("个工作小时")
        WORKDAYS = "workdays", _("个工作日")
        HOURS = "hours", _("小时（不分昼夜）")

    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deadlines",
        limit_choices_to={"instead_of": None},
        verbose_name=_("类别"),
    )
    priority = models.CharField(_("缓急"), max_length=10, choices=Priority)
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=14, choices=Unit)
    basis = models.CharField(_("依据"), max_length=200)
    hangs_on = ("category",)

    class Meta:
        verbose_name = _("答复时限")
        verbose_name_plural = _("答复时限")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "category", "priority"],
                name="deadline_once_per_category_and_priority",
                violation_error_message=_("这个类别和缓急已经有时限。"),
            ),
            models.UniqueConstraint(
                fields=["category", "priority"],
                condition=Q(area=None),
                name="deadline_once_per_category_of_the_house",
                violation_error_message=_("这个类别和缓急已经有时限。"),
            ),
            models.UniqueConstraint(
                fields=["priority"],
                condition=Q(category=None, area=None),
                name="deadline_once_for_all_others",
                violation_error_message=_("这个缓急已经有通用时限。"),
            ),
            models.UniqueConstraint(
                fields=["area", "priority"],
                condition=Q(category=None),
                name="deadline_once_for_all_others_in_an_area",
                violation_error_message=_("这个缓急已经有通用时限。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="deadline_leaves_time",
                violation_error_message=_("时限要大于 0。"),
            ),
        ]

    def __str__(self):
        return f"{self.category or _('其他')} {self.get_priority_display()}"

    @property
    def about(self):
        return self.category_id, self.priority

    def clean(self):
        super().clean()
        above = self._above_of_harm()
        if above and (self.unit != self.Unit.HOURS or (self.amount or 0) > above.amount):
            sentence = _("有人在家里被伤害，上面规定 %(n)s 小时，不分昼夜。这里只能更短。")
            raise ValidationError({"amount": sentence % {"n": above.amount}})

    def _above_of_harm(self):
        """Of whoever is being hurt: the rule from above, which is only made shorter."""
        if not (self.area and self.category and self.category.harm):
            return None
        rows = Deadline.objects.holding_at(self.area).exclude(area=self.area)
        rows = rows.filter(category=self.category, priority=self.priority, unit=self.Unit.HOURS)
        return nearest(rows, self.area).get(self.about)
