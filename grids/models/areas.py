"""Areas: the official tree, down to the grid."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids import roles
from grids.roles import Duty, Level

TREE = [
    Level.PROVINCE,
    Level.CITY,
    Level.DISTRICT,
    Level.TOWNSHIP,
    Level.COMMUNITY,
    Level.GRID,
]


def any_of(conditions) -> Q:
    """True where one condition is; without conditions never."""
    either = Q()
    for condition in conditions:
        either |= condition
    return either if either else Q(pk__in=[])


class AreaQuerySet(models.QuerySet):
    def under(self, area: "Area") -> "AreaQuerySet":
        """The area itself and every area below it."""
        return self.filter(path__startswith=area.path)

    def valid(self, *, on=None):
        day = on or timezone.localdate()
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def grids(self):
        """Grids with what their rows need (`Area.columns`) already read."""
        return self.filter(level=Level.GRID).select_related("parent__parent")

    def topmost(self, *, on=None) -> "AreaQuerySet":
        """The valid areas a house is administered from: no other such area lies above them."""
        here = self.valid(on=on).filter(level__in=roles.levels_for(Duty.ADMINISTER))
        return here.exclude(parent__in=here.order_by()).order_by("path")

    def visible_to(self, reader) -> "AreaQuerySet":
        """The areas of the reader's posts, everything below them, and nothing beside them."""
        paths = [post.area.path for post in reader.posts]
        return self.filter(any_of(Q(path__startswith=path) for path in paths))

    def with_duty(self, reader, duty):
        """Areas in which the reader holds the duty itself, from a post there or above."""
        paths = [post.area.path for post in reader.posts_with(duty)]
        return self.filter(any_of(Q(path__startswith=path) for path in paths))


class Area(models.Model):
    """A place in the official tree, down to the grid; codes are never used twice.

    Levels and codes follow the national register of divisions: 2 digits for a province, 4 for a
    city, 6 for a district (which may be a functional zone), 9 for a township, 12 for a
    community, then a local suffix for the grid. `path` holds the codes from the top, so
    everything below an area shares its path. `register_name` is the name the national register
    gives the place (grids/divisions/register.py); it is empty for places made here.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="areas",
        verbose_name=_("上级区域"),
    )
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    register_name = models.CharField(max_length=80, blank=True, editable=False)
    path = models.CharField(max_length=100, unique=True, editable=False)
    # Said to residents, on badges (office/cards); never a number of somebody's own.
    office_phone = models.CharField(
        _("办公电话"),
        max_length=20,
        blank=True,
        db_default="",  # the register of divisions is written in SQL
        default="",
        validators=[
            RegexValidator(
                r"^[0-9][0-9 -]+[0-9]$", _("请填办公电话，只用数字，比如 0472-5100000。")
            )
        ],
        help_text=_("写在工作证上，居民拿不准门外是谁时打这个号码。请填办公室的座机，不填个人的。"),
    )
    valid_from = models.DateField(_("启用日期"), default=date(2020, 1, 1))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[Level.PROVINCE, Level.CITY]) | Q(parent__isnull=False),
                name="area_hangs_under_another",
                violation_error_message=_("市以下的区域必须挂在上一级区域下面。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="area_ends_after_it_begins",
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="area_children")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def record_scope(self) -> str:
        """Whose record tells of it: its community's, above the communities its own."""
        return self.parent.code if self.level == Level.GRID else self.code

    @property
    def level_below(self) -> str | None:
        """Of what hangs under it; nothing hangs under a grid."""
        return None if self.level == Level.GRID else TREE[TREE.index(self.level) + 1]

    def nearest_office(self) -> "Area | None":
        """This area or the first one above it whose office has a number to ring."""
        codes = self.path.strip("/").split("/")
        offices = Area.objects.filter(code__in=codes).exclude(office_phone="")
        return offices.order_by("-path").first()

    def may_have_below(self, code: str) -> bool:
        """Whether something that hangs under it may have this code: it begins with its own."""
        longest = Area._meta.get_field("code").max_length
        is_longer = len(self.code) < len(code) <= longest
        return is_longer and code.startswith(self.code) and code.isascii() and code.isdecimal()

    def next_code(self) -> str:
        """The first code below this one that was never used: its own with three digits more."""
        used = set(Area.objects.filter(code__startswith=self.code).values_list("code", flat=True))
        free = (f"{self.code}{number:03d}" for number in range(1, 1000))
        return next((code for code in free if code not in used), "")

    def columns(self) -> dict:
        """The three area columns of everything that lies in this grid."""
        if self.level != Level.GRID:
            raise ValueError(f"{self} is not a grid")
        return {"grid": self, "community": self.parent, "township": self.parent.parent}


class DivisionFile(models.Model):
    """A file of the national register that was taken in; an older year never follows a newer."""

    year = models.PositiveSmallIntegerField(_("年份"))
    under = models.CharField(_("范围"), max_length=12, blank=True)
    file_hash = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("行数"))
    taken_in_at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = _("区划文件")
        verbose_name_plural = _("区划文件")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "under", "file_hash"], name="division_file_taken_in_once"
            )
        ]

    def __str__(self):
        return f"{self.year} {self.under}".strip()
