"""Rules of the whole house that a street or a community may change for itself."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit import trail
from grids.models.areas import Area
from grids.roles import Duty, Level

Rule = TypeVar("Rule", bound="Regulation")
LEVELS = (Level.TOWNSHIP, Level.COMMUNITY)
"""Who may have rules of their own; everybody else goes by those of the house."""


def scopes(place: Any) -> list[int | None]:
    """The areas whose rules hold at a place, the nearest first; None stands for the house.

    A place is an Area, or has the columns of one (InArea, Place); None is the house itself.
    """
    if place is None:
        return [None]
    if not isinstance(place, Area):
        return [place.community_id, place.township_id, None]
    if place.level == Level.GRID:
        return scopes(place.parent)
    if place.level == Level.COMMUNITY:
        return [place.pk, place.parent_id, None]
    return [place.pk, None] if place.level == Level.TOWNSHIP else [None]


def nearest(rows: Iterable[Rule], place: Any) -> dict[Any, Rule]:
    """{what it is about: the rule that holds at the place}: community before street before house."""
    order = scopes(place)
    held = [row for row in rows if row.area_id in order]
    held.sort(key=lambda row: order.index(row.area_id), reverse=True)
    return {row.about: row for row in held}


class RegulationQuerySet(models.QuerySet):
    def holding_at(self, *places: Any) -> Self:
        """All rules that any of these places goes by or could; `nearest` chooses among them."""
        areas = {pk for place in places for pk in scopes(place) if pk}
        return self.filter(Q(area=None) | Q(area__in=areas))

    def visible_to(self, reader: Any) -> Self:
        """Those of the house, and those of areas the reader sees; without a post none."""
        if not reader.posts:
            return self.none()
        return self.filter(Q(area=None) | Q(area__in=Area.objects.visible_to(reader)))

    def with_duty(self, reader: Any, duty: Duty) -> Self:
        """Those of areas where the reader holds the duty, and those of the house beside them."""
        if not reader.holds(duty):
            return self.none()
        return self.filter(Q(area=None) | Q(area__in=Area.objects.with_duty(reader, duty)))


class Regulation(models.Model):
    """One rule: the house's where `area` is empty, else that of a street or community.

    `about` says what it rules; of two rules about the same thing the nearer one holds, whole.
    """

    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"level__in": LEVELS},
        verbose_name=_("谁的规定"),
    )

    objects = RegulationQuerySet.as_manager()

    # Columns that name another rule, which must hold where this one does.
    hangs_on: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def about(self) -> Any:
        raise NotImplementedError

    @property
    def record_scope(self) -> str:
        return self.area.record_scope if self.area else trail.HOUSE

    def clean(self):
        super().clean()
        if self.area and self.area.level not in LEVELS:
            raise ValidationError({"area": _("只有街道、镇和社区、村可以另外规定。")})
        for name in self.hangs_on:
            other = getattr(self, name)
            if other and other.area_id not in scopes(self.area):
                sentence = _("%(other)s是%(area)s自己的规定，这里用不上。")
                words = {"other": other, "area": other.area}
                raise ValidationError({name: sentence % words})
