"""What somebody says is otherwise than the register has it, and what was corrected by hand."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from grids.models import reach
from grids.roles import Duty
from residents.models.people import Person
from residents.models.places import Dwelling
from residents.models.rosters import Roster


class CorrectionQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Whoever keeps the register there; what one proposed oneself while one sees people there.

        Of needs only those where the reader sees care.
        """
        if not reader.is_signed_in:
            return self.none()
        mine = Q(proposed_by=reader.user.pk) & _near(reader, Duty.SEE_PEOPLE)
        seen = self.filter(mine | _near(reader, Duty.IMPORT_ROSTER))
        return seen.filter(~Q(kind=Correction.Kind.TAG) | _near(reader, Duty.SEE_CARE))

    def kept_by(self, reader):
        """Those the reader decides, as far as their area goes."""
        return self.visible_to(reader).filter(_near(reader, Duty.IMPORT_ROSTER))

    def open(self):
        return self.filter(state=Correction.State.OPEN)

    def at_door(self, dwelling):
        """What is said of this door and of whoever lives behind it."""
        return self.filter(Q(dwelling=dwelling) | Q(person__home=dwelling))

    def with_all(self):
        places = [f"{each}__{place}" for each in ("person", "dwelling") for place in ABOVE]
        homes = ["person__home__building__compound", "dwelling__building__compound"]
        rows = self.select_related(*places, *homes, "proposed_by", "decided_by", "roster")
        return rows.prefetch_related("person__care_tags")


ABOVE = ("grid", "community", "township")


def _near(reader, duty):
    """By where the person is looked after; by the door where it names nobody registered."""
    person = Q(person__isnull=False) & reach(reader.posts, duty, prefix="person__")
    door = Q(person=None) & reach(reader.posts, duty, prefix="dwelling__")
    return person | door


class Correction(models.Model):
    """更正: one proposes, whoever keeps the register there accepts or declines with a word.

        open → accepted | declined | withdrawn

    `uid` is the id its client made before sending. `value` is what is proposed, `stood` what the
    register held then, both as residents.corrections.kinds reads them. Whoever keeps the register
    needs no second: what they write at their desk is accepted as it is written.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("手机")
        NAME = "name", _("姓名")
        REMARKS = "remarks", _("备注")
        HOUSEHOLD = "household", _("户和关系")
        TAG = "tag", _("关爱标签")
        MOVED_AWAY = "moved_away", _("搬走了")
        DIED = "died", _("去世了")
        MOVED_IN = "moved_in", _("有人搬来")
        NO_ENTRY = "no_entry", _("请别进屋")

    class Origin(models.TextChoices):
        DOOR = "door", _("上门提的")
        DESK = "desk", _("管登记的人改的")
        ROSTER = "roster", _("名册里写的")

    class State(models.TextChoices):
        OPEN = "open", _("等着看")
        ACCEPTED = "accepted", _("改好了")
        DECLINED = "declined", _("没有采用")
        WITHDRAWN = "withdrawn", _("收回了")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.DOOR)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    dwelling = models.ForeignKey(
        Dwelling, models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    roster = models.ForeignKey(Roster, models.SET_NULL, null=True, blank=True, related_name="+")
    value_sealed = models.TextField()
    stood_sealed = models.TextField(blank=True)
    note = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=120, blank=True)

    value_text = Sealed("value_sealed")  # JSON
    stood_text = Sealed("stood_sealed")  # JSON

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("登记更正")
        verbose_name_plural = _("登记更正")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(dwelling__isnull=False),
                name="correction_is_about_somebody_or_a_door",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="correction_that_is_no_longer_open_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=F("proposed_by"))
                | Q(state="withdrawn")
                | ~Q(origin="door"),
                name="correction_from_a_door_is_decided_by_another",
                violation_error_message=_("自己提的，要另一位同事来看。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at"], name="correction_waits", condition=Q(state="open")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.uid}"

    @property
    def value(self) -> dict[str, Any]:
        return json.loads(self.value_text)

    @property
    def stood(self) -> Any:
        return json.loads(self.stood_text or "null")

    @property
    def place(self):
        """What has the area columns: the person, or the door of somebody not registered."""
        return self.person if self.person_id else self.dwelling


class CorrectedByHand(models.Model):
    """Somebody looked and wrote this column of an entry themselves, last at that time.

    A roster older than that does not write over it (residents.roster.planning.corrected).
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="corrected_by_hand", db_index=False
    )
    column = models.CharField(max_length=40)
    corrected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "column"], name="corrected_by_hand_once_for_a_column"
            )
        ]

    def __str__(self):
        return f"{self.person_id}.{self.column}"
