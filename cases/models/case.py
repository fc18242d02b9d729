"""One problem, who may see it, and how far it is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.models.rules import Category, Priority
from grids.models import InArea, InAreaQuerySet, posts, reach
from grids.roles import Duty, Level
from residents.models import Dwelling, Person
from visits.models import Visit

AREAS = ("grid", "community", "township")


class Status(models.TextChoices):
    REPORTED = "reported", _("待受理")
    RETURNED = "returned", _("待补充")
    ACCEPTED = "accepted", _("已受理")
    DISPATCHED = "dispatched", _("办理中")
    HANDLED = "handled", _("待答复")
    CLOSED = "closed", _("已答复")
    REFERRED = "referred", _("已转出")
    WITHDRAWN = "withdrawn", _("已收回")


ANSWERED = [Status.CLOSED, Status.REFERRED]
ENDED = [*ANSWERED, Status.WITHDRAWN]
IN_HAND = [Status.DISPATCHED, Status.HANDLED]


class Channel(models.TextChoices):
    PHONE = "phone", _("居民手机上报")
    WORKER = "worker", _("网格员上报")
    COUNTER = "counter", _("窗口登记")


class Elsewhere(models.TextChoices):
    """Who has to answer what is not for the community to answer."""

    HOTLINE = "hotline", _("12345 热线")
    POLICE = "police", _("派出所、110")
    UTILITIES = "utilities", _("供热、供水、供电、燃气公司")
    PROPERTY = "property", _("物业公司")
    LEGAL_AID = "legal_aid", _("司法所、法律援助")
    COURT = "court", _("法院")
    STREET_OFFICE = "street_office", _("街道办事处")
    OTHER = "other", _("别的单位")

    def answering(self, why: str) -> str:
        """What the person who reported is answered, kept in the words of the house."""
        with translation.override("zh-hans"):
            return f"{self.label}：{why}"


def in_communities_of(reader, *, own: bool = False) -> Q:
    """Rows in the communities the reader's posts lie in, or that lie below their posts; `own`:
    without posts that are only lent to whoever stands in."""
    held = [post for post in reader.posts_with(Duty.SEE_CASES) if not (own and post.is_lent)]
    grids = [post.area for post in held if post.area.level == Level.GRID]
    communities = [post.area for post in held if post.area.level == Level.COMMUNITY]
    near = Q(community__in={grid.parent_id for grid in grids} | {area.pk for area in communities})
    if len(grids) + len(communities) < len(held):
        near |= reach(held, Duty.SEE_CASES)
    return near


class CaseQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_CASES

    def visible_to(self, reader):
        """By area; a confidential case only for those who are named on it.

        A name counts while its holder has a post in the community of the case or above it, so an
        ended or moved post ends it without anybody withdrawing the name. The first filter is
        what an index can follow; it never widens the second. Where both name the same areas they
        are said once: said twice, the database expects a handful of rows and sorts thousands.
        """
        named = CaseUserObjectPermission.objects.filter(
            user_id=reader.user.pk, permission__codename="view_case"
        )
        open_ones = Q(confidential=False)
        if any(post.area.level == Level.GRID for post in reader.posts):
            open_ones &= reach(reader.posts, self.seen_by)
        secrets = Q(confidential=True, pk__in=named.values("content_object"))
        if any(post.is_lent for post in reader.posts):  # a name counts by a post of one's own
            secrets &= in_communities_of(reader, own=True)
        return self.filter(in_communities_of(reader)).filter(open_ones | secrets)

    def in_hands_of(self, reader):
        """What the reader was sent to do, or somebody was for whom they stand in today; nothing
        confidential of theirs."""
        of_others = Q(handler__in=reader.hands - {reader.user.pk}, confidential=False)
        return self.filter(Q(handler=reader.user.pk) | of_others)

    def reported_by(self, person):
        """Somebody's own reports. The household plays no part: a spouse is a stranger to them."""
        return self.filter(reporter=person)

    def open(self):
        return self.filter(closed_at__isnull=True)

    def overdue(self, at):
        return self.open().filter(due_at__lt=at)


class Case(InArea):
    """One problem. What happens to it goes through `workflow`, and each change leaves a Step.

    `number` is for people and is counted by street and day, so that nobody there meets it twice;
    `numbered_by` is the code of the street that counted it (of the community, for the oldest),
    and stays when the case moves. `version` changes with every step,
    so of two deciders who saw the same case only one can win. `due_because` explains `due_at`
    (clocks.explain). Who reported is hidden from handlers (`shows_reporter_to`).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("编号"), max_length=20, editable=False)
    numbered_by = models.CharField(max_length=20, editable=False)
    client_id = models.UUIDField(unique=True, editable=False)
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="cases", verbose_name=_("类别")
    )
    priority = models.CharField(_("缓急"), max_length=10, choices=Priority, default=Priority.NORMAL)
    title = models.CharField(_("标题"), max_length=60)
    words = models.TextField(_("经过"), max_length=2000)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    dwelling = models.ForeignKey(
        Dwelling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("户室"),
    )
    visit = models.ForeignKey(
        Visit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("联系记录"),
    )
    reporter = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_cases",
        verbose_name=_("反映人"),
    )
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="filed_cases",
        verbose_name=_("登记人"),
    )
    channel = models.CharField(_("来源"), max_length=10, choices=Channel)
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.REPORTED)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases_to_handle",
        verbose_name=_("经办人"),
    )
    confidential = models.BooleanField(_("保密"), default=False)
    # Whoever the reporter does not want to know of it, though it would be theirs to receive.
    kept_from = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    # Until when the person concerned reads who looked at their numbers inside the secret.
    looks_released_at = models.DateTimeField(null=True, editable=False)
    reported_at = models.DateTimeField(_("上报时间"))
    due_at = models.DateTimeField(_("答复期限"))
    due_because = models.JSONField(default=dict, editable=False)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    moves_with = "dwelling__building"
    unsaid = Q(confidential=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        constraints = [
            models.UniqueConstraint(
                fields=["numbered_by", "number"],
                name="case_number_once",
                violation_error_message=_("这个编号已经用过。"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, closed_at__isnull=False)
                | (~Q(status__in=ENDED) & Q(closed_at__isnull=True)),
                name="case_has_a_closing_date_once_it_ended",
                violation_error_message=_("办结的事件必须有办结时间，没办结的不能有。"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ANSWERED) | ~Q(answer=""),
                name="case_ends_with_an_answer",
                violation_error_message=_("办结的事件必须有答复。"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IN_HAND) | Q(handler__isnull=False),
                name="case_in_hand_has_a_handler",
                violation_error_message=_("办理中的事件必须有经办人。"),
            ),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("reported_at")),
                name="case_leaves_time_to_answer",
                violation_error_message=_("答复期限要在上报以后。"),
            ),
        ]
        indexes = [
            # Open cases are read by due date, ended ones newest first; neither reads the other.
            *(
                models.Index(
                    fields=[area, "due_at", "id"],
                    name=f"case_open_{area}",
                    condition=Q(closed_at__isnull=True),
                )
                for area in AREAS
            ),
            *(
                models.Index(
                    fields=[area, "-closed_at", "-id"],
                    name=f"case_ended_{area}",
                    condition=Q(closed_at__isnull=False),
                )
                for area in AREAS
            ),
            models.Index(
                fields=["handler", "due_at", "id"],
                name="case_open_handler",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["number"], name="case_by_number"),
            models.Index(fields=["reporter", "-reported_at", "-id"], name="case_of_reporter"),
        ]

    def __str__(self):
        return self.number

    @property
    def about(self):
        """What notices about it are found by."""
        return f"case:{self.uid}"

    @property
    def has_ended(self):
        return self.status in ENDED

    @property
    def says_more(self):
        """Whether the words hold anything beyond the title, which is their first sentence."""
        return self.words.strip().rstrip("。！？!?；;") != self.title

    def shows_reporter_to(self, reader) -> bool:
        """Whoever triages here, and whoever filed it. A handler never learns who reported."""
        return self.filed_by_id == reader.user.pk or posts.holds(reader, Duty.TRIAGE_CASES, self)


class CaseUserObjectPermission(UserObjectPermissionBase):
    """Who is named on a confidential case (django-guardian, by direct foreign key)."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="named")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("保密事件知情人")
        verbose_name_plural = _("保密事件知情人")

    def __str__(self):
        return f"{self.content_object_id} {self.user_id}"


class CaseNumber(models.Model):
    """How many cases an area has numbered on a day: a street, and formerly a community."""

    area_code = models.CharField(max_length=20)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "day"], name="case_numbers_once_per_area_and_day"
            )
        ]

    def __str__(self):
        return f"{self.area_code} {self.day} {self.last}"
