"""What must be told to whom, and what the clock must not forget."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def to(self, user):
        """Everybody reads their own inbox and nobody else's."""
        return self.filter(recipient_id=user.pk)

    def in_inbox(self, at):
        return self.filter(channel=Notice.Channel.INBOX, due_at__lte=at)

    def about(self, subject):
        return self.filter(about=subject)

    def unread(self):
        return self.filter(read_at__isnull=True)

    def given_up(self):
        return self.filter(sent_at__isnull=True, tries__gte=Notice.MOST_TRIES)

    def unsent(self, at):
        """Due, and nobody has looked yet on which ways it leaves the house."""
        return self.filter(sent_at__isnull=True, due_at__lte=at, tries__lt=Notice.MOST_TRIES)


class Notice(models.Model):
    """One thing to tell one person: a row of the outbox, and of their inbox.

    It is written in the transaction that promises it, so it is lost only if the promise is. Which
    ways it takes besides the inbox is decided when it is due (notices/delivery/routing.py), at
    `sent_at`; one whose channel is SMS is not in the inbox and only leaves as a text message.
    `text` is a Chinese message id and `values` its words, so each reader reads it in their own
    language. `about` names what it speaks of ("case:<uid>"), so that all of it can be settled or
    taken back, whoever was told on whatever way.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内")
        SMS = "sms", _("短信")

    MOST_TRIES = 5

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    channel = models.CharField(_("方式"), max_length=10, choices=Channel, default=Channel.INBOX)
    key = models.CharField(max_length=150)
    about = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=200)
    values = models.JSONField(default=dict, blank=True)
    link = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    urgent = models.BooleanField(default=False, db_default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "key"], name="notice_told_once_per_channel"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-due_at", "-id"], name="notice_inbox"),
            models.Index(fields=["about"], name="notice_about", condition=~models.Q(about="")),
            models.Index(
                fields=["due_at"], name="notice_unsent", condition=models.Q(sent_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.key}"

    @property
    def sentence(self):
        return gettext(self.text) % self.values

    @property
    def lines(self):
        """(sentence, link) of each thing, where one message says several (notices/digest.py)."""
        lines = self.values.get("lines", [])
        return [(gettext(text) % values, link) for text, values, link in lines]

    @property
    def rows(self):
        """(sentence, number of the line from 1, or 0) of each row of the inbox."""
        rows = [(said, number) for number, (said, _link) in enumerate(self.lines, start=1)]
        return rows or [(self.sentence, 0)]


class ReminderQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(done_at__isnull=True, tries__lt=Reminder.MOST_TRIES)

    def due(self, at):
        return self.waiting().filter(due_at__lte=at)


class Reminder(models.Model):
    """Something the clock must do once: one row for a rule, a subject and a period."""

    MOST_TRIES = 5

    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("定时提醒")
        verbose_name_plural = _("定时提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "period"], name="reminder_once_per_period"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="reminder_waiting", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.rule} {self.subject} {self.period}"


class TextTemplate(models.Model):
    """What a provider of text messages has approved for one kind of message.

    `parameters` are the values of ours it is filled in with, in the order of the template, where it
    calls them something else as `theirs=ours`: "code,minutes", "yzm=code".
    """

    class Provider(models.TextChoices):
        ALIYUN = "aliyun", _("阿里云")
        TENCENT = "tencent", _("腾讯云")

    provider = models.CharField(_("服务商"), max_length=10, choices=Provider)
    event = models.CharField(
        _("哪一类消息"),
        max_length=40,
        help_text=_("英文名，像 sign-in-code（登录验证码）、old-number（告诉原来的号码）。"),
    )
    code = models.CharField(_("模板编号"), max_length=40, help_text=_("服务商批下来的编号。"))
    parameters = models.CharField(
        _("填进去的"),
        max_length=200,
        blank=True,
        help_text=_("模板里有几个空就写几个，按顺序，用逗号隔开；没有空就不写。"),
    )

    class Meta:
        verbose_name = _("短信模板")
        verbose_name_plural = _("短信模板")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event"],
                name="text_template_one_for_an_event",
                violation_error_message=_("这家服务商的这一类消息已经有模板了，请改那一个。"),
            )
        ]

    def __str__(self):
        return f"{self.get_provider_display()} {self.event}"

    @property
    def pairs(self):
        """(their name, ours) of each value, in their order."""
        named = [each.strip().partition("=") for each in self.parameters.split(",") if each.strip()]
        return [(theirs.strip(), (ours or theirs).strip()) for theirs, _equals, ours in named]

    def clean(self):
        if not all(name.isidentifier() for pair in self.pairs for name in pair):
            told = _("要写名字，用逗号隔开，像 code,minutes 或者 yzm=code。")
            raise ValidationError({"parameters": told})


class SlipQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(printed_at__isnull=True)

    def printed(self, *, by, at):
        """These have been put on paper; returns how many nobody had printed before."""
        return self.waiting().update(printed_at=at, printed_by=by)


class Slip(models.Model):
    """One thing to tell one person on paper; it waits until somebody of their community prints it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="slips")
    event = models.CharField(max_length=40)
    text = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("纸条")
        verbose_name_plural = _("纸条")
        indexes = [
            models.Index(
                fields=["made_at"], name="slip_waiting", condition=models.Q(printed_at__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="slip_says_something",
                violation_error_message=_("纸条上要有话。"),
            )
        ]

    def __str__(self):
        return f"slip {self.event}"
