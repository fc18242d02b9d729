"""What a roster cannot know by itself: is this the same person, and is this person still here?"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.sealing import Sealed
from grids.models import Area
from residents.models.people import Person
from residents.models.rosters import Roster


class Lookalike(models.Model):
    """A line of a roster that looks like somebody registered, and what was said about it.

    While nobody has said so, the line stays out of the register. `row_key` is a keyed hash of
    what the line says of the person, so that the answer is known again in the next file.
    """

    class Reason(models.TextChoices):
        ID_NUMBER = "id_number", _("身份证号相同，姓名不同")
        BIRTH = "birth", _("姓名和出生日期相同")
        PHONE = "phone", _("手机和门牌相同")

    class Answer(models.TextChoices):
        OPEN = "", _("还没有定")
        SAME = "same", _("是同一个人")
        DIFFERENT = "different", _("是两个人")
        LATER = "later", _("以后再定")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Area, models.CASCADE, related_name="+")
    roster = models.ForeignKey(Roster, models.SET_NULL, null=True, related_name="lookalikes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    row_key = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    sealed_row = models.TextField(blank=True)  # until the line is in the register
    reason = models.CharField(max_length=10, choices=Reason)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    row = Sealed("sealed_row")  # JSON

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "row_key", "person"], name="lookalike_once_for_a_pair"
            )
        ]

    def __str__(self):
        return f"{self.roster_id}:{self.line} ~ {self.person_id}"


class Absence(models.Model):
    """Somebody registered whom a roster of the whole community does not name."""

    class Answer(models.TextChoices):
        OPEN = "", _("还没有定")
        MOVED = "moved", _("搬走了")
        HERE = "here", _("还住在这里")
        ASK = "ask", _("请网格员问一问")

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="absences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "person"], name="absence_once_in_a_roster")
        ]

    def __str__(self):
        return f"{self.roster_id}: {self.person_id}"
