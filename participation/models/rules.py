"""Until when what lies in the box must be answered."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from grids.models import Regulation


class FeedbackDeadline(Regulation):
    """So many working days, and who says so; of the house, or of a street or community."""

    amount = models.PositiveSmallIntegerField(_("几个工作日以内答复"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("意见答复时限")
        verbose_name_plural = _("意见答复时限")
        constraints = [
            models.UniqueConstraint(
                Coalesce("area", 0),
                name="feedback_deadline_once_in_the_house",
                violation_error_message=_("这里已经有意见答复时限。"),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=30),
                name="feedback_deadline_leaves_time",
                violation_error_message=_("时限是 1 到 30 个工作日。"),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def about(self):
        return "feedback"
