"""What the office keeps for itself, and what waits there for a second person."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from foundation.uploads.rows import Upload
from foundation.work.rows import WorkQuerySet
from grids import roles
from grids.models import Area, Posting, Reader
from grids.roles import Duty
from office.cards.models import Badge, BadgePhoto, CardSheet, PrintedCard

__all__ = [
    "ASK",
    "Badge",
    "BadgePhoto",
    "CardSheet",
    "OrganisationFile",
    "PrintedCard",
    "Proposal",
    "SavedFilter",
    "StreetOpening",
]


def offices_of(reader: Reader) -> list[str]:
    """The codes of the areas whose office somebody works in."""
    return [post.area.code for post in reader.posts_with(Duty.ADMINISTER)]


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """One's own, and those that colleagues of the same offices share."""
        if not reader.is_signed_in:
            return self.none()
        return self.filter(Q(owner=reader.user) | Q(office__in=offices_of(reader)))


class SavedFilter(models.Model):
    """A way of looking at one register, kept under a name; never what was seen through it.

    `query` holds only parameters the register itself offers (office/saved_filters.py). `office` is
    the code of the area whose office shares it, empty for one's own.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    register = models.CharField(max_length=60)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=500)
    office = models.CharField(max_length=20, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        db_table = "accounts_savedfilter"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "register", "name"], name="saved_filter_name_once"
            )
        ]

    def __str__(self):
        return self.name


ASK = (Duty.ADMINISTER, Duty.KEEP_SECURITY)


class ProposalQuerySet(models.QuerySet):
    def of(self, reader):
        """What somebody asked for, as long as they hold a post that asks for anything."""
        asked = self.filter(asked_by_id=reader.user.pk)
        return asked if any(reader.holds(duty) for duty in ASK) else asked.none()

    def to_confirm(self, reader):
        """What others asked for where the reader stands second, and not about the reader."""
        areas = Area.objects.with_duty(reader, Duty.STAND_SECOND)
        others = self.filter(area__in=areas).exclude(asked_by_id=reader.user.pk)
        return others.exclude(user_id=reader.user.pk)

    def visible_to(self, reader):
        return self.of(reader) | self.to_confirm(reader)

    def waiting(self, at):
        """Still open: nobody has decided, and a week has not gone by."""
        return self.filter(state=Proposal.State.WAITING, asked_at__gt=at - Proposal.LASTS)


class Proposal(models.Model):
    """A grave post, or a way in for whoever holds one, that waits for a second person.

    `area` is where the second person must stand: where the post lies, or for a code the area that
    holds all grave posts of the account. A code comes in two halves: one is sealed here for
    whoever asks, the other is made when it is confirmed, and nobody but the owner hears both.
    """

    class Kind(models.TextChoices):
        OPEN = "open", _("开新账号")
        APPOINT = "appoint", _("安排岗位")
        HAND_OVER = "hand_over", _("交接岗位")
        MOVE = "move", _("调动岗位")
        EXTEND = "extend", _("延长任期")
        CODE = "code", _("给登录码")
        REPLACE = "replace", _("换第二道验证")
        RENAME = "rename", _("改登录名")
        SWITCH_ON = "switch_on", _("重新启用账号")
        CARD = "card", _("发登录卡")

    class State(models.TextChoices):
        WAITING = "waiting", _("等确认")
        CONFIRMED = "confirmed", _("已确认")
        REFUSED = "refused", _("没有确认")
        WITHDRAWN = "withdrawn", _("已撤回")

    LASTS = timedelta(days=7)
    WITH_CODE = (Kind.OPEN, Kind.CODE, Kind.REPLACE, Kind.CARD)
    GIVES_POST = (Kind.OPEN, Kind.APPOINT, Kind.HAND_OVER, Kind.MOVE, Kind.EXTEND)
    ASKED_WITH = ("file_id", "sheet_id", "together")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("什么事"), max_length=9, choices=Kind)
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.WAITING)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("关于谁"),
    )
    # Of an account to open, or the new one of an account to rename.
    username = models.CharField(_("登录名"), max_length=40, blank=True)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    posting = models.ForeignKey(Posting, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(_("岗位"), max_length=20, choices=roles.CHOICES, blank=True)
    from_on = models.DateField(_("开始日期"), null=True)
    until_on = models.DateField(_("结束日期（含当天）"), null=True)
    half_sealed = models.TextField(blank=True)
    # With what else it was asked for, so that one gesture may answer all of it.
    file = models.ForeignKey(
        "office.OrganisationFile", models.SET_NULL, null=True, related_name="proposals"
    )
    sheet = models.ForeignKey(CardSheet, models.SET_NULL, null=True, related_name="proposals")
    together = models.UUIDField(null=True, editable=False)  # the same, asked for on one page
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出的人")
    )
    asked_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("确认的人"),
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True)
    refusal = models.CharField(_("没有确认的原因"), max_length=120, blank=True)

    half = Sealed("half_sealed")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("等第二个人确认的事")
        verbose_name_plural = _("等第二个人确认的事")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"]) | Q(decided_by__isnull=False),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(decided_by=F("asked_by")),
                name="proposal_confirmed_by_another",
                violation_error_message=_("自己提出的，要由另一个人确认。"),
            ),
            models.UniqueConstraint(
                fields=["kind", "user", "area", "role"],
                condition=Q(state="waiting"),
                name="proposal_waits_once",
            ),
            models.UniqueConstraint(
                fields=["username"],
                condition=Q(state="waiting", kind="open"),
                name="proposal_opens_a_name_once",
            ),
        ]
        indexes = [
            models.Index(fields=["area"], name="proposal_open", condition=Q(state="waiting"))
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.who}"

    @property
    def who(self) -> str:
        """By name, whom it is about."""
        return self.user.name if self.user else self.name

    def asked_with_it(self) -> ProposalQuerySet:
        """All that was asked for by the same workbook, for the same cards, or on the same page."""
        same = {one: getattr(self, one) for one in self.ASKED_WITH}
        return Proposal.objects.filter(**same)


class OrganisationFileQuerySet(WorkQuerySet):
    BULKY = ("sealed_file", "sealed_before", "sealed_says")

    def visible_to(self, reader):
        return self.filter(street__in=Area.objects.with_duty(reader, Duty.ADMINISTER))


class OrganisationFile(Upload):
    """组织表: one uploaded workbook of a street, its dry run, and whether it was taken in.

    `answers`: by the keys of what the file leaves open (office/opening/plan.py). `says` is what the
    file said, by which the next one knows what was corrected by hand since; `before` is what an
    undo needs.
    """

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("等待检查")
        CHECKED = "checked", _("已检查")
        TO_TAKE_IN = "to_take_in", _("等待导入")
        TAKEN_IN = "taken_in", _("已导入")
        TO_UNDO = "to_undo", _("等待撤销")
        UNDONE = "undone", _("已撤销")
        REFUSED = "refused", _("没有读成")

    AT_WORK = ["to_check", "to_take_in", "to_undo"]

    street = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("街道"))
    lines = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)
    sealed_found = models.TextField(blank=True)
    sealed_before = models.TextField(blank=True)
    sealed_says = models.TextField(blank=True)
    # Written part by part: what was agreed to, as a digest for each, and how many are written.
    parts = models.JSONField(default=list)
    parts_written = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.TO_CHECK)

    found = Sealed("sealed_found")  # JSON: what the page shows
    before = Sealed("sealed_before")  # JSON
    says = Sealed("sealed_says")  # JSON

    objects = OrganisationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("组织表")
        verbose_name_plural = _("组织表")
        indexes = [models.Index(fields=["street", "-uploaded_at"], name="organisation_file_newest")]


class StreetOpeningQuerySet(models.QuerySet):
    def open_on(self, day):
        """Those whose opening day has come."""
        return self.filter(opens_on__lte=day)

    def to_begin(self, day):
        """Their day has come, and nothing has followed from it yet."""
        return self.open_on(day).filter(begun_at=None)


class StreetOpening(models.Model):
    """开张: from this day on a street works with the house; nothing is late that fell due before.

    `said_by` is nobody for a street that worked before openings were said. `begun_at`: when what
    follows from the day was done (office/onboarding/opening.py).
    """

    street = models.OneToOneField(
        Area, models.PROTECT, related_name="opening", verbose_name=_("街道")
    )
    opens_on = models.DateField(_("开张日"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    said_at = models.DateTimeField(_("什么时候定的"))
    begun_at = models.DateTimeField(null=True)

    objects = StreetOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("开张")
        verbose_name_plural = _("开张")

    def __str__(self):
        return f"{self.street} {self.opens_on}"
