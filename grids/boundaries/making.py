"""A change of grids happens: rows, posts, compounds and what follows, all at once or not at all."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import once
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids.boundaries import estates, late, notifications, parts, preview, sight
from grids.boundaries.changes import Change, Kind
from grids.boundaries.checks import CannotBeDone
from grids.boundaries.columns import hang
from grids.boundaries.moved import Made, Moved
from grids.boundaries.preview import Preview
from grids.models import Area, BoundaryChange, Building, Posting
from grids.roles import Level


class LooksOtherwise(Exception):
    """Since somebody looked, what the change would do has become something else: `preview`."""

    def __init__(self, preview: Preview):
        super().__init__(preview.digest)
        self.preview = preview


class AlreadyMade(once.Conflict):
    """This uid was used for another change."""

    code = "boundary_change_already_made"


@leaves_record("boundary-changed")
@transaction.atomic
def make(
    *,
    change: Change,
    by: User | None,
    at: datetime,
    uid: UUID | None = None,
    seen: str | None = None,
) -> BoundaryChange:
    """Do what the preview said, tell whom it named, and keep what it takes to go back.

    Safe to repeat under the same uid. `seen` is the digest of the preview somebody looked at, None
    where nobody looks; raises LooksOtherwise if it would be another now. Raises CannotBeDone, AlreadyMade.
    """
    day, uid = timezone.localdate(at), uid or uuid4()
    if earlier := _before(change, uid, by):
        return earlier
    change = _held(change)
    if earlier := _before(change, uid, by):  # whoever was first held the places until now
        return earlier
    looked = preview.of(change, day=day)
    if seen is not None and seen != looked.digest:
        raise LooksOtherwise(looked)
    place, crosses = change.place(), bool(change.communities_left())
    before = _as_it_is(change, looked)
    to = _new_grid(change, day) if change.kind == Kind.SPLIT else change.to
    about = {"kind": change.kind, "area": place, "grid": change.grid, "to": to, "uid": uid}
    row = BoundaryChange(seen=looked.shown(), by=by, at=at, **about)
    moved = Moved.by(change)
    before |= {"moved": moved.kept(), "places": _places(change)}
    before["compounds"] = estates.follow(change) if crosses else {}
    before["posts"] = _end_posts(change, day)
    _move(change, moved, to, day)
    before["ends"] = {str(grid.pk): _iso(grid.valid_to) for grid in change.sources()}
    before["hanging"] = moved.hanging()
    row.save(force_insert=True)
    made = Made(row, moved, _grids(change, to), crosses, by, at)
    before["followed"] = {each.name: each.follow(made) for each in parts.followers()}
    row.before = before
    row.save(update_fields=["before"])
    late.remind(row, at=at)
    notifications.tell_made(row, looked.sight.told, by=by, at=at)
    _record(row, change, moved, by=by, at=at)
    return row


def _before(change, uid, by):
    row = BoundaryChange.objects.filter(uid=uid).first()
    if row is None:
        return None
    if row.by_id != (by and by.pk) or not _says(row, change):
        raise AlreadyMade(row)
    return row


def _says(row, change):
    """Whether it is what was asked for the first time."""
    if (row.kind, row.grid_id) != (change.kind, change.grid and change.grid.pk):
        return False
    if change.buildings:
        moved = Moved.read(row.before["moved"]).of(Building._meta.label)
        if moved != sorted(building.pk for building in change.buildings):
            return False
    if change.kind == Kind.SPLIT:  # the new grid is gone once it was undone
        return row.to is None or (row.to.code, row.to.name) == (change.code, change.name)
    return row.to_id == (change.to and change.to.pk)


def _held(change: Change) -> Change:
    """The same change with its rows read anew, held until the end. Raises CannotBeDone."""
    keys = sorted({area.pk for area in change.areas()})
    rows = Area.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=keys)
    areas = {area.pk: area for area in rows.select_related("parent__parent").order_by("pk")}
    wanted = [building.pk for building in change.buildings]
    held = Building.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=wanted)
    held = held.select_related("compound", "grid__parent__parent").order_by("pk")
    buildings = tuple(held)
    if len(buildings) != len(wanted) or len(areas) != len(keys):
        raise CannotBeDone
    grid, to = (area and areas[area.pk] for area in (change.grid, change.to))
    words = {"code": change.code, "name": change.name}
    return Change(change.kind, grid=grid, buildings=buildings, to=to, **words)


def _as_it_is(change, looked):
    grid = change.grid
    return {
        "valid_to": grid and _iso(grid.valid_to),
        "parent": grid and grid.parent_id,
        "told": [user.pk for user in looked.sight.told],
        "buildings": [building.pk for building in change.all_buildings()],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _places(change) -> dict[str, dict[str, int]]:
    """The area columns of every grid something leaves, as they are before."""
    return {
        str(grid.pk): {name: area.pk for name, area in grid.columns().items()}
        for grid in change.sources()
    }


def _new_grid(change, day) -> Area:
    facts = {"code": change.code, "name": change.name, "valid_from": day}
    return Area.objects.create(parent=change.grid.parent, level=Level.GRID, **facts)


def _end_posts(change, day) -> list[dict[str, Any]]:
    """Posts of a grid that ends end the day before; those not begun fall away. As they were."""
    posts, last = sight.ends(change, day), day - timedelta(days=1)
    kept = [
        {
            "pk": post.pk,
            "user": post.user_id,
            "area": post.area_id,
            "role": post.role,
            "from_on": post.from_on.isoformat(),
            "until_on": _iso(post.until_on),
            "left": last.isoformat() if post.from_on < day else None,
        }
        for post in posts
    ]
    begun = [post.pk for post in posts if post.from_on < day]
    Posting.objects.filter(pk__in=begun).update(until_on=last)
    Posting.objects.filter(pk__in={post.pk for post in posts} - set(begun)).delete()
    return kept


def _move(change, moved, to, day):
    grid = change.grid
    if change.kind == Kind.REHANG:
        hang(grid, to)
        moved.give(grid.columns())
    elif change.kind != Kind.CLOSE:
        moved.give(to.columns())
    if change.kind in (Kind.JOIN, Kind.CLOSE):
        last = max(day - timedelta(days=1), grid.valid_from)
        grid.valid_to = min(grid.valid_to or last, last)  # one that ended before stays so
        grid.save(update_fields=["valid_to"])


def _grids(change, to) -> list[Area]:
    """The grids that go on, as they are now."""
    both = [*change.sources(), *([to] if to is not None else [])]
    grids = [area for area in both if area.level == Level.GRID and area.valid_to is None]
    return list(Area.objects.grids().filter(pk__in=[grid.pk for grid in grids]).order_by("path"))


def _record(row, change, moved, *, by, at):
    grids = ",".join(grid.code for grid in change.sources())
    ended = ",".join(str(post["pk"]) for post in row.before["posts"])
    changes = {
        "kind": ("", row.kind),
        "grid": (grids, row.to.code if row.to else ""),
        "buildings": ("", ",".join(map(str, moved.of(Building._meta.label)))),
        "posts": (ended, ""),
    }
    scope = row.record_scope
    trail.thing_changed(scope=scope, thing=row, changes=trail.differing(changes), by=by, at=at)
