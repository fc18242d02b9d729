"""Announcements, their versions, and how often they were read: never by whom."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foundation.pictures import files
from grids.models import Area, Building, Compound, Reader
from grids.models.areas import any_of
from grids.roles import Duty
from residents import care
from residents.models import CareTag, Person

USER = settings.AUTH_USER_MODEL
SEEN_BY = Duty.SEE_PEOPLE
"""Staff of a place read what is said there: by their community, their street, their grid."""


def picture_name(picture, filename) -> str:
    return files.random_name("announcements")


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def writable_by(self, reader: Reader):
        """Where the reader speaks for the office; drafts are theirs alone."""
        return self.filter(area__in=Area.objects.with_duty(reader, Duty.ANNOUNCE))

    def visible_to(self, reader: Reader):
        """What the reader may write, and what was published in their areas or above them.

        What is for those with a care tag only whoever may write it sees.
        """
        posts = reader.posts_with(SEEN_BY)
        below = [Q(area__path__startswith=post.area.path) for post in posts]
        codes = {code for post in posts for code in post.area.path.strip("/").split("/")}
        here = any_of([*below, Q(area__code__in=codes)] if posts else [])
        own = Q(area__in=Area.objects.with_duty(reader, Duty.ANNOUNCE))
        return self.filter(own | (here & Q(current__isnull=False, care="")))

    def published(self):
        return self.filter(current__isnull=False)

    def standing(self, on: date):
        """What holds on that day: it ends by itself, no job has to end it."""
        span = Q(current__from_on__lte=on, current__until_on__gte=on)
        return self.filter(span, taken_back_at=None)

    def open_to_all(self):
        """What is for everybody of an area: that anybody may read, who scans the paper too."""
        return self.filter(care="", compound=None, building=None)

    def meant_for(self, person: Person, on: date):
        """What this resident is told on that day, by where they live and what they need."""
        home = person.home
        building, compound = (home.building_id, home.building.compound_id) if home else (None, None)
        whole = Q(compound=None, building=None)
        where = Q(area__code__in=person.grid.path.strip("/").split("/")) & whole
        if home:
            where |= Q(building=building) | Q(compound=compound)
        needs = CareTag.objects.valid(on).filter(person=person).values("kind")
        return self.standing(on).filter(where).filter(Q(care="") | Q(care__in=needs))

    def with_all(self):
        """With what a line or a page of one shows."""
        return self.select_related("area", "compound", "building__compound", "current__picture")

    def counted(self):
        """With `readers`: an account counts once a day."""
        return self.annotate(readers=Coalesce(Sum("readings__count"), 0))


class Announcement(models.Model):
    """公告: one thing said to the people of an area, from one day until another.

    `area` is the official area it is for; a compound or a building narrows it, and then the area
    is the community in which it lies. `care` narrows it to those with that tag, which stands
    nowhere but on the page of whoever writes. What it says is in its versions: readers see
    `current`, the newest that was published.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("区域"))
    compound = models.ForeignKey(
        Compound, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("小区")
    )
    building = models.ForeignKey(
        Building, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("楼栋")
    )
    care = models.CharField(max_length=24, choices=care.Kind, blank=True, default="")
    current = models.ForeignKey(
        "Version", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    why = models.CharField(_("为什么收回"), max_length=200, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("公告")
        verbose_name_plural = _("公告")
        constraints = [
            models.CheckConstraint(
                condition=Q(compound=None) | Q(building=None),
                name="announcement_to_a_compound_or_a_building",
                violation_error_message=_("小区和楼栋只能选一样。"),
            ),
            models.CheckConstraint(
                condition=Q(care="") | Q(compound=None, building=None),
                name="announcement_by_need_goes_to_a_whole_area",
                violation_error_message=_(
                    "只给一部分人的公告，要发给整个网格或者更大的地方，免得看得出是谁。"
                ),
            ),
        ]
        indexes = [models.Index(fields=["area", "current"], name="announcement_area")]

    def __str__(self):
        return str(self.uid)

    @property
    def record_scope(self) -> str:
        return self.area.record_scope

    @property
    def place(self) -> str:
        """Whom it is for, as far as anybody may know: never the need."""
        return str(self.building or self.compound or self.area)

    @property
    def is_public(self) -> bool:
        return not (self.care or self.compound_id or self.building_id)

    def stands(self, on: date) -> bool:
        said = self.current
        return bool(said) and not self.taken_back_at and said.from_on <= on <= said.until_on


class AnnouncementPicture(models.Model):
    """A re-encoded picture of an announcement; several versions may show the same."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to=picture_name)
    small = models.FileField(upload_to=picture_name)
    at = models.DateTimeField()

    def __str__(self):
        return f"picture {self.pk}"


class Version(models.Model):
    """What an announcement says, from when to when; a draft until it is published, then unchanged."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("标题"), max_length=40)
    words = models.TextField(_("内容"), max_length=800)
    picture = models.ForeignKey(
        AnnouncementPicture, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天为止"))
    office = models.CharField(_("谁说的"), max_length=80)
    by_message = models.BooleanField(_("也发消息"), default=False)
    written_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("公告的一稿")
        verbose_name_plural = _("公告的各稿")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "number"], name="announcement_version_once"
            ),
            models.UniqueConstraint(
                fields=["announcement"],
                condition=Q(published_at=None),
                name="announcement_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="announcement_ends_after_it_begins",
                violation_error_message=_("最后一天不能早于第一天。"),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(words=""),
                name="announcement_says_something",
                violation_error_message=_("公告要有标题和内容。"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def mark(self) -> str:
        """Changes with every change of the draft: what is published is what was seen."""
        return f"{self.pk}.{self.written_at.timestamp():.6f}"


class Readings(models.Model):
    """How many accounts opened it on that day: a number, and nothing else."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="readings")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "day"], name="readings_once_a_day")
        ]

    def __str__(self):
        return f"{self.announcement_id} {self.day}"


class ReadingDay(models.Model):
    """The salt of one day's marks; gone when the day is over, and the marks with it."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self):
        return f"{self.day}"


class ReadMark(models.Model):
    """So that nobody counts twice on one day: a keyed hash that names neither account nor text."""

    day = models.ForeignKey(ReadingDay, models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=64, unique=True)

    def __str__(self):
        return f"mark {self.pk}"
