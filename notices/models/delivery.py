"""On which ways what is told leaves the house: rules, choices, and each thing on each way."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

DIGITS = RegexValidator(r"^[0-9]*$", _("区域编码只有数字，不写就是处处。"))


class Way(models.TextChoices):
    TEXT = "text", _("短信")
    WECOM = "wecom", _("企业微信")
    MAIL = "mail", _("邮件")
    SLIP = "slip", _("纸条")


class Audience(models.TextChoices):
    RESIDENTS = "residents", _("居民")
    STAFF = "staff", _("工作人员")


class DeliveryRule(models.Model):
    """What one kind of message leaves by, in an area and all below it.

    Of several the one with the longest code counts. Where there is none, the event itself says
    (notices/events.py). Without any way it stays in the inbox.
    """

    event = models.CharField(_("哪一类消息"), max_length=40)
    audience = models.CharField(_("发给谁"), max_length=10, choices=Audience)
    area_code = models.CharField(
        _("哪个区域"),
        max_length=20,
        blank=True,
        validators=[DIGITS],
        help_text=_("区域的编码，下面的都算；不写就是处处。几条都管得着时，编码最长的算数。"),
    )
    by_text = models.BooleanField(_("发短信"), default=False)
    by_wecom = models.BooleanField(_("发企业微信"), default=False)
    by_mail = models.BooleanField(_("发邮件"), default=False)
    by_slip = models.BooleanField(_("打纸条"), default=False)
    digest = models.BooleanField(
        _("一天只说一次"),
        default=False,
        help_text=_("攒到第二天早上，几条合成一条，只说有几条。"),
    )
    quiet = models.BooleanField(
        _("夜里不发"),
        default=True,
        help_text=_("去掉的话，紧急的夜里也发；不紧急的总是等到早上。"),
    )

    class Meta:
        verbose_name = _("送达规则")
        verbose_name_plural = _("送达规则")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "audience", "area_code"],
                name="delivery_rule_one_for_a_place",
                violation_error_message=_("这里的这一类消息已经有一条规则了，请改那一条。"),
            )
        ]

    def __str__(self):
        return f"{self.get_audience_display()} {self.area_code}".strip()

    @property
    def ways(self) -> list[str]:
        return [way for way in Way.values if getattr(self, f"by_{way}")]


class ToldBy(models.Model):
    """How somebody wants to be told; it narrows what rules say, except for their own matters."""

    class Choice(models.TextChoices):
        TEXT = "text", _("发短信")
        WECOM = "wecom", _("发企业微信")
        WORKER = "worker", _("请网格员当面告诉我")
        PAPER = "paper", _("写在纸上给我")
        OWN = "own", _("只说我自己的事")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="told_by"
    )
    choice = models.CharField(_("怎么告诉我"), max_length=10, choices=Choice)
    said_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("告知方式")
        verbose_name_plural = _("告知方式")

    def __str__(self):
        return self.choice

    @property
    def way(self) -> str | None:
        """The one way they want, if they named one."""
        chosen = {"text": Way.TEXT, "wecom": Way.WECOM, "worker": Way.SLIP, "paper": Way.SLIP}
        return chosen.get(self.choice)


class Emergency(models.Model):
    """In this area urgent messages go out at night as well, from then until then, for a reason.

    A grave one, over a day or above a community, begins only when a second person has agreed.
    """

    LONG = timedelta(hours=24)
    COMMUNITY = 12
    """Digits in the code of a community; a shorter code is above it."""

    area_code = models.CharField(
        _("哪个区域"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9]+$", _("请填区域的编码。"))],
    )
    reason = models.CharField(_("为什么"), max_length=200)
    from_at = models.DateTimeField(_("从什么时候"))
    until_at = models.DateTimeField(_("到什么时候"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁定的")
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁也同意"),
    )

    class Meta:
        verbose_name = _("紧急状态")
        verbose_name_plural = _("紧急状态")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")),
                name="emergency_ends_after_it_begins",
                violation_error_message=_("结束要在开始以后。"),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("said_by")),
                name="emergency_is_agreed_by_another",
                violation_error_message=_("要另一位同事同意。"),
            ),
        ]

    def __str__(self):
        return f"{self.area_code} {self.reason}"

    @property
    def grave(self) -> bool:
        return len(self.area_code) < self.COMMUNITY or self.until_at - self.from_at > self.LONG

    @property
    def counts(self) -> bool:
        return not self.grave or self.agreed_by_id is not None

    def clean(self):
        if not self.reason.strip():
            raise ValidationError({"reason": _("请写为什么：大家事后要看得懂。")})


class DispatchQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None, given_up_at=None, left_out_at=None)

    def given_up(self):
        return self.filter(given_up_at__isnull=False)

    def late(self, at):
        """Nobody has tried it although it is time; those that failed have a time of their own."""
        return self.waiting().filter(next_try_at__lte=at)

    def in_order(self):
        """Without those that wait for an earlier one to the same person on the same way.

        What is urgent overtakes what is not; what waits for another day stands in nobody's way.
        """
        before = Dispatch.objects.waiting().filter(
            Q(urgent=True) | Q(urgent=OuterRef("urgent")),
            recipient=OuterRef("recipient"),
            way=OuterRef("way"),
            digest=OuterRef("digest"),
            pk__lt=OuterRef("pk"),
        )
        return self.filter(~Exists(before))


class Dispatch(models.Model):
    """One thing told to one person on one way out of the house.

    It ends in one of three ways: sent, given up (a dead letter, sent again by hand), or left out,
    because when it was to be sent it must not be said any more. `next_try_at` is also the lease of
    whoever tries just now.
    """

    notice = models.ForeignKey("notices.Notice", models.CASCADE, related_name="dispatches")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    way = models.CharField(_("方式"), max_length=10, choices=Way)
    digest = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    at_night = models.BooleanField(default=False)
    due_at = models.DateTimeField(_("该送的时间"))
    next_try_at = models.DateTimeField(_("下一次"))
    tries = models.PositiveSmallIntegerField(_("试过几次"), default=0)
    sent_at = models.DateTimeField(_("送出的时间"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("不再试的时间"), null=True, blank=True)
    left_out_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveIntegerField(null=True, blank=True)  # fen

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("送出")
        verbose_name_plural = _("没送到的消息")  # where the office reads them
        constraints = [
            models.UniqueConstraint(fields=["notice", "way"], name="dispatch_once_on_a_way")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="dispatch_waiting",
                condition=Q(sent_at=None, given_up_at=None, left_out_at=None),
            ),
            models.Index(
                fields=["recipient", "way", "id"],
                name="dispatch_in_order",
                condition=Q(sent_at=None, given_up_at=None, left_out_at=None),
            ),
            models.Index(
                fields=["-given_up_at"],
                name="dispatch_given_up",
                condition=Q(given_up_at__isnull=False),
            ),
            models.Index(fields=["sent_at", "way"], name="dispatch_sent"),
        ]

    def __str__(self):
        return str(self.get_way_display())
