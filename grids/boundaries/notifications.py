"""Whom a change of grids tells: who sees something no more or newly, and the desks there."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.models import User
from grids.models import BoundaryChange
from notices import outbox

Kind = BoundaryChange.Kind
MADE = {
    Kind.MOVE: gettext_noop("%(grids)s的 %(n)s 栋楼归到%(to)s了，楼里的居民和没办完的事一起过去。"),
    Kind.SPLIT: gettext_noop("%(grids)s拆分了：%(n)s 栋楼归新的%(to)s。"),
    Kind.JOIN: gettext_noop("%(grids)s并入%(to)s了，居民和没办完的事一起过去。"),
    Kind.CLOSE: gettext_noop("%(grids)s停用了。"),
    Kind.REHANG: gettext_noop("%(grids)s划到%(to)s了，居民和没办完的事一起过去。"),
}
UNDONE = gettext_noop("上次的网格调整撤销了：%(grids)s恢复成调整以前的样子。")


def tell_made(row: BoundaryChange, users: Iterable[User], *, by: User | None, at: datetime) -> None:
    _tell(row, MADE[Kind(row.kind)], "made", users, by=by, at=at)


def tell_undone(
    row: BoundaryChange, users: Iterable[User], *, by: User | None, at: datetime
) -> None:
    _tell(row, UNDONE, "undone", users, by=by, at=at)


def _tell(row, text, what, users, *, by, at):
    lines = row.seen["lines"]
    names = [row.grid.name] if row.grid else [line["name"] for line in lines[:-1]]
    values = {"grids": "、".join(names), "to": lines[-1]["name"] if row.to_id else ""}
    values["n"] = len(row.seen["buildings"])
    key = f"boundary:{row.uid}:{what}"
    for user in users:
        if by is None or user.pk != by.pk:
            outbox.tell(to=user, key=key, text=text, values=values, about=key, at=at)
