"""Two entries of the register with one ID number, and what both offices decide about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from grids.models import reach
from grids.roles import Duty
from residents.models.people import Person


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Both offices: whoever keeps the register where either entry lies.

        Whoever wrote the later number sees nothing until somebody has said something: the list
        must not answer what the form does not (decision 22).
        """
        if not reader.is_signed_in:
            return self.none()
        near = reach(reader.posts, Duty.IMPORT_ROSTER, prefix="first__")
        near |= reach(reader.posts, Duty.IMPORT_ROSTER, prefix="second__")
        unheard = Q(state=Meeting.State.OPEN, second__id_number_by=reader.user.pk)
        return self.filter(near).exclude(unheard)

    def waiting(self):
        """What is still to be decided."""
        return self.filter(state__in=Meeting.WAITING)

    def with_both(self):
        places = [f"{side}__{place}" for side in SIDES for place in ("grid", "community")]
        homes = [f"{side}__home__building__compound" for side in SIDES]
        return self.select_related(*places, *homes, "proposed_by", "decided_by")


SIDES = ("first", "second")
"""`first` had the number confirmed when they met; `second` wrote it later."""


class Meeting(models.Model):
    """重号: one of two people says what they are, somebody of the other office agrees.

        open ⇄ proposed → joined ⇄ open
                        ↘ two

    `kept` is the entry that stays when they become one, `taken` names the columns whose value it
    takes from the other one. `before` is what it takes to separate them, sealed, for thirty days.
    """

    class State(models.TextChoices):
        OPEN = "open", _("等着核对")
        PROPOSED = "proposed", _("等另一边点头")
        JOINED = "joined", _("合成一份了")
        TWO = "two", _("是两个人")
        GONE = "gone", _("号码已经不一样")

    class Verdict(models.TextChoices):
        ONE = "one", _("是同一个人")
        TWO = "two", _("是两个人，有一份的号码写错了")

    WAITING = [State.OPEN, State.PROPOSED]

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    verdict = models.CharField(max_length=3, choices=Verdict, blank=True)
    kept = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    taken = models.JSONField(default=list)  # columns of the other entry
    why = models.CharField(max_length=120, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    sealed_before = models.TextField(blank=True)

    before = Sealed("sealed_before")  # JSON

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("重号")
        verbose_name_plural = _("重号")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="meeting_once_for_a_pair"),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="meeting_is_of_two_entries"
            ),
            models.CheckConstraint(
                condition=Q(kept=None) | Q(kept=F("first")) | Q(kept=F("second")),
                name="meeting_keeps_one_of_its_entries",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="meeting_is_decided_by_another_than_who_proposed",
                violation_error_message=_("自己提的，要另一个人点头。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["joined", "two"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="meeting_was_decided_by_somebody_some_time",
            ),
        ]

    def __str__(self):
        return f"{self.first_id} = {self.second_id}"

    def side_of(self, person_id: int) -> str:
        return "first" if person_id == self.first_id else "second"

    @property
    def ended(self) -> Person | None:
        """The entry that does not stay."""
        if self.kept_id is None:
            return None
        return self.second if self.kept_id == self.first_id else self.first
