"""Who is away on which days, and who stands in (代班): read in the query, ended by no job."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from grids import roles
from grids.models.areas import Area
from grids.roles import Duty


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def open(self, day: date) -> Self:
        """What goes on that day or is still to come."""
        return self.filter(taken_back_at=None, until_on__gte=day)

    def within(self, from_on: date, until_on: date) -> Self:
        """Absences on a day of this span."""
        return self.filter(taken_back_at=None, from_on__lte=until_on, until_on__gte=from_on)

    def led_by(self, reader: Any) -> Self:
        """Of those the reader leads."""
        return self.filter(user__in=staff_led_by(reader))

    def visible_to(self, reader: Any) -> Self:
        """One's own, those in which one stands in, and those of the people one leads."""
        if not reader.is_signed_in:
            return self.none()
        theirs = Q(user=reader.user.pk) | Q(stand_in=reader.user.pk)
        return self.filter(theirs | Q(user__in=staff_led_by(reader)))


class Absence(models.Model):
    """Somebody is away from one day until another; never why. `stand_in` has her work meanwhile.

    Days that are over are never rewritten: what changes while somebody is away ends one row and
    begins another. Whoever is away keeps all posts, and who has them on which day is `StandIn`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("谁不在")
    )
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天（含当天）"))
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("谁代班"),
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁说的")
    )
    said_at = models.DateTimeField(_("什么时候说的"))
    taken_back_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("请人代班")
        verbose_name_plural = _("请人代班")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("最后一天不能早于第一天。"),
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")),
                name="nobody_stands_in_for_themselves",
                violation_error_message=_("自己不能代自己的班。"),
            ),
        ]
        indexes = [models.Index(fields=["until_on", "user"], name="absence_open")]

    def __str__(self) -> str:
        return f"{self.user} {self.from_on} – {self.until_on}"


class StandInQuerySet(models.QuerySet["StandIn"]):
    def on(self, day: date) -> Self:
        return self.filter(from_on__lte=day, until_on__gte=day)


class StandIn(models.Model):
    """On these days `by` has the work of `absent`; without `by` nobody has it.

    Worked out of all absences (grids/standing_in/chains.py) each time one changes: whoever stands
    in is present, though the one who was asked first may be away as well. At most one row holds
    for somebody on a day.
    """

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="days")
    absent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("代班的日子")
        verbose_name_plural = _("代班的日子")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="standing_in_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["absent", "from_on"], name="one_stands_in_a_day"),
        ]
        indexes = [
            models.Index(fields=["by", "until_on"], name="stand_in_by"),
            models.Index(fields=["absent", "until_on"], name="stand_in_absent"),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id} ← {self.by_id} {self.from_on} – {self.until_on}"


def staff_led_by(reader: Any) -> models.QuerySet[User]:
    """Everybody at work, today or later, where the reader leads: who administers leads all below,
    who sorts out those in the grids of the community, who leads a grid those in it. Whoever stands
    in leads the others meanwhile, never her whose work it is: nobody makes their own time longer."""
    areas = Area.objects
    led = Q(postings__area__in=areas.with_duty(reader, Duty.ADMINISTER))
    of_grids = areas.with_duty(reader, Duty.TRIAGE_CASES) | areas.with_duty(reader, Duty.LEAD_GRID)
    led |= Q(postings__area__in=of_grids.filter(level=roles.Level.GRID))
    goes_on = Q(postings__until_on=None) | Q(postings__until_on__gte=reader.day)
    stood_in_for = reader.hands - {reader.user.pk}
    return User.objects.filter(led, goes_on, is_active=True).exclude(pk__in=stood_in_for).distinct()


def may_stand_in(own: Iterable[Any], post: Any) -> bool:
    """Whether somebody with these posts of their own may have the work of that post for a while.

    Whoever sorts out is stood in for by whoever sorts out there; anybody else by whoever handles
    cases in the same community or above. Nobody sees more of a street than such a post shows.
    """
    if not roles.lent(post.role):
        return False
    if Duty.TRIAGE_CASES in roles.lent(post.role):
        return any(
            each.allows(Duty.TRIAGE_CASES) and post.area.path.startswith(each.area.path)
            for each in own
        )
    community = community_path(post.area)
    return any(
        each.allows(Duty.HANDLE_CASES)
        and (each.area.path.startswith(community) or community.startswith(each.area.path))
        for each in own
    )


def community_path(area: Any) -> str:
    """Of a grid the path of its community; of anything above its own."""
    path: str = area.path
    return path[: path.rstrip("/").rindex("/") + 1] if area.level == roles.Level.GRID else path
