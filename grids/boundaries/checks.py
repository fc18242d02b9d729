"""Whether a change of grids can be, and if not, a sentence that says what to do."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.boundaries import estates, parts
from grids.boundaries.changes import Change, Kind
from grids.models import Area, Building, Posting
from grids.roles import Duty, Level


class CannotBeDone(Exception):
    """The change is refused; `sentence` says why and what to do, `code` to programs."""

    code = "cannot_be_done"
    sentence: str | Promise = _("这样调整不了，请刷新再看。")
    values: dict[str, Any] = {}

    def __init__(self, **values: Any):
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class NothingToMove(CannotBeDone):
    """A new grid begins with at least one building, and leaves one behind."""

    code = "nothing_to_move"
    sentence = _("没有要动的：请至少选一栋楼；拆分的话，原来的网格也要留下一栋。")


class NotNeighbours(CannotBeDone):
    """Grids are joined and divided within one community."""

    code = "not_neighbours"
    sentence = _("只能并到同一个社区的另一个网格。要去别的社区，请先用“划到别的社区”。")


class NotThere(CannotBeDone):
    code = "not_there"
    sentence = _("“%(name)s”已经停用，或者定了停用的日子，不能再归到那里。请换一个。")


class WrongCode(CannotBeDone):
    code = "wrong_code"
    sentence = _("编码要以社区的编码 %(code)s 开头，只用数字，最多 20 位，而且没有用过。")


class StillHolds(CannotBeDone):
    code = "still_holds"
    sentence = _(
        "“%(name)s”里还有%(what)s，停用了就没有人管。请把整个网格并到别的网格，或者先把楼栋换出去。"
    )


class NobodyReceives(CannotBeDone):
    """Whatever is told in confidence must have somebody to receive it in the new community."""

    code = "nobody_receives"
    sentence = _("%(name)s现在没有书记。跨社区调整以前，请先给它任命书记。")


class NumbersMeet(CannotBeDone):
    code = "numbers_meet"
    sentence = _(
        "%(community)s已经有“%(name)s %(numbers)s号楼”，两栋分不开。请先改小区名或者楼号，再调整。"
    )


def check(change: Change, *, day: date) -> None:
    """Whether it can be. Raises CannotBeDone."""
    CHECKS[change.kind](change, day)
    if change.to is not None:
        _is_there(change.to, day)
    if change.communities_left():
        _somebody_receives(change.community, day)
        for move in estates.moves(change):
            if move.meeting:
                numbers = "、".join(str(number) for number in move.meeting)
                facts = {"name": move.compound.name, "numbers": numbers}
                raise NumbersMeet(community=change.community.name, **facts)


def _move(change: Change, day: date) -> None:
    if change.to is None or change.to.level != Level.GRID or not change.buildings:
        raise NothingToMove
    if any(building.grid_id == change.to.pk for building in change.buildings):
        raise NothingToMove


def _split(change: Change, day: date) -> None:
    taken = {building.pk for building in change.buildings}
    if not taken or any(building.grid_id != change.grid.pk for building in change.buildings):
        raise NothingToMove
    if not Building.objects.filter(grid=change.grid).exclude(pk__in=taken).exists():
        raise NothingToMove
    _is_there(change.grid, day)
    if not is_free(change.code, change.grid.parent):
        raise WrongCode(code=change.grid.parent.code)


def _join(change: Change, day: date) -> None:
    into = change.to
    if into is None or into.level != Level.GRID or into == change.grid:
        raise NotNeighbours
    if into.parent_id != change.grid.parent_id:
        raise NotNeighbours


def _close(change: Change, day: date) -> None:
    _is_there(change.grid, day)
    if found := held_in([change.grid], day=day):
        raise StillHolds(name=change.grid.name, what="、".join(found))


def _rehang(change: Change, day: date) -> None:
    if change.to is None or change.to.level != Level.COMMUNITY or change.to == change.grid.parent:
        raise NothingToMove


CHECKS = {
    Kind.MOVE: _move,
    Kind.SPLIT: _split,
    Kind.JOIN: _join,
    Kind.CLOSE: _close,
    Kind.REHANG: _rehang,
}


def held_in(grids: Iterable[Area], *, day: date) -> list[str]:
    """What would be left without anybody if these grids ended: "12 位居民"…"""
    found = []
    for each in parts.counted():
        if each.holds:
            rows = each.rows(day).filter(**{f"{each.prefix}grid__in": grids})
            if number := rows.count():
                found.append(f"{each.label} {number}")
    return found


def is_free(code: str, community: Area) -> bool:
    right = code.startswith(community.code) and code.isascii() and code.isdecimal()
    fits = right and len(community.code) < len(code) <= 20
    return fits and not Area.objects.filter(code=code).exists()


def next_code(community: Area) -> str:
    """The next code nobody has had: three digits after the community's own."""
    taken, number = set(Area.objects.values_list("code", flat=True).filter(parent=community)), 1
    while (code := f"{community.code}{number:03d}") in taken or not is_free(code, community):
        number += 1
    return code


def _is_there(area: Area, day: date) -> None:
    if area.valid_to is not None or area.valid_from > day:
        raise NotThere(name=area.name)


def _somebody_receives(community: Area, day: date) -> None:
    posts = Posting.objects.on(day).filter(area=community, user__is_active=True)
    if not posts.allowing(Duty.RECEIVE_CONFIDENTIAL).exists():
        raise NobodyReceives(name=community.name)
