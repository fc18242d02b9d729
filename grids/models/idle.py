"""After how long without a tap somebody signs in again, where the security post decided otherwise."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grids import roles


class IdleTime(models.Model):
    """For one role, in the whole house; a role without a row has the usual time (grids/idle.py)."""

    role = models.CharField(_("岗位"), max_length=20, choices=roles.CHOICES, unique=True)
    minutes = models.PositiveSmallIntegerField(
        _("分钟"), validators=[MinValueValidator(5), MaxValueValidator(720)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=5, minutes__lte=720),
                name="idle_time_is_five_minutes_to_twelve_hours",
                violation_error_message=_("要在 5 分钟到 12 小时之间。"),
            )
        ]

    def __str__(self):
        return f"{self.role}: {self.minutes}"
