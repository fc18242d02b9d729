"""The tables of the mechanisms. They were made by other apps and keep the names they got there."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RecordQuerySet(models.QuerySet["Record"]):
    def looks_at(self, tokens: Iterable[Any]) -> "RecordQuerySet":
        """Who looked at what is hidden of one person, newest first; each entry has a token."""
        looks = self.filter(about__in=tokens, kind=Record.Kind.LOOKED)
        return looks.order_by("-at", "-pk")

    def changes_of(self, subject: UUID | str) -> "RecordQuerySet":
        """Who changed this person (a token) or this thing (its name), newest first."""
        named = {"thing": subject} if isinstance(subject, str) else {"about": subject}
        return self.filter(kind=Record.Kind.CHANGED, **named).order_by("-at", "-pk")


class Record(models.Model):
    """Somebody looked at, changed or exported what is protected (foundation/audit/trail.py writes these).

    `body` is the exact text the chain covers; the columns repeat from it what is searched for.
    `about` is the person's uid, which means nothing any more once the person is erased; what is
    no person is named in `thing` ("grids.posting:12"). Rows are append-only by trigger, and
    chained within their `scope`, the code of a community.
    """

    class Kind(models.TextChoices):
        LOOKED = "looked", _("查看")
        CHANGED = "changed", _("修改")
        EXPORTED = "exported", _("导出")

    scope = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.UUIDField(null=True)
    thing = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    body = models.TextField()
    mac = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        db_table = "accounts_record"
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "number"], name="record_number_once_in_a_scope"
            )
        ]
        indexes = [
            models.Index(
                fields=["about", "-at"],
                name="record_about_person",
                condition=Q(about__isnull=False),
            ),
            models.Index(fields=["kind", "-at"], name="record_of_kind"),
            models.Index(fields=["thing", "-at"], name="record_of_thing", condition=~Q(thing="")),
        ]

    def __str__(self) -> str:
        return f"{self.scope}/{self.number}"


class RecordHead(models.Model):
    """The last row of one chain; `seal` says that we wrote it."""

    scope = models.CharField(max_length=20, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "accounts_recordhead"

    def __str__(self) -> str:
        return f"{self.scope}/{self.number}"


class Tally(models.Model):
    """How often something was done in one window of time (foundation/rate_limits.py)."""

    what = models.CharField(max_length=40)
    who = models.CharField(max_length=120)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "accounts_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["what", "who", "window_at"], name="tally_one_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.window_at:%Y-%m-%d %H:%M}"


class Heartbeat(models.Model):
    """When the clock last ticked, and of which version; /healthz, the supervisor and `upgrade` read it."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    version = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        db_table = "notices_heartbeat"

    def __str__(self) -> str:
        return self.name


class HousePlace(models.Model):
    """Where this house stands: a data folder on a machine, beside a database (foundation/house.py).

    `place` is a keyed hash of all that; what was restored has a row that fits nowhere. Whoever
    finds no row that fits is a copy, and says nothing.
    """

    RESTORED = "restored"

    place = models.CharField(max_length=64, unique=True)
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.place[:8]


class BackupQuerySet(models.QuerySet["Backup"]):
    def whole(self) -> "BackupQuerySet":
        return self.filter(ended_at__isnull=False, error="")

    def unfinished(self) -> "BackupQuerySet":
        return self.filter(ended_at=None)


class Backup(models.Model):
    """One try to write a backup: of a night, or because somebody asked (then it has no night).

    `beat_at` is its last sign of life while it is being written, `size` is in bytes.
    """

    MOST_TRIES = 3

    night = models.DateField(null=True, blank=True, unique=True)
    file_name = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=1)
    size = models.PositiveBigIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    objects = BackupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.file_name or f"{self.begun_at:%Y-%m-%d %H:%M}"


class SheetProof(models.Model):
    """Somebody typed a proof code of the printed key sheet: it is still there (decision 28)."""

    key_id = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    proved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_id", "number"], name="sheet_code_proves_once")
        ]

    def __str__(self) -> str:
        return f"{self.key_id}/{self.number}"
