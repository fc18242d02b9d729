"""What somebody put into the box, and the rounds in which it is answered.

Who may see something is asked of a round, not of the whole: whoever answered the first one sees
it as they left it, and nothing of a second one that went past them. So no list and no number of
theirs ever tells that somebody complained about them.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from foundation.pictures import files
from grids.models import Area, Posting
from grids.models.posts import reach
from grids.roles import Duty, Level


class Kind(models.TextChoices):
    SUGGESTION = "suggestion", _("建议")
    COMPLAINT = "complaint", _("投诉")


class Subject(models.TextChoices):
    PAGE = "page", _("网页不好用")
    MESSAGE = "message", _("收到的消息")
    VISIT = "visit", _("上门走访")
    PERSON = "person", _("工作人员的态度")
    OTHER = "other", _("别的")


class Tier(models.TextChoices):
    """Who answers: the secretary, the street office, or a second person of the office."""

    COMMUNITY = "community", _("社区书记")
    STREET = "street", _("街道")
    SECOND = "second", _("街道的另一个人")


ABOVE = {Tier.COMMUNITY: Tier.STREET, Tier.STREET: Tier.SECOND, Tier.SECOND: Tier.SECOND}


class Feedback(models.Model):
    """One thing somebody said of us. Whoever reads it is not told who wrote it.

    `by` is empty for who wrote without an account; they come back with `number` and `word`, a
    word of their own that is kept as a hash. `number` is drawn, not counted: a gap would tell
    of a complaint. `page` is the name of the page they came from, never an address with ids.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("编号"), max_length=9, unique=True, editable=False)
    client_id = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(_("是建议还是投诉"), max_length=12, choices=Kind)
    subject = models.CharField(_("关于什么"), max_length=10, choices=Subject)
    words = models.TextField(_("您想说的"), max_length=2000)
    who = models.CharField(_("说的是谁"), max_length=40, blank=True)
    page = models.CharField(max_length=80, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="feedback"
    )
    word = models.CharField(max_length=128, blank=True, editable=False)
    township = models.ForeignKey(Area, models.PROTECT, related_name="+")
    community = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(word=""),
                name="feedback_can_be_found_again",
                violation_error_message=_("没有账号的，要有一个查询用的暗号。"),
            )
        ]
        indexes = [models.Index(fields=["by", "-at"], name="feedback_own")]

    def __str__(self):
        return self.number


class RoundQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """By the reader's own posts, as high as the round stands; never what is about the reader.

        Nobody reads of somebody they stand below: at a community only what is about people of its
        grids, and only while they are no more than that.
        """
        low = [post for post in reader.posts if post.area.level == Level.COMMUNITY]
        high = [post for post in reader.posts if post.area.level != Level.COMMUNITY]
        to = {"prefix": "feedback__"}
        risen = Posting.objects.on(reader.day).filter(user=OuterRef("user"))
        risen = risen.exclude(area__level=Level.GRID)
        named = Concern.objects.filter(feedback=OuterRef("feedback"), since__lte=OuterRef("number"))
        answers = Duty.ANSWER_FEEDBACK
        below = reach(low, answers, **to) & Q(tier=Tier.COMMUNITY)
        below &= ~Exists(named.filter(Exists(risen)))
        street = reach(high, answers, **to) & ~Q(tier=Tier.SECOND)
        second = reach(high, Duty.STAND_SECOND, **to) & Q(tier=Tier.SECOND)
        seen = self.filter(below | street | second)
        return seen.exclude(Exists(named.filter(user=reader.user.pk or 0)))

    def open(self):
        return self.filter(answered_at__isnull=True)

    def overdue(self, at):
        return self.open().filter(due_at__lt=at)


class Round(models.Model):
    """One asking and answering: the first, or the second after "not satisfied", one tier up."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    tier = models.CharField(_("由谁答复"), max_length=10, choices=Tier)
    objection = models.TextField(_("为什么不满意"), max_length=1000, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(_("答复期限"))
    due_because = models.JSONField(default=dict, editable=False)
    answer = models.TextField(_("答复"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("意见的一次答复")
        verbose_name_plural = _("意见的一次答复")
        constraints = [
            models.UniqueConstraint(fields=["feedback", "number"], name="feedback_round_once"),
            models.CheckConstraint(
                condition=Q(number__in=[1, 2]),
                name="feedback_goes_up_once",
                violation_error_message=_("只能说一次不满意。"),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="feedback_answer_is_whole",
                violation_error_message=_("答复要有内容，也要有答复的人和时间。"),
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("opened_at")),
                name="feedback_leaves_time",
                violation_error_message=_("答复期限不能早于收到的时间。"),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="feedback_open_due", condition=Q(answered_at=None))
        ]

    def __str__(self):
        return f"{self.feedback_id} {self.number}"

    @property
    def about(self) -> str:
        """What notices of it are settled by."""
        return f"feedback:{self.uid}"

    @property
    def has_ended(self) -> bool:
        return self.answered_at is not None

    def get_status_display(self):
        return _("已答复") if self.has_ended else _("等答复")


class Concern(models.Model):
    """Somebody it is about, from this round on: they and nobody below them may know of it."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="concerns")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("意见说到的人")
        verbose_name_plural = _("意见说到的人")
        constraints = [
            models.UniqueConstraint(fields=["feedback", "user"], name="feedback_concerns_once")
        ]

    def __str__(self):
        return f"{self.feedback_id} {self.user_id}"


def photo_name(photo, filename) -> str:
    return files.random_name("feedback")


class Photo(models.Model):
    """A re-encoded picture; read only through a view that asks who is looking."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="photos")
    file = models.FileField(upload_to=photo_name)
    small = models.FileField(upload_to=photo_name)

    class Meta:
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        ordering = ["pk"]

    def __str__(self):
        return str(self.uid)
