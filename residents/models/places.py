"""Doors and the families behind them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grids.models import Building, InArea, InAreaQuerySet
from grids.roles import Duty

LACKING = _(
    "这里已经有 %(n)s 个门，看不出各在哪个单元、哪一层，所以种类改不了。"
    "请另外登记一处种类对的，再把住的人改到那里。"
)
SEVERAL_STAIRWELLS = _(
    "这里的门在 %(n)s 个单元里，没有单元的种类放不下。请先看看是不是真的没有单元。"
)
SEVERAL_FLOORS = _("这里的门在 %(n)s 层楼里，只有门牌的种类放不下。请选有楼层的种类。")


class DwellingQuerySet(InAreaQuerySet):
    seen_by = Duty.SEE_DOORS

    def in_walking_order(self):
        return self.order_by("walk_key", "pk")


class Dwelling(InArea):
    """户室: a door. Its walk key sorts compound, building, stairwell, floor upwards, door."""

    building = models.ForeignKey(
        Building, models.PROTECT, related_name="dwellings", verbose_name=_("楼栋")
    )
    # 0: there is none; of a house, a shop or a dormitory.
    stairwell = models.PositiveSmallIntegerField(_("单元"), default=1)
    floor = models.SmallIntegerField(_("楼层"))
    door = models.CharField(_("门牌"), max_length=10)
    walk_key = models.CharField(max_length=40, editable=False)
    no_entry_since = models.DateField(_("请别进屋（自）"), null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_attempt_at = models.DateTimeField(null=True, blank=True, editable=False)
    moves_with = "building"

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("户室")
        verbose_name_plural = _("户室")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "stairwell", "door"],
                name="door_once_in_a_stairwell",
                violation_error_message=_("这个单元已经有这个门牌。"),
            )
        ]
        indexes = [
            models.Index(fields=["grid", "walk_key"], name="dwelling_walk"),
            models.Index(fields=["community", "walk_key"], name="dwelling_walk_community"),
            models.Index(fields=["township", "walk_key"], name="dwelling_walk_township"),
            models.Index(fields=["building", "walk_key"], name="dwelling_in_building"),
            # The doors of a street, page by page.
            models.Index(fields=["township", "id"], name="dwelling_page"),
        ]

    def __str__(self):
        return f"{self.building} {self.short}"

    @property
    def short(self):
        return door_name(self.stairwell, self.door)

    @property
    def written(self) -> str:
        """As rosters write it: 和平里 3-2-501, 胜利巷 12号院 东头."""
        building = self.building
        about = building.number, building.name, self.stairwell, self.door
        return written(building.compound.name, *about)

    def clean(self):
        """A door has what its building has: 户 in a courtyard stand in no stairwell."""
        if building := getattr(self, "building", None):
            self.stairwell, self.floor = fitting(building.kind, self.stairwell, self.floor)

    def save(self, *args, **kwargs):
        self.walk_key = self.make_walk_key()
        super().save(*args, **kwargs)

    @classmethod
    def follow_number(cls, building):
        """The walk key repeats the building's number."""
        doors = list(cls.objects.filter(building=building))
        for door in doors:
            door.building = building
            door.walk_key = door.make_walk_key()
        cls.objects.bulk_update(doors, ["walk_key"], batch_size=500)

    @classmethod
    def against_kind(cls, building, kind):
        """A stairwell or a floor is neither guessed nor forgotten."""
        there = set(cls.objects.filter(building=building).values_list("stairwell", "floor"))
        stairwells, floors = ({each[n] for each in there} for n in (0, 1))
        Kind, before = Building.Kind, building.kind
        if not there or kind == before:
            return ""
        if kind == Kind.BLOCK or before == Kind.HOUSES:
            return LACKING % {"n": cls.objects.filter(building=building).count()}
        if len(stairwells) > 1:
            return SEVERAL_STAIRWELLS % {"n": len(stairwells)}
        if kind == Kind.HOUSES and len(floors) > 1:
            return SEVERAL_FLOORS % {"n": len(floors)}
        return ""

    @classmethod
    def follow_kind(cls, building):
        """Its doors lose the one stairwell, or the one floor, that such a place does not have."""
        doors = list(cls.objects.filter(building=building))
        for door in doors:
            door.building = building
            door.clean()
            door.walk_key = door.make_walk_key()
        cls.objects.bulk_update(doors, ["stairwell", "floor", "walk_key"], batch_size=500)

    def make_walk_key(self):
        building = self.building
        flat, *part = self.door.partition("-")  # 501-1 comes right after 501
        return (
            f"{building.compound_id:06d}-{building.number:04d}-{self.stairwell:02d}"
            f"-{self.floor + 10:03d}-{flat:>6}{''.join(part)}"
        )


def fitting(kind: str, stairwell: int, floor: int) -> tuple[int, int]:
    """The stairwell and the floor of a door, 0 where such a building has none."""
    return {
        Building.Kind.BLOCK: (stairwell or 1, floor),
        Building.Kind.FLOORS: (0, floor),
        Building.Kind.HOUSES: (0, 0),
    }[Building.Kind(kind)]


def door_name(stairwell: int, door: str) -> str:
    if not stairwell:
        return door
    return _("%(stairwell)s单元 %(door)s") % {"stairwell": stairwell, "door": door}


def written(compound: str, number: int, name: str, stairwell: int, door: str) -> str:
    """A door as rosters write it."""
    where = f"{number}-{stairwell}-{door}" if stairwell else f"{number}-{door}"
    return f"{compound} {f'{name} {door}' if name else where}"


class Household(InArea):
    """户: the family as registered. A unit for papers, never for secrets."""

    dwelling = models.ForeignKey(
        Dwelling, models.PROTECT, related_name="households", verbose_name=_("户室")
    )
    moves_with = "dwelling__building"

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("户")
        verbose_name_plural = _("户")

    def __str__(self):
        return str(self.dwelling)
