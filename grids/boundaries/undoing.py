"""A change of grids is taken back exactly, while nothing has been built on it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from grids import postings
from grids.boundaries import estates, late, moved, notifications, parts
from grids.boundaries.changes import Kind
from grids.boundaries.checks import CannotBeDone
from grids.boundaries.columns import hang, rows_of_areas
from grids.boundaries.moved import Made, Moved
from grids.models import Area, BoundaryChange, Posting


class AlreadyUndone(CannotBeDone):
    code = "already_undone"
    sentence = _("这次调整已经撤销过了。")


class BuiltOn(CannotBeDone):
    """Something rests on it; what it is might be nobody's business here."""

    code = "built_on"
    sentence = _(
        "撤销不了，什么都没有动：调整以后，这些地方已经有人登记、办事、任职，或者又调整过。"
        "要改回去，请再调整一次。"
    )


@leaves_record("boundary-change-undone")
@transaction.atomic
def undo(*, row: BoundaryChange, by: User | None, at: datetime) -> None:
    """Everything as it was before. Raises AlreadyUndone, BuiltOn.

    What nothing may be told of (`InArea.unsaid`) hinders nothing, or the refusal would tell of it;
    it goes back with its door, as it would by a change.
    """
    row = BoundaryChange.objects.select_for_update(of=["self"]).get(pk=row.pk)
    if row.undone_at is not None:
        raise AlreadyUndone
    keys = {*map(int, row.before["places"]), row.grid_id, row.to_id} - {None}
    areas = Area.objects.select_for_update(no_key=True).filter(pk__in=keys)
    made = Made(
        row, Moved.read(row.before["moved"]), list(areas.order_by("pk")), *_rest(row, by, at)
    )
    _hold_users(row)
    if is_built_on(made):
        raise BuiltOn
    for each in reversed(parts.followers()):
        each.go_back(made, row.before["followed"].get(each.name))
    _put_back(row, made.moved)
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at", "to"])
    late.straighten(row)  # what came since, and was not to hinder it, goes along
    for each in parts.followers():
        each.gone_back(made)
    late.remind(row, at=at)
    users = User.objects.filter(pk__in=row.before["told"], is_active=True).order_by("pk")
    notifications.tell_undone(row, users, by=by, at=at)
    changes = {"undone": ("", at.isoformat())}
    trail.thing_changed(scope=row.record_scope, thing=row, changes=changes, by=by, at=at)


def may_undo(row: BoundaryChange) -> bool:
    """Whether a page should offer it; `undo` looks once more."""
    if row.undone_at is not None:
        return False
    there = list(Area.objects.filter(pk__in=map(int, row.before["places"])))
    return not is_built_on(
        Made(row, Moved.read(row.before["moved"]), there, *_rest(row, row.by, row.at))
    )


def _rest(row, by, at):
    communities = {place["community"] for place in row.before["places"].values()}
    there = row.to and (row.to.pk if row.kind == Kind.REHANG else row.to.parent_id)
    return bool(there) and communities != {there}, by, at


def is_built_on(made: Made) -> bool:
    """Whether a row moved again, was added, a post was given, a place changed, or an app says so."""
    row, before = made.row, made.row.before
    return (
        not _places_are_as_left(row)
        or not _posts_are_as_left(row)
        or not _rows_are_as_left(row, made.moved)
        or bool(before["compounds"] and not estates.is_as_left(before["compounds"]))
        or any(each.built_on(made, before["followed"].get(each.name)) for each in parts.followers())
    )


def _there(row: BoundaryChange) -> Area | None:
    """The grid everything lies in now."""
    key = row.grid_id if row.kind == Kind.REHANG else row.to_id
    return Area.objects.grids().filter(pk=key).first() if key else None


def _places_are_as_left(row):
    for key, place in row.before["places"].items():
        grid = Area.objects.get(pk=int(key))
        parent = row.to_id if row.kind == Kind.REHANG else place["community"]
        ends = grid.valid_to and grid.valid_to.isoformat()
        if grid.parent_id != parent or ends != row.before["ends"][key]:
            return False
    there = _there(row)
    return there is None or there.valid_to is None


def _posts_are_as_left(row):
    left = {post["pk"]: post["left"] for post in row.before["posts"] if post["left"]}
    now = dict(Posting.objects.filter(pk__in=left).values_list("pk", "until_on"))
    if {pk: day and day.isoformat() for pk, day in now.items()} != left:
        return False
    if not all(_may_come_back(post) for post in row.before["posts"]):
        return False
    return row.kind != Kind.SPLIT or not Posting.objects.filter(area=row.to_id).exists()


def _hold_users(row):
    """Whoever gives one of them another post meanwhile waits until theirs are back."""
    users = {post["user"] for post in row.before["posts"]}
    list(User.objects.select_for_update().filter(pk__in=users).order_by("pk"))


def _may_come_back(post):
    """Whether nobody gave them, since it ended, a post that is never in one hand with it."""
    days = {name: post[name] and date.fromisoformat(post[name]) for name in ("from_on", "until_on")}
    try:
        postings.check_apart(user=User.objects.get(pk=post["user"]), role=post["role"], **days)
    except postings.HeldApart:
        return False
    return True


def _rows_are_as_left(row, moved_rows):
    there = _there(row)
    if there is None:
        return not moved_rows.keys
    if not moved_rows.are_all_at(there.columns()) or moved_rows.hanging() != row.before["hanging"]:
        return False
    if row.kind in (Kind.SPLIT, Kind.REHANG):
        return moved.in_grid(there) == moved_rows.counts()
    return True


def _put_back(row, moved_rows):
    before, grid = row.before, row.grid
    if before["compounds"]:
        estates.go_back(before["compounds"])
    if row.kind == Kind.REHANG:
        hang(grid, Area.objects.get(pk=before["parent"]))
    moved_rows.give_back({int(key): place for key, place in before["places"].items()})
    if row.kind in (Kind.JOIN, Kind.CLOSE):
        grid.valid_to = before["valid_to"] and date.fromisoformat(before["valid_to"])
        grid.save(update_fields=["valid_to"])
        _posts_back(before["posts"])
    if row.kind == Kind.SPLIT:
        new, row.to = row.to, None
        _leave_unsaid(new, grid)
        try:
            with transaction.atomic():
                row.save(update_fields=["to"])
                new.delete()
        except ProtectedError:
            raise BuiltOn from None


def _leave_unsaid(new, grid):
    """What nothing may be told of hinders nothing, and lies in the grid that stays."""
    for model in rows_of_areas():
        if model.unsaid is not None:
            rows = model._base_manager.filter(model.unsaid, grid=new)
            rows.update(**Area.objects.grids().get(pk=grid.pk).columns())


def _posts_back(posts):
    for post in posts:
        until_on = post["until_on"] and date.fromisoformat(post["until_on"])
        if post["left"]:
            Posting.objects.filter(pk=post["pk"]).update(until_on=until_on)
            continue
        Posting.objects.create(
            pk=post["pk"],
            user_id=post["user"],
            area_id=post["area"],
            role=post["role"],
            from_on=date.fromisoformat(post["from_on"]),
            until_on=until_on,
        )
