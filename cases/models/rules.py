"""What problems are about, how pressing they are, and until when they must be answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CategoryQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(active=True).order_by("position", "pk")

    def first_level(self):
        return self.in_use().filter(parent=None)


class Category(models.Model):
    """What a problem is about, in two levels; the second one is the street's own choice."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None},
        verbose_name=_("上级类别"),
    )
    name = models.CharField(_("类别名称"), max_length=30)
    words = models.CharField(_("说明"), max_length=120, blank=True)
    icon = models.CharField(_("图标"), max_length=40, blank=True)
    confidential_by_default = models.BooleanField(_("默认保密"), default=False)
    active = models.BooleanField(_("在用"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=100)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件类别")
        verbose_name_plural = _("事件类别")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="category_name_once_in_its_group",
                violation_error_message=_("这一组里已经有同名的类别。"),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent=None),
                name="category_name_once_at_the_top",
                violation_error_message=_("已经有同名的大类。"),
            ),
        ]

    def __str__(self):
        return self.name


class Priority(models.TextChoices):
    NORMAL = "normal", _("一般")
    URGENT = "urgent", _("急")
    EMERGENCY = "emergency", _("特急")


class Deadline(models.Model):
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
        verbose_name=_("类别"),
    )
    priority = models.CharField(_("缓急"), max_length=10, choices=Priority)
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=14, choices=Unit)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("答复时限")
        verbose_name_plural = _("答复时限")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "priority"],
                name="deadline_once_per_category_and_priority",
                violation_error_message=_("这个类别和缓急已经有时限。"),
            ),
            models.UniqueConstraint(
                fields=["priority"],
                condition=Q(category=None),
                name="deadline_once_for_all_others",
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
