"""Numbers that open something: who wrote them, who confirmed them; and the card with a code."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from residents.models.people import Person


class WrittenNumber(models.Model):
    """Who last wrote a number into somebody's entry, and who confirmed that it is theirs.

    A way to sign in is no register field: the phone of a `Person` is for ringing, the phone of
    their account (accounts.User) is the way in, and only a confirmation carries the one over to
    the other (residents/numbers). `before` is the number that was confirmed last, kept until
    this one is. What was there before anybody asked has no row, and nobody is known to have
    written it.
    """

    class Column(models.TextChoices):
        PHONE = "phone", _("手机号")
        ID_NUMBER = "id_number", _("身份证号")

    class Origin(models.TextChoices):
        EARLIER = "earlier", _("早先登记的")
        ROSTER = "roster", _("名册里来的")
        OFFICE = "office", _("街道后台填的")
        COUNTER = "counter", _("柜台填的")
        DOOR = "door", _("上门时填的")

    class How(models.TextChoices):
        OLD_NUMBER = "old_number", _("原来的号码收了验证码")
        COUNTER = "counter", _("柜台看过身份证")
        DOOR = "door", _("上门两个人看过")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The unique key below finds the rows of a person.
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="written_numbers", db_index=False
    )
    column = models.CharField(max_length=10, choices=Column)
    origin = models.CharField(max_length=10, choices=Origin)
    reason = models.CharField(max_length=120, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    before_sealed = models.TextField(blank=True)
    before_index = models.CharField(max_length=64, blank=True)
    # When the number before is to be told; empty once it was, and where it must not be.
    tell_before_at = models.DateTimeField(null=True)
    confirmed_how = models.CharField(max_length=12, choices=How, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    before = Sealed("before_sealed", found_as="phone")

    class Meta:
        verbose_name = _("号码的来历")
        verbose_name_plural = _("号码的来历")
        constraints = [
            models.UniqueConstraint(fields=["person", "column"], name="number_written_last_once"),
            models.CheckConstraint(
                condition=Q(confirmed_how="", confirmed_at=None)
                | (~Q(confirmed_how="") & Q(confirmed_at__isnull=False)),
                name="number_confirmed_says_how_and_when",
                violation_error_message=_("确认过的号码要写明怎么确认的、什么时候。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_how__in=["", "old_number"])
                | (
                    Q(written_by__isnull=False)
                    & Q(confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("written_by"))
                )
                | (
                    Q(seconded_by__isnull=False)
                    & ~Q(seconded_by=F("confirmed_by"))
                    & (Q(written_by=None) | ~Q(seconded_by=F("written_by")))
                ),
                name="number_not_confirmed_by_its_writer",
                violation_error_message=_("写号码的人不能自己确认，要另一位同事看过身份证。"),
            ),
        ]
        # A roster writes tens of thousands of rows, so no index twice: `db_index` on a text
        # makes a second one, for LIKE.
        indexes = [
            models.Index(
                fields=["tell_before_at"],
                name="number_before_to_tell",
                condition=Q(tell_before_at__isnull=False),
            ),
            models.Index(fields=["before_index"], name="number_before_by_index"),
        ]

    def __str__(self):
        return f"{self.column} of {self.person_id}"


class ResidentCard(models.Model):
    """居民卡: a code on paper that opens somebody's own pages once, within seven days.

    Given into their hand by two members of staff who saw them; only a hash of the code is kept.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("居民卡")
        verbose_name_plural = _("居民卡")
        constraints = [
            models.CheckConstraint(
                condition=~Q(made_by=F("seconded_by")),
                name="resident_card_by_two",
                violation_error_message=_("居民卡要两个人一起发。"),
            )
        ]

    def __str__(self):
        return f"card {self.pk}"
