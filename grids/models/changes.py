"""Changes of the grids themselves, one row each, with what it takes to go back."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grids.models.areas import Area
from grids.roles import Duty


class BoundaryChangeQuerySet(models.QuerySet["BoundaryChange"]):
    def visible_to(self, reader):
        """Changes inside the areas the reader administers."""
        return self.filter(area__in=Area.objects.with_duty(reader, Duty.ADMINISTER))


class BoundaryChange(models.Model):
    """One change of grids (grids/boundaries/making.py), undone or not.

    `area` is the smallest area in which all of it happened. `seen` is the preview somebody said
    yes to; `before` is what an undo needs: which rows came from which grid, and what followed.
    """

    class Kind(models.TextChoices):
        MOVE = "move", _("楼栋换网格")
        SPLIT = "split", _("拆分网格")
        JOIN = "join", _("并入别的网格")
        CLOSE = "close", _("停用网格")
        REHANG = "rehang", _("划到别的社区")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("怎么调整"), max_length=6, choices=Kind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    grid = models.ForeignKey(
        Area, models.PROTECT, null=True, related_name="+", verbose_name=_("网格")
    )
    # A grid made by a change goes again when that is undone.
    to = models.ForeignKey(
        Area, models.SET_NULL, null=True, related_name="+", verbose_name=_("归到哪里")
    )
    seen = models.JSONField(default=dict, editable=False)
    before = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("谁调整的"),
    )
    at = models.DateTimeField(_("时间"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, editable=False)

    objects = BoundaryChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("网格调整")
        verbose_name_plural = _("网格调整")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False),
                name="boundary_change_undone_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["area", "-at"], name="boundary_change_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.area}"

    @property
    def record_scope(self) -> str:
        return self.area.record_scope
