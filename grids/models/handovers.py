"""Posts that one person hands over to another, once that one says yes."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grids.models.areas import Area
from grids.models.posts import Posting
from grids.roles import Duty


class HandoverQuerySet(models.QuerySet["Handover"]):
    def waiting(self) -> Self:
        return self.filter(state=Handover.State.WAITING)

    def administered_by(self, reader: Any) -> Self:
        areas = Area.objects.with_duty(reader, Duty.ADMINISTER)
        return self.filter(posts__area__in=areas).distinct()

    def visible_to(self, reader: Any) -> Self:
        """Who hands over, who takes over, and whoever administers one of the posts."""
        if not reader.is_signed_in:
            return self.none()
        areas = Area.objects.with_duty(reader, Duty.ADMINISTER)
        theirs = Q(user=reader.user.pk) | Q(to=reader.user.pk)
        return self.filter(theirs | Q(posts__area__in=areas)).distinct()


class Handover(models.Model):
    """Asked for by the office; nothing moves before `to` has accepted, and then all of it does.

    `on` is the first day of the successor. What is open goes along that day: grids/handing_over.py.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等接手的人同意")
        ACCEPTED = "accepted", _("交接好了")
        DECLINED = "declined", _("没有接")
        WITHDRAWN = "withdrawn", _("收回了")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("交出的人")
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("接手的人")
    )
    posts = models.ManyToManyField(Posting, related_name="handovers", verbose_name=_("岗位"))
    on = models.DateField(_("从哪天起接手"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("交接")
        verbose_name_plural = _("交接")
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("to")),
                name="nobody_hands_over_to_themselves",
                violation_error_message=_("不能交给自己。"),
            ),
            models.UniqueConstraint(
                fields=["user", "to"],
                condition=Q(state="waiting"),
                name="one_handover_waits_between_two",
                violation_error_message=_("这两个人之间已经有一次交接在等。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.to} {self.on}"
