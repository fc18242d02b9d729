"""Doors somebody went to lately and reached nobody: what the list of the day knows of them.

Told to the posts of that grid alone, until the next contact or for a fortnight
(`models.REMEMBERED`). A door tried today stands at the end of the list; tomorrow, or when its
worker said, it takes its place again.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.models import Reader
from grids.roles import Duty, Level
from residents.models import Dwelling
from visits.models import REMEMBERED, Later, Visit

EVENING = time(18)


class Back(models.TextChoices):
    EVENING = "evening", _("晚上再去")
    TOMORROW = "tomorrow", _("明天再去")


def own_grids(reader: Reader) -> list[int]:
    """The grids of which the reader holds a post that knocks; from above nobody reads attempts."""
    posts = reader.posts_with(Duty.LOG_CONTACTS)
    return [post.area_id for post in posts if post.area.level == Level.GRID]


def choices(at: datetime) -> list[tuple[str, str]]:
    """When a door can be put off to; in the evening only until tomorrow."""
    is_evening = timezone.localtime(at).time() >= EVENING
    return [each for each in Back.choices if not (is_evening and each[0] == Back.EVENING)]


def put_off(*, dwelling: Dwelling, until: str, at: datetime) -> Later:
    """The door takes its place on the list again this evening, or tomorrow; the last word counts."""
    day = timezone.localdate(at)
    back = datetime.combine(day, EVENING)
    if until == Back.TOMORROW:
        back = datetime.combine(day + timedelta(days=1), time.min)
    back_at = timezone.make_aware(back)
    later, _is_new = Later.objects.update_or_create(
        dwelling=dwelling, defaults={"back_at": back_at}
    )
    return later


def is_tried(reader: Reader, *, since: datetime, home: str = "home__") -> Q:
    """The condition for rows whose door was tried after that moment, and nobody reached since."""
    attempt, contact = f"{home}last_attempt_at", f"{home}last_contact_at"
    unanswered = Q(**{contact: None}) | Q(**{f"{contact}__lt": F(attempt)})
    here = Q(**{f"{home}grid__in": own_grids(reader)})
    return here & Q(**{f"{attempt}__gte": since}) & unanswered


def is_back(at: datetime) -> Q:
    """The moment its worker named has come, and nobody tried it again since."""
    return Q(home__later__back_at__lte=at, home__later__back_at__gt=F("home__last_attempt_at"))


def is_remembered(reader: Reader, at: datetime) -> Q:
    return is_tried(reader, since=at - REMEMBERED)


def last_attempts(doors: Iterable[Dwelling], reader: Reader, at: datetime) -> dict[int, Visit]:
    """{door: the last attempt}, of those of these doors where nobody was reached since."""
    mine = set(own_grids(reader))
    tried = {
        door.pk: door.last_contact_at
        for door in doors
        if door.grid_id in mine
        and door.last_attempt_at
        and (door.last_contact_at is None or door.last_contact_at < door.last_attempt_at)
    }
    attempts = Visit.objects.attempts_lately(at).filter(dwelling_id__in=tried)
    found = {}
    for visit in attempts.order_by("occurred_at", "pk"):
        reached = tried[visit.dwelling_id]
        if reached is None or reached < visit.occurred_at:
            found[visit.dwelling_id] = visit
    return found


def put_off_until(door: Dwelling) -> datetime | None:
    """When the worker said to come back, if that was said of the last attempt."""
    later = getattr(door, "later", None)
    said = later and door.last_attempt_at and later.back_at > door.last_attempt_at
    return later.back_at if said else None
