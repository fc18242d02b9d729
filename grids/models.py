"""Places, and who is responsible for them."""

from datetime import date

from django.conf import settings
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


class AreaQuerySet(models.QuerySet):
    def under(self, area):
        """The area itself and every area below it."""
        return self.filter(path__startswith=area.path)

    def valid(self, *, on=None):
        day = on or timezone.localdate()
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def grids(self):
        """Grids with what their rows need (`Area.columns`) already read."""
        return self.filter(level=Level.GRID).select_related("parent__parent")

    def visible_to(self, user, *, on=None):
        """The areas of the user's posts, everything below them, and nothing beside them."""
        paths = [post.area.path for post in posts_of(user, on=on)]
        return self.filter(_any(Q(path__startswith=path) for path in paths))

    def where(self, user, duty):
        """Areas in which the user holds the duty itself, from a post there or above."""
        paths = [post.area.path for post in posts_of(user) if duty in post.duties]
        return self.filter(_any(Q(path__startswith=path) for path in paths))


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


class PostingQuerySet(models.QuerySet):
    def held_by(self, user, *, on):
        """Posts that are valid on that day; access ends by itself, no job has to end it."""
        return self.on(on).filter(user=user)

    def on(self, day):
        return self.filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))

    def allowing(self, duty):
        return self.filter(role__in=roles.that_may(duty))

    def over(self, area):
        """Posts in this area or in one above it."""
        codes = area.path.strip("/").split("/")
        return self.filter(area__code__in=codes)

    def visible_to(self, user):
        return self.filter(area__in=Area.objects.visible_to(user))


class Posting(models.Model):
    """One person, one area, one role, from one day until another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name=_("人员")
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="postings", verbose_name=_("责任区域")
    )
    role = models.CharField(_("岗位"), max_length=20, choices=roles.CHOICES)
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("结束日期（含当天）"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="posting_ends_after_it_begins",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                fields=["user", "area", "role", "from_on"], name="posting_once_per_beginning"
            ),
        ]
        indexes = [models.Index(fields=["area", "role"], name="posting_area_role")]

    def __str__(self):
        return f"{self.user} · {self.get_role_display()} · {self.area}"

    @property
    def record_scope(self) -> str:
        return self.area.record_scope

    @property
    def duties(self):
        return roles.ROLES[self.role].duties


def posts_of(user, *, on=None) -> list[Posting]:
    """The user's posts of the day, read once per request (grids.backends marks the user)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if getattr(user, "signed_in_by", "password") != "password":
        return []  # a code sent to a phone opens a resident's own pages, never a post
    day = on or timezone.localdate()
    known = user.__dict__.setdefault("_posts", {}) if hasattr(user, "of_this_request") else {}
    if day not in known:
        held = Posting.objects.held_by(user, on=day).select_related("area")
        known[day] = list(held.order_by("area__path", "pk"))
    return known[day]


def may(user, duty: Duty) -> bool:
    return any(duty in post.duties for post in posts_of(user))


def reach(user, duty: Duty, *, on=None, prefix="") -> Q:
    """The condition for rows in the areas of the user's valid posts; no post, no rows.

    Only the levels somebody holds appear, each read through one index.
    """
    held = {}
    for post in posts_of(user, on=on):
        if duty in post.duties:
            held.setdefault(post.area.level, []).append(post.area)
    conditions = [
        Q(**{f"{prefix}{level}__in": [area.pk for area in held[level]]})
        for level in (Level.GRID, Level.COMMUNITY, Level.TOWNSHIP)
        if level in held
    ]
    above = [area for level in TREE[:3] for area in held.get(level, [])]
    if above:
        townships = Area.objects.filter(_any(Q(path__startswith=area.path) for area in above))
        conditions.append(Q(**{f"{prefix}township__in": townships.filter(level=Level.TOWNSHIP)}))
    return _any(conditions)


def _any(conditions) -> Q:
    """True where one condition is; without conditions never."""
    either = Q()
    for condition in conditions:
        either |= condition
    return either if either else Q(pk__in=[])


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

    @classmethod
    def follow_number(cls, building) -> None:
        """A building got another number; rows that repeat it override this."""

    @property
    def record_scope(self) -> str:
        return self.community.code

    def stand_in(self, grid):
        """Set the three area columns."""
        for name, area in grid.columns().items():
            setattr(self, name, area)


class InAreaQuerySet(models.QuerySet):
    """Base for everything that belongs to an area; subclasses name the duty it takes to see it."""

    seen_by: Duty

    def visible_to(self, user, *, on=None):
        """Rows in the areas of the user's valid posts; no post, no rows."""
        return self.filter(reach(user, self.seen_by, on=on))

    def where(self, user, duty):
        """Rows in the areas where the user holds another duty than seeing."""
        return self.filter(reach(user, duty))


class CompoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            Q(community__in=Area.objects.where(user, Duty.SEE_DOORS))
            | Q(buildings__in=Building.objects.visible_to(user))
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
    """楼栋: stands in one compound and belongs to one grid."""

    compound = models.ForeignKey(
        Compound, models.PROTECT, related_name="buildings", verbose_name=_("小区")
    )
    number = models.PositiveSmallIntegerField(_("楼号"))
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
            )
        ]

    def __str__(self):
        return building_name(self.compound.name, self.number)


def building_name(compound: str, number: int) -> str:
    return _("%(compound)s %(number)s号楼") % {"compound": compound, "number": number}


class CalendarDay(models.Model):
    """A day the street office decides about itself, e.g. a local holiday."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    why = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}"
