"""What left the house as a file, who asked, who agreed, and how far it is."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from foundation.work.rows import Work, WorkQuerySet
from grids.models import Area
from grids.roles import Duty
from reports.four_eyes import Because


class ExportQuerySet(WorkQuerySet):
    def of(self, reader):
        """What somebody asked for, as long as the area is theirs to export from."""
        return self.filter(
            asked_by_id=reader.user.pk, area__in=Area.objects.with_duty(reader, Duty.EXPORT)
        )

    def overseen_by(self, reader):
        """What others asked for in areas where the reader may agree to exports."""
        areas = Area.objects.with_duty(reader, Duty.APPROVE_EXPORTS)
        return self.filter(area__in=areas).exclude(asked_by_id=reader.user.pk)

    def visible_to(self, reader):
        return self.of(reader) | self.overseen_by(reader)

    def left_alone(self):
        """Files that somebody got, or is getting, without a second person."""
        left = [Export.State.TO_WRITE, Export.State.READY, Export.State.GONE]
        return self.filter(state__in=left, agreed_by=None)

    def expired(self, at):
        return self.filter(state=Export.State.READY, expires_at__lte=at)


class Export(Work):
    """导出: a question that was put to the register, and the file that answers it for a day.

    The question is kept, never the rows: who may see what is asked when the file is written, and
    again when it is fetched. The file lies sealed in DATA/exports under a random name; its key is
    here and goes when the file goes.
    """

    class State(models.TextChoices):
        TO_AGREE = "to_agree", _("等批准")
        TO_WRITE = "to_write", _("正在写")
        READY = "ready", _("可以下载")
        REFUSED = "refused", _("没有批准")
        STOPPED = "stopped", _("没有写成")
        GONE = "gone", _("文件已删")

    class Form(models.TextChoices):
        XLSX = "xlsx", _("Excel 工作簿")
        CSV = "csv", _("CSV 文本")

    class Stopped(models.TextChoices):
        """Why nothing came of it."""

        NOT_THEIRS = "not_theirs", _("您在这个区域的岗位变了，没有再写。")
        WENT_WRONG = "went_wrong", _("写的时候出了意外，没有文件留下。请再导出一次。")
        TOO_MANY = "too_many", _("写的时候行数超过了一张表能装的。请缩小范围再导出。")
        WITHDRAWN = "withdrawn", _("您自己撤回了。")
        NOBODY = "nobody", _("一个星期没有人批准，已经作罢。")

    AT_WORK = ["to_write"]
    LASTS = timedelta(hours=24)
    IN_REQUEST = 2_000
    """Rows that are written while the browser waits."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.CharField(_("表"), max_length=20, db_column="table_slug")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    filters = models.JSONField(default=dict)  # state, from_on, until_on
    columns = models.JSONField(default=list)
    holds = models.PositiveSmallIntegerField(default=0)  # four_eyes.Holds
    full = models.BooleanField(_("完整号码"), default=False, db_column="whole_numbers")
    why = models.CharField(_("用途"), max_length=120)
    form = models.CharField(_("格式"), max_length=4, choices=Form, default=Form.XLSX)
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(_("状态"), max_length=8, choices=State)
    stopped = models.CharField(max_length=10, choices=Stopped, blank=True)
    because = models.CharField(max_length=12, choices=Because, blank=True)
    expected = models.PositiveIntegerField(_("导出前的行数"))
    rows = models.PositiveIntegerField(_("文件里的行数"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导出人")
    )
    asked_at = models.DateTimeField(_("时间"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("批准人"),
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    refusal = models.CharField(_("没有批准的原因"), max_length=120, blank=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file_name = models.CharField(max_length=60, blank=True)
    sealed_key = models.TextField(blank=True)
    taken = models.PositiveSmallIntegerField(_("下载次数"), default=0)

    key = Sealed("sealed_key")

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="export_agreed_to_by_another",
                violation_error_message=_("自己的导出要由别人批准。"),
            ),
            models.CheckConstraint(
                condition=Q(full=False, because="")
                | Q(state__in=["to_agree", "refused", "stopped"])
                | Q(agreed_by__isnull=False),
                name="export_of_much_or_secrets_takes_two",
                violation_error_message=_("这份导出要先有第二个人批准。"),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (~Q(file_name="") & ~Q(sealed_key="") & Q(expires_at__isnull=False)),
                name="export_ready_has_a_file_and_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-id"], name="export_of_asker"),
            models.Index(fields=["area", "-id"], name="export_of_area"),
            models.Index(
                fields=["state"],
                name="export_to_do",
                condition=Q(state__in=["to_agree", "to_write", "ready"]),
            ),
        ]

    def __str__(self):
        return f"{self.table} {self.uid}"
