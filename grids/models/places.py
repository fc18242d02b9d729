"""What lies in an area: compounds, buildings, and everything that belongs to a grid."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.models.areas import Area
from grids.models.posts import COLUMNS, reach
from grids.roles import Duty


class InArea(models.Model):
    """Anything that belongs to a grid carries the areas above it too.

    So a grid worker, a secretary and the street office each read their rows through one index;
    `boundaries` is the only place that rewrites these columns. `moves_with` is the way from the
    row to the building it moves with, or None for a row that stays where it happened.
    """

    grid = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("网格"))
    community = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("社区"))
    township = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("街道"))

    moves_with: str | None

    class Meta:
        abstract = True

    unsaid: ClassVar[Q | None] = None
    """Which of its rows nothing may be told of: what anybody is shown counts without them."""

    @classmethod
    def follow_number(cls, building) -> None:
        """A building got another number; rows that repeat it override this."""

    @classmethod
    def against_kind(cls, building, kind: str) -> str:
        """Why a building with such rows cannot be of that kind, as a sentence; "" where it can."""
        return ""

    @classmethod
    def follow_kind(cls, building) -> None:
        """A building is of another kind; rows that repeat it override this."""

    @property
    def record_scope(self) -> str:
        return self.community.code

    def place_in(self, grid):
        """Set the three area columns."""
        for name, area in grid.columns().items():
            setattr(self, name, area)


def inside(area: Area, *, prefix="") -> Q:
    """The condition for rows that lie in this area; `prefix` leads to their area columns."""
    if area.level in COLUMNS:
        return Q(**{f"{prefix}{area.level}": area})
    return Q(**{f"{prefix}township__path__startswith": area.path})


class InAreaQuerySet(models.QuerySet):
    """Base for everything that belongs to an area; subclasses name the duty it takes to see it."""

    seen_by: Duty

    def visible_to(self, reader):
        """Rows in the areas of the reader's posts of the day; no post, no rows."""
        return self.filter(reach(reader.posts, self.seen_by))

    def with_duty(self, reader, duty):
        """Rows in the areas where the reader holds another duty than seeing."""
        return self.filter(reach(reader.posts, duty))


class CompoundQuerySet(models.QuerySet):
    def visible_to(self, reader):
        return self.filter(
            Q(community__in=Area.objects.with_duty(reader, Duty.SEE_DOORS))
            | Q(buildings__in=Building.objects.visible_to(reader))
        ).distinct()


class Compound(models.Model):
    """小区: a gated estate of one community; it may cross grids."""

    community = models.ForeignKey(
        Area, models.PROTECT, related_name="compounds", verbose_name=_("社区")
    )
    name = models.CharField(_("小区名称"), max_length=60)

    objects = CompoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="compound_name_once_in_a_community",
                violation_error_message=_("这个社区已经有同名的小区。"),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def record_scope(self) -> str:
        return self.community.code


class BuildingQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_DOORS


class Building(InArea):
    """楼栋: stands in one compound and belongs to one grid.

    A courtyard, a row of shops or a hamlet is one as well: `name` is what people call it instead
    of 3号楼, `kind` says what a door in it has besides its number.
    """

    class Kind(models.TextChoices):
        BLOCK = "block", _("楼（有单元）")
        FLOORS = "floors", _("宿舍（有楼层，没有单元）")
        HOUSES = "houses", _("平房、院子、商铺（只有门牌）")

    compound = models.ForeignKey(
        Compound, models.PROTECT, related_name="buildings", verbose_name=_("小区")
    )
    number = models.PositiveSmallIntegerField(_("楼号"))
    name = models.CharField(
        _("叫法"),
        max_length=20,
        blank=True,
        help_text=_("不叫几号楼的才填，比如 12号院、一分公司、底商。"),
    )
    kind = models.CharField(_("种类"), max_length=6, choices=Kind, default=Kind.BLOCK)
    NUMBERS = 1, 9_999  # four digits, by which doors are sorted for a walk
    moves_with = "pk"

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("楼栋")
        verbose_name_plural = _("楼栋")
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "number"],
                name="building_number_once_in_a_compound",
                violation_error_message=_("这个小区已经有这个楼号。"),
            ),
            models.UniqueConstraint(
                fields=["compound", "name"],
                name="building_name_once_in_a_compound",
                condition=~Q(name=""),
                violation_error_message=_("这个小区已经有一处叫这个。"),
            ),
        ]

    def __str__(self):
        return building_name(self.compound.name, self.number, self.name)

    @property
    def short(self) -> str:
        """Without its compound."""
        return short_building_name(self.number, self.name)

    @staticmethod
    def may_stand_in(compound: Compound, grid: Area) -> bool:
        """A compound may cross grids, but they are of its own community."""
        return grid.parent_id == compound.community_id


def building_name(compound: str, number: int, name: str = "") -> str:
    if name:
        return f"{compound} {name}"
    return _("%(compound)s %(number)s号楼") % {"compound": compound, "number": number}


def short_building_name(number: int, name: str = "") -> str:
    return name or _("%(number)s号楼") % {"number": number}
