"""What a case leaves behind: a step for every change, and pictures."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case, Status
from foundation.pictures import files


class Step(models.Model):
    """One change of one case, written in the same transaction; the database keeps it for ever.

    Four move nothing and leave the version as it is: words that came too late, going on to others
    because nobody took it on, letting somebody read who looked at their numbers, and a deadline
    counted anew.
    """

    LATE, PASSED_ON, RELEASED, RECOUNTED = STILL = ("late", "passed_on", "released", "recounted")
    HANDED_OVER = "handed_over"  # to whoever took the post over (cases/handing_over.py)

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    action = models.CharField(_("做了什么"), max_length=12)
    from_status = models.CharField(max_length=12, choices=Status, blank=True)
    to_status = models.CharField(_("状态"), max_length=12, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("谁")
    )
    at = models.DateTimeField(_("时间"))
    note = models.TextField(_("说明"), max_length=1000, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("事件步骤")
        verbose_name_plural = _("事件步骤")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.case_id} {self.action}"


def random_name(photo, filename) -> str:
    return files.random_name("cases")


class Photo(models.Model):
    """A re-encoded picture; read only through a view that asks who is looking."""

    class Stage(models.TextChoices):
        REPORT = "report", _("上报时")
        HANDLE = "handle", _("办理时")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="photos")
    stage = models.CharField(max_length=10, choices=Stage)
    file = models.FileField(upload_to=random_name)
    small = models.FileField(upload_to=random_name)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        ordering = ["pk"]

    def __str__(self):
        return str(self.uid)
