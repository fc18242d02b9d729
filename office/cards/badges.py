"""Badges: made, ended, looked at. 「今天有效」 is asked of the posts of the day, and of nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.pictures import files
from foundation.pictures.photos import Picture
from grids.models import Area, Posting
from grids.roles import Level
from office.cards.models import Badge, BadgePhoto

KEPT = timedelta(days=30)  # a badge that was ended; a photo of somebody without a post


@dataclass(frozen=True)
class Face:
    """All that a badge says: nothing of the register, and no number of anybody's own."""

    badge: Badge
    name: str
    areas: list[Area]
    office: Area | None
    photo: BadgePhoto | None

    @property
    def places(self) -> list[str]:
        return names_of(self.areas)

    @property
    def few_places(self) -> list[str]:
        """As many as there is room for on paper."""
        return names_of(self.areas, most=3)[:3]


def alive(user: User) -> Badge | None:
    return Badge.objects.filter(user=user, ended_at=None).first()


def of(user: User, *, by: User, at: datetime) -> Badge:
    """The badge of this person, made the first time somebody asks for it."""
    return alive(user) or make(user=user, by=by, at=at)


@leaves_record("badge-made")
@transaction.atomic
def make(*, user: User, by: User, at: datetime) -> Badge:
    """A new badge; the one before it, if any, is good no longer from this moment on."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = alive(user)
    if before:
        Badge.objects.filter(pk=before.pk).update(ended_at=at)
    badge = Badge.objects.create(user=user, made_by=by, made_at=at)
    changes = {"user": ("", user.uid), "instead_of": ("", before.uid if before else "")}
    trail.thing_changed(scope=trail.HOUSE, thing=badge, changes=changes, by=by, at=at)
    return badge


def valid(token: str, *, on: date) -> Face | None:
    """What a badge shows that day. Unknown, ended, without a post: None, and no word which."""
    alive_ones = Badge.objects.filter(token=token, ended_at=None, user__is_active=True)
    badge = alive_ones.select_related("user__badge_photo").first()
    return face_of(badge, on=on) if badge else None


def face_of(badge: Badge, *, on: date) -> Face | None:
    """Raises nothing: whoever holds no post that day has no face."""
    areas = areas_of(badge.user, on=on)
    if not areas:
        return None
    photo = getattr(badge.user, "badge_photo", None)
    office = areas[0].nearest_office()
    return Face(badge, badge.user.name, areas, office, photo)


def without_post(badge: Badge) -> Face:
    """For paper, where a post begins later than the card is printed."""
    return Face(badge, badge.user.name, [], None, None)


def areas_of(user: User, *, on: date) -> list[Area]:
    """Where somebody works that day, each place once, in the order of the tree."""
    posts = Posting.objects.held_by(user, on=on).select_related("area__parent")
    return sorted({post.area for post in posts}, key=lambda area: area.path)


def names_of(areas: list[Area], *, most: int = 0) -> list[str]:
    """One line for each community with its grids; the others as they are. With `most`, so many
    grids of each are named and the rest counted."""
    grids: dict[str, list[str]] = {}
    for area in areas:
        if area.level == Level.GRID:
            grids.setdefault(area.parent.name, []).append(area.name)
        else:
            grids.setdefault(area.name, [])
    return [f"{name} {_listed(those, most)}".strip() for name, those in grids.items()]


def _listed(grids, most):
    if not most or len(grids) <= most:
        return _("、").join(grids)
    words = {"names": _("、").join(grids[:most]), "n": len(grids)}
    return _("%(names)s 等 %(n)s 个网格") % words


@transaction.atomic
def keep_photo(*, user: User, picture: Picture, at: datetime) -> BadgePhoto:
    """The picture its owner chose, in place of the one before."""
    remove_photo(user=user)
    photo = BadgePhoto(user=user, at=at)
    files.save([(photo, picture)])
    return photo


@transaction.atomic
def remove_photo(*, user: User) -> bool:
    """Gone from the badge and from the disk."""
    photo = BadgePhoto.objects.select_for_update().filter(user=user).first()
    if photo is None:
        return False
    photo.delete()
    transaction.on_commit(lambda: files.delete(photo))
    return True


def photos_to_forget(at: datetime):
    """Of people who have had no post for a while."""
    day = (at - KEPT).date()
    working = Posting.objects.exclude(until_on__lt=day).values("user")
    return BadgePhoto.objects.filter(at__lt=at - KEPT).exclude(user__in=working)


def forget_old(at: datetime) -> None:
    Badge.objects.filter(ended_at__lt=at - KEPT).delete()
    for photo in photos_to_forget(at).select_related("user"):
        remove_photo(user=photo.user)
