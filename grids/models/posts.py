"""Posts, what they reach, and the one answer to who holds which duty where."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.factors import marks
from accounts.models import User
from grids import roles
from grids.models.absences import StandIn, may_stand_in
from grids.models.areas import TREE, Area, any_of
from grids.roles import Duty, Level

Anybody = User | AnonymousUser

COLUMNS = (Level.GRID, Level.COMMUNITY, Level.TOWNSHIP)
"""The levels whose areas stand in a column of every row in a grid (places.InArea)."""
JOB = "job"
OPENS_POSTS = {"password", JOB}
OF_SESSIONS = {"password", "code"}
"""What a session or a token may say of how somebody came in."""
WAYS_IN = OF_SESSIONS | {JOB}


class PostingQuerySet(models.QuerySet["Posting"]):
    def held_by(self, user: User, *, on: date) -> "PostingQuerySet":
        """Posts that are valid on that day; access ends by itself, no job has to end it."""
        return self.on(on).filter(user=user)

    def in_hand(self, user: User, *, on: date) -> "PostingQuerySet":
        """Those, and the posts of whomever they stand in for that day: one query, two indexes."""
        for_whom = StandIn.objects.on(on).filter(by=user).values("absent")
        own = self.held_by(user, on=on).select_related("area")
        others = self.on(on).filter(user__in=for_whom).select_related("area")
        return own.union(others, all=True)

    def on(self, day: date) -> "PostingQuerySet":
        return self.filter(Q(until_on=None) | Q(until_on__gte=day), from_on__lte=day)

    def within(self, from_on: date, until_on: date | None) -> "PostingQuerySet":
        """Posts that are valid on a day of this span; without an end it goes on."""
        open_or_later = self.filter(Q(until_on=None) | Q(until_on__gte=from_on))
        return open_or_later.filter(from_on__lte=until_on) if until_on else open_or_later

    def allowing(self, duty: Duty) -> "PostingQuerySet":
        return self.filter(role__in=roles.that_may(duty))

    def over(self, area: Area) -> "PostingQuerySet":
        """Posts in this area or in one above it."""
        codes = area.path.strip("/").split("/")
        return self.filter(area__code__in=codes)

    def visible_to(self, reader: "Reader") -> "PostingQuerySet":
        return self.filter(area__in=Area.objects.visible_to(reader))


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

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.area}"

    @property
    def record_scope(self) -> str:
        return self.area.record_scope

    is_lent = False
    """Set where a reader holds it for somebody who is away (Reader.held)."""

    @property
    def duties(self) -> frozenset[Duty]:
        """Of a post that is only lent as much as `roles.lent` says: nothing grave or confidential."""
        return roles.lent(self.role) if self.is_lent else roles.ROLES[self.role].duties

    def allows(self, duty: Duty) -> bool:
        return duty in self.duties


class Reader:
    """Who looks, how they came in, and on which day: all it takes to know what they see.

    A request has one (config.middleware.ReaderMiddleware). The posts of the day are read when
    first asked for, and once. Where nobody says how they came in, nobody looks: there are no
    posts and not even rows of one's own. `factor` is the mark of what they showed besides the
    password (accounts/factors/marks.py); a post opens with what it wants, or not at all.
    """

    def __init__(self, user: Anybody, *, signed_in_by: str, day: date, factor: str = marks.NONE):
        self.user, self.signed_in_by, self.day = user, signed_in_by, day
        self.factor = factor
        self._streets: dict[int, set[int]] = {}

    @classmethod
    def for_job(cls, user: User, day: date) -> "Reader":
        """Where nobody signed in: a task, a command or a message goes by the posts alone."""
        return cls(user, signed_in_by=JOB, day=day)

    @classmethod
    def of(cls, user: Anybody, *, day: date | None = None) -> "Reader":
        """For code that is handed a user: who they are in this request, or on that day.

        The user of a request bears the mark of the session or token, and once somebody has
        looked carries the reader of the request, so posts are not read again. A user fresh from
        the database bears no mark.
        """
        day = day or timezone.localdate()
        carried: Reader | None = getattr(user, "reader", None)
        if carried is not None and carried.day == day:
            return carried
        marks_of = {"signed_in_by": getattr(user, "signed_in_by", "")}
        marks_of["factor"] = getattr(user, "factor_shown", marks.NONE)
        return cls(user, **marks_of, day=day)

    @property
    def is_signed_in(self) -> bool:
        known = self.user.is_authenticated and self.user.is_active
        return known and self.signed_in_by in WAYS_IN

    @cached_property
    def posts(self) -> list[Posting]:
        """The posts of the day that what was shown at the door opens."""
        return [post for post in self.held if self._opens(post)]

    @property
    def lacks_factor(self) -> bool:
        """Whether some post of the day wants more than the password and what was shown with it."""
        return len(self.posts) < len(self.held)

    def _opens(self, post: Posting) -> bool:
        own = not post.is_lent and roles.wants_own_factor(post.role)
        return self.signed_in_by == JOB or marks.opens(self.factor, own=own)

    @cached_property
    def held(self) -> list[Posting]:
        """The posts of the day, and those of whoever they stand in for.

        A code sent to a phone opens one's own pages, never a post. What is lent counts while whoever
        stands in could still be asked: it ends with their own post.
        """
        if isinstance(self.user, AnonymousUser) or not self.is_signed_in:
            return []
        if self.signed_in_by not in OPENS_POSTS:
            return []
        found = list(Posting.objects.in_hand(self.user, on=self.day))
        own = [post for post in found if post.user_id == self.user.pk]
        lent = [post for post in found if post.user_id != self.user.pk and may_stand_in(own, post)]
        for post in lent:
            post.is_lent = True
        # A handful, for every request: put in order here, that takes less than a longer question.
        return sorted([*own, *lent], key=lambda post: (post.area.path, post.pk))

    @cached_property
    def own_posts(self) -> list[Posting]:
        """Without those that are only lent."""
        return [post for post in self.posts if not post.is_lent]

    @cached_property
    def hands(self) -> frozenset[int]:
        """The keys of the accounts whose open matters this person sees to: theirs, and of those
        they stand in for."""
        lent = {post.user_id for post in self.posts if post.is_lent}
        return frozenset({self.user.pk or 0} | lent)

    def posts_with(self, duty: Duty) -> list[Posting]:
        return _with(self.posts, duty)

    @cached_property
    def duties(self) -> frozenset[Duty]:
        """Every duty of every post: a page of the office asks for one or another seventy times."""
        return frozenset().union(*(post.duties for post in self.posts))

    def holds(self, duty: Duty) -> bool:
        """Whether they hold the duty anywhere; `posts.holds` asks for a place."""
        return duty in self.duties

    @cached_property
    def rules_the_house(self) -> bool:
        """Whether they administer all of it, every area that nothing stands above."""
        held = [post.area.path for post in self.posts_with(Duty.ADMINISTER)]
        if not held:
            return False
        tops = [area.path for area in Area.objects.topmost(on=self.day)]
        return bool(tops) and all(any(top.startswith(path) for path in held) for top in tops)

    def columns_under(self, post: Posting) -> set[int]:
        """The areas that stand in the columns of whatever lies where the post is held.

        Above the streets no post stands in a column: the streets below it do, read once.
        """
        if post.area.level not in COLUMNS and post.pk not in self._streets:
            streets = Area.objects.under(post.area).filter(level=Level.TOWNSHIP)
            self._streets[post.pk] = set(streets.values_list("pk", flat=True))
        return self._streets.get(post.pk, {post.area_id})


class Place(NamedTuple):
    """Where a row lies that is read without its model: as much of it as `holds` looks at."""

    grid_id: int
    community_id: int
    township_id: int


def holds(reader: Reader, duty: Duty, row: Any) -> bool:
    """Whether the reader holds the duty where this row lies: what `with_duty` asks of many rows.

    A row is an Area, or has the three area columns: anything InArea, or a Place.
    """
    return bool(over(reader, duty, row))


def still_holds(user: User | None, duty: Duty, row: Any, *, on: date) -> bool:
    """Whether somebody who asked for work may still have it done there, now that its turn has come.

    None is the command line, which is asked nothing.
    """
    return user is None or holds(Reader.for_job(user, on), duty, row)


def over(reader: Reader, duty: Duty, row: Any) -> list[Posting]:
    """The posts that give the reader the duty where this row lies, the highest first."""
    posts = reader.posts_with(duty)
    if isinstance(row, Area):
        return reaching(posts, duty, row)
    columns = row.grid_id, row.community_id, row.township_id
    return [post for post in posts if not reader.columns_under(post).isdisjoint(columns)]


def reaching(posts: Iterable[Posting], duty: Duty, area: Area) -> list[Posting]:
    """Of anybody's posts, read already, those that give the duty in this area."""
    return [post for post in _with(posts, duty) if area.path.startswith(post.area.path)]


def _with(posts: Iterable[Posting], duty: Duty) -> list[Posting]:
    return [post for post in posts if duty in post.duties]


def reach(posts: list[Posting], duty: Duty, *, prefix: str = "") -> Q:
    """The condition for rows in the areas of the posts with that duty; no post, no rows.

    Only the levels somebody holds appear, each read through one index.
    """
    held: dict[str, list[Area]] = {}
    for post in _with(posts, duty):
        held.setdefault(post.area.level, []).append(post.area)
    conditions = [
        Q(**{f"{prefix}{level}__in": [area.pk for area in held[level]]})
        for level in COLUMNS
        if level in held
    ]
    above = [area for level in TREE[:3] for area in held.get(level, [])]
    if above:
        townships = Area.objects.filter(any_of(Q(path__startswith=area.path) for area in above))
        conditions.append(Q(**{f"{prefix}township__in": townships.filter(level=Level.TOWNSHIP)}))
    return any_of(conditions)
