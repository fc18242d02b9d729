"""Two entries side by side, field by field: one's own as it is, of the other office's only what is needed.

What belongs to either of them (contacts, needs, points, cases) is not here, not even whether there
is any: the page of somebody named in a confidential matter is that of anybody else.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from grids.models import Reader
from residents import masks
from residents.joining.meetings import sides_of
from residents.models import Meeting, Person
from residents.models.meetings import SIDES


class Cell(NamedTuple):
    label: str
    value: str
    differs: bool


class Side(NamedTuple):
    side: str
    title: str
    person: Person
    is_ours: bool
    facts: list[Cell]


def side_by_side(meeting: Meeting, *, to: Reader) -> list[Side]:
    """One's own side first."""
    ours = sides_of(to, meeting)
    first, second = meeting.first, meeting.second
    return sorted(
        (
            Side(
                side,
                where(person, side in ours),
                person,
                side in ours,
                _facts(person, other, side in ours, to),
            )
            for side, person, other in (("first", first, second), ("second", second, first))
        ),
        key=lambda each: not each.is_ours,
    )


def where(person: Person, is_ours: bool) -> str:
    place = person.community.name
    return (
        _("我们这边（%(place)s）") % {"place": place}
        if is_ours
        else (_("那边（%(place)s）") % {"place": place})
    )


def _facts(person, other, is_ours, to):
    same = _("一样")
    cells = [Cell(_("身份证号"), same, False)]
    for label, mine, theirs in (
        (_("姓名"), masks.name(person, to=to), (person.name, other.name)),
        (_("手机"), masks.phone(person), (person.phone_index, other.phone_index)),
        (_("备注"), person.remarks, (person.remarks, other.remarks)),
    ):
        differs = theirs[0] != theirs[1]
        said = mine if is_ours else (_("和我们这边不一样") if differs else same)
        cells.append(Cell(label, said if theirs[0] else _("没有登记"), differs and is_ours))
    home = masks.home(person, to=to) if is_ours else person.community.name
    return [
        *cells,
        Cell(_("住处"), home or _("没有登记"), False),
        Cell(_("状态"), person.get_status_display(), False),
    ]


def choices_for(meeting: Meeting) -> list[tuple[str, str]]:
    """Columns in which they differ and the entry that stays may take the other's: (column, label)."""
    first, second = meeting.first, meeting.second
    labels = {"name": _("姓名"), "remarks": _("备注")}
    return [
        (name, label)
        for name, label in labels.items()
        if getattr(first, name) != getattr(second, name)
    ]


def named(meeting: Meeting, *, to: Reader) -> str:
    """What a list calls it: one's own names."""
    ours = sides_of(to, meeting)
    names = dict.fromkeys(
        masks.name(getattr(meeting, side), to=to) for side in SIDES if side in ours
    )
    return _("、").join(names)


def said(meeting: Meeting, *, to: Reader) -> list[tuple[str, str]]:
    """What was proposed, by whom and why: (label, value)."""
    lines = [(_("提的人"), meeting.proposed_by.name), (_("意见"), meeting.get_verdict_display())]
    if meeting.kept:
        ours = sides_of(to, meeting)
        other = {"first": "second", "second": "first"}
        side = meeting.side_of(meeting.kept_id)
        lines.append((_("留下"), where(meeting.kept, side in ours)))
        labels = {"name": _("姓名"), "remarks": _("备注")}
        if meeting.taken:
            ended = other[side]
            taken = _("、").join(labels[name] for name in meeting.taken)
            place = where(getattr(meeting, ended), ended in ours)
            lines.append(
                (_("用另一份的"), _("%(what)s，%(place)s") % {"what": taken, "place": place})
            )
    lines.append((_("怎么核对的"), meeting.why))
    if meeting.decided_by:
        lines.append((_("点头的人"), meeting.decided_by.name))
    return lines
