"""The working calendar, where it differs from the national one."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids import legal_holidays
from grids.models.regulations import Regulation


class CalendarDay(Regulation):
    """A day that somebody decides about themselves, e.g. a local holiday."""

    day = models.DateField(_("日期"))
    is_workday = models.BooleanField(_("上班"))
    why = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(area=None),
                name="day_decided_once_by_the_house",
                violation_error_message=_("这一天已经定过了。"),
            ),
            models.UniqueConstraint(
                fields=["area", "day"],
                name="day_decided_once_in_an_area",
                violation_error_message=_("这一天已经定过了。"),
            ),
        ]

    def __str__(self):
        return f"{self.day}"

    @property
    def about(self):
        return self.day

    def clean(self):
        super().clean()
        if self.is_workday and self.day and self.day in legal_holidays.of(self.day.year):
            sentence = _("这一天是法定节日，全体放假，不能定为上班。")
            raise ValidationError({"is_workday": sentence})


class ArrangedYear(models.Model):
    """One list of a year that was taken in, by whom, and what stood there before.

    `before` and `after`: {ISO day: [is it a workday, on whose word], or None where nobody had
    decided}, of the days the list changed.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    moved = models.PositiveIntegerField()  # deadlines
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: by command
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("一年的放假安排")
        verbose_name_plural = _("一年的放假安排")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                name="arranged_year_is_taken_back_by_somebody",
                violation_error_message=_("撤回要写明谁、什么时候撤回的。"),
            ),
        ]

    def __str__(self):
        return f"{self.year}"

    @property
    def is_last(self) -> bool:
        """Whether it still holds, and no later list of its year lies over it."""
        if self.taken_back_at is not None:
            return False
        held = ArrangedYear.objects.filter(year=self.year, taken_back_at=None)
        return held.first() == self
