"""Uploaded rosters: waiting, checked, taken in, undone; and what each of them found."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from foundation.uploads.rows import Upload
from foundation.work.rows import WorkQuerySet
from grids.models import Area
from grids.roles import Duty


class RosterQuerySet(WorkQuerySet):
    BULKY = ("sealed_file", "sealed_rows")  # files and people

    def visible_to(self, reader):
        return self.filter(community__in=Area.objects.with_duty(reader, Duty.IMPORT_ROSTER))


class Roster(Upload):
    """名册: one uploaded workbook, its dry run, and whether it was taken in.

    The file and the cleaned rows are kept sealed until somebody decides; what was found and what
    an undo needs (`RosterPage`) for thirty days longer. The counts are all that stays here.
    """

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("等待检查")
        TO_MAP = "to_map", _("要认一下列")
        CHECKED = "checked", _("已检查")
        TO_TAKE_IN = "to_take_in", _("等待导入")
        TAKEN_IN = "taken_in", _("已导入")
        TO_UNDO = "to_undo", _("等待撤销")
        UNDONE = "undone", _("已撤销")
        REFUSED = "refused", _("没有读成")

    UNDECIDED = ["checked", "to_map", "refused"]
    AT_WORK = ["to_check", "to_take_in", "to_undo"]

    community = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("社区"))
    sealed_rows = models.TextField(blank=True)
    made_on = models.DateField(_("名册是哪天的"), null=True, blank=True)
    findings = models.JSONField(default=dict)  # counts, and what is said about the whole file
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TO_CHECK)
    # Written part by part (roster/parts.py): since when; and how many there are to put back.
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    parts_written = models.PositiveIntegerField(default=0, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False, db_column="rows_read")

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
                condition=Q(state__in=["to_check", "to_take_in", "to_undo"]),
            ),
        ]


class RosterPage(models.Model):
    """Some lines of what a roster found, or of what it takes to undo it; sealed.

    A result of 34,000 lines is 340 of these, so that a page on the screen is one row here.
    """

    class Part(models.TextChoices):
        TOP = "top", _("开头几行")
        FAULTY = "faulty", _("有错")
        TIED = "tied", _("一起留下")  # with a faulty one of their door
        ASKED = "asked", _("要问的")
        NEW = "new", _("新增")
        CHANGED = "changed", _("改动")
        NUMBERS = "numbers", _("换号码的")  # of the changed ones, told before they are taken in
        LEFT = "left", _("没有变化")
        ORIGINAL = "original", _("原来的行")  # those that are not taken in, as they were uploaded
        NOT_HERE = "not_here", _("还没有登记的楼")
        WAITING = "waiting", _("等登记楼栋")
        UNNAMED = "unnamed", _("没有写到")  # who is in neither the right lines nor the faulty ones
        BEFORE = "before", _("导入以前")
        BUILT_ON = "built_on", _("后来的")  # why it could not be undone

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="pages")
    part = models.CharField(max_length=10, choices=Part)
    number = models.PositiveIntegerField()  # counts from 1
    sealed_lines = models.TextField()

    lines = Sealed("sealed_lines")  # JSON

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "part", "number"], name="roster_page_number_once"
            )
        ]

    def __str__(self):
        return f"{self.roster_id}/{self.part}/{self.number}"


class ColumnName(models.Model):
    """What a column of a community's sheets holds, as its clerk answered; nothing means: leave it out.

    Remembered by the words of the head, as read by heads.plain_head.
    """

    community = models.ForeignKey(Area, models.CASCADE, related_name="+")
    head = models.CharField(max_length=60)
    holds = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "head"], name="column_name_once_in_a_community"
            )
        ]

    def __str__(self):
        return f"{self.head} → {self.holds}"
