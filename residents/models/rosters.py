"""Uploaded rosters: waiting, checked, taken in."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.secrets import Sealed
from grids.models import Area
from grids.roles import Duty


class RosterQuerySet(models.QuerySet):
    # What a list of rosters must not read: files, people, thousands of faults.
    BULKY = ("sealed_file", "sealed_rows", "lines")

    def visible_to(self, user):
        return self.filter(community__in=Area.objects.where(user, Duty.IMPORT_ROSTER))

    def light(self):
        return self.defer(*self.BULKY)

    def to_do(self, at):
        """What waits for the worker, and what a worker began and left lying."""
        waiting = self.filter(state__in=[Roster.State.TO_CHECK, Roster.State.TO_TAKE_IN])
        return waiting.filter(Q(claimed_at=None) | Q(claimed_at__lt=at - Roster.CLAIM_LASTS))


class Roster(models.Model):
    """名册: one uploaded workbook, its dry run, and whether it was taken in.

    The file is kept sealed until it is checked, the cleaned rows until they are taken in: then
    the register knows the people, and the counts are all that stays here.
    """

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("等待检查")
        CHECKED = "checked", _("已检查")
        TO_TAKE_IN = "to_take_in", _("等待导入")
        TAKEN_IN = "taken_in", _("已导入")
        REFUSED = "refused", _("没有读成")

    CLAIM_LASTS = timedelta(minutes=3)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("社区"))
    file_name = models.CharField(_("文件"), max_length=120)
    file_hash = models.CharField(max_length=64)
    sealed_file = models.TextField(blank=True)
    sealed_rows = models.TextField(blank=True)
    findings = models.JSONField(default=dict)  # counts, and what is said about the whole file
    lines = models.JSONField(default=dict)  # faulty and changed lines, one by one
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TO_CHECK)
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,  # null: from the command line
        related_name="+",
        verbose_name=_("上传人"),
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("导入人"),
    )
    taken_in_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    workbook = Sealed("sealed_file")  # base64
    rows = Sealed("sealed_rows")  # JSON

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("名册")
        verbose_name_plural = _("名册")
        indexes = [
            models.Index(fields=["community", "-uploaded_at"], name="roster_newest"),
            models.Index(
                fields=["state"],
                name="roster_to_do",
                condition=Q(state__in=["to_check", "to_take_in"]),
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_at_work(self):
        return self.state in (self.State.TO_CHECK, self.State.TO_TAKE_IN)
