"""What somebody shows besides the password, as it is kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed


class SecondFactor(models.Model):
    """Of one account: by when it has to be set up, and what is.

    The row is made at the first sign-in that asks for one. `last_step` is the newest half minute
    whose code was used, so that a code is good once. `needs_card`: what was set up is lost, and
    whoever sets up another one shows a card first.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor"
    )
    due_at = models.DateTimeField()
    sealed_key = models.TextField(blank=True)
    key_confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    paper_at = models.DateTimeField(null=True)
    device_at = models.DateTimeField(null=True)
    needs_card = models.BooleanField(default=False)

    key = Sealed("sealed_key")

    def __str__(self):
        return f"second factor {self.pk}"

    @property
    def has_own(self) -> bool:
        return bool(self.key_confirmed_at or self.paper_at)

    @property
    def is_set_up(self) -> bool:
        """Whether there is anything, if only a device (WorkDevice)."""
        return self.has_own or self.device_at is not None


class PaperCode(models.Model):
    """One of ten codes on paper; good once, only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="paper_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"paper code {self.pk}"


class SignInCard(models.Model):
    """A card with a code that the office prints and hands over in person; good once, for a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"card {self.pk}"


class WorkDevice(models.Model):
    """A browser on which somebody typed the code of a card; `device` is the hash of its mark."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    device = models.CharField(max_length=64)
    name = models.CharField(_("设备"), max_length=60)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "device"],
                condition=Q(ended_at=None),
                name="work_device_once_for_its_owner",
            )
        ]

    def __str__(self):
        return self.name
