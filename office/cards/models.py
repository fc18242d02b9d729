"""Badges, the photo on one, and which cards were printed when."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.pictures import files
from grids.models import Area
from grids.roles import Duty

USER = settings.AUTH_USER_MODEL


def new_token() -> str:
    """128 bits, as they stand in an address: nobody finds a badge by guessing."""
    return secrets.token_urlsafe(16)


def photo_name(photo, filename) -> str:
    return files.random_name("badges")


class Badge(models.Model):
    """工作证: what the QR on somebody's chest leads to, until it is ended; of one person one at a time.

    Whether it is valid today stands in no column: it is, while its owner holds a post.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(USER, models.CASCADE, related_name="badges")
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    made_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="badge_one_at_a_time"
            )
        ]

    def __str__(self):
        return f"badge {self.pk}"


class BadgePhoto(models.Model):
    """Put there by whoever it shows, and by nobody else."""

    user = models.OneToOneField(USER, models.CASCADE, related_name="badge_photo")
    file = models.FileField(upload_to=photo_name)
    small = models.FileField(upload_to=photo_name)
    at = models.DateTimeField()

    def __str__(self):
        return f"photo {self.pk}"


class CardSheetQuerySet(models.QuerySet):
    def visible_to(self, reader):
        return self.filter(area__in=Area.objects.with_duty(reader, Duty.ADMINISTER))


class CardSheet(models.Model):
    """That cards were printed: where, by whom, when. No code is kept with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    printed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(db_index=True)

    objects = CardSheetQuerySet.as_manager()

    def __str__(self):
        return f"{self.area} {self.printed_at:%Y-%m-%d %H:%M}"


class PrintedCard(models.Model):
    """One card on it."""

    class What(models.TextChoices):
        FIRST = "first", _("登录卡，选自己的密码")
        DEVICE = "device", _("登录卡，登记一部手机")
        HALF = "half", _("登录卡，一半码")
        BADGE = "badge", _("只有工作证")

    sheet = models.ForeignKey(CardSheet, models.CASCADE, related_name="cards")
    user = models.ForeignKey(USER, models.CASCADE, related_name="+")
    what = models.CharField(max_length=6, choices=What)

    def __str__(self):
        return f"{self.what} {self.pk}"
