"""The working calendar, where it differs from the national one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
