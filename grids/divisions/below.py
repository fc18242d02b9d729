"""The register's places below one area, as an office brings them in a table of its own.

A table of codes and names as the register is published, or as somebody copied it: codes of 9 or 12
digits, or all of 12 with zeros at the end. Lines of other places are left alone. What the table
does not name stays: an excerpt ends nobody (decision 42).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from foundation.audit import trail
from foundation.audit.events import leaves_record
from foundation.workbooks import cells, reading
from foundation.workbooks.faults import Wrong
from foundation.workbooks.heads import HEADER_WITHIN, Heads
from foundation.workbooks.refusals import Refused
from grids.divisions.file import LEVELS, LONGEST_NAME
from grids.models import Area

CODE, NAME = "代码", "名称"
CALLED = {
    CODE: ("代码", "统计用区划代码", "区划代码", "行政区划代码", "编码", "code"),
    NAME: ("名称", "单位名称", "区划名称", "名字", "社区名称", "name"),
}
MOST = 2_000
"""Places taken in at once: more than any district has."""

NO_HEADS = _("没有找到“代码”和“名称”两列。第一行请写上这两个列名。")
NOTHING_BELOW = _("这份表里没有%(area)s下面的地方。代码要以 %(code)s 开头。")
TOO_MANY = _("这份表里%(area)s下面的地方超过 %(most)s 个，太多了。请看看是不是拿错了表。")
BAD_CODE = _("代码要是 9 位或者 12 位数字，名称要写上，最多 80 个字。")
TWICE = _("代码 %(code)s 前面已经有了，名字却不一样。请留一个。")
NO_PARENT = _("%(code)s 的上一级不在表里，登记里也没有。请把上一级也写上。")
ENDED = _("%(code)s 以前是%(name)s，已经停用，编码不能再用。")


class Line(Heads[str]):
    known = {name: column for column, names in CALLED.items() for name in names}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one line of the table; `text` is a Chinese message id."""

    line: int
    text: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Found:
    """What the table would change: places to make, and names that differ. Codes above come first."""

    new: list[tuple[str, str]] = field(default_factory=list)
    named: list[tuple[str, str, str]] = field(default_factory=list)  # code, name here, its name
    known: int = 0
    left_out: list[str] = field(default_factory=list)  # names here that the table does not have
    faults: list[Fault] = field(default_factory=list)


def read(file: BinaryIO, area: Area) -> Found:
    """Compare a table with what stands below the area; nothing is written. Raises Refused."""
    seen = reading.survey(file)
    names: dict[str, str] = {}
    found = Found()
    for _sheet, rows in reading.read(file, seen):
        for number, code, name in _places(rows, found):
            if not code.startswith(area.code) or code == area.code:
                continue
            if names.setdefault(code, name) != name:
                found.faults.append(Fault(number, TWICE, {"code": code}))
            if len(names) > MOST:
                raise Refused(TOO_MANY, area=area.name, most=MOST)
    if not names and not found.faults:
        raise Refused(NOTHING_BELOW, area=area.name, code=area.code)
    return _compared(names, area, found)


def _places(rows: Any, found: Found) -> Iterator[tuple[int, str, str]]:
    """Line, code and name of each place of one sheet. Raises Refused."""
    top = list(islice(rows, HEADER_WITHIN))
    heads = next((one for n, line in top if len((one := Line(n, line)).places) == 2), None)
    if heads is None:
        raise Refused(NO_HEADS)
    for number, line in chain(top, rows):
        values = [line[heads.places[each]] for each in (CODE, NAME)] if number > heads.line else []
        if not any(values):
            continue
        try:
            code, name = (cells.as_text(value) for value in values)
        except Wrong as wrong:
            found.faults.append(Fault(number, wrong.text, wrong.values))
            continue
        if code.isascii() and code.isdecimal() and is_name(name):
            code = _shortest(code)
            if len(code) in LEVELS:
                yield number, code, name
                continue
        found.faults.append(Fault(number, BAD_CODE))


def is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()


def _shortest(code: str) -> str:
    """Without the zeros that stand for the levels below: 150271020000 is 150271020."""
    if len(code) == 12:
        for digits in (2, 4, 6, 9):
            if code[digits:] == "0" * (12 - digits):
                return code[:digits]
    return code


def _compared(names: dict[str, str], area: Area, found: Found) -> Found:
    below = {each.code: each for each in Area.objects.under(area).exclude(pk=area.pk)}
    for code, name in sorted(names.items(), key=lambda one: (len(one[0]), one[0])):
        here = below.get(code)
        parent = code[:9] if len(code) == 12 else code[:6]
        if here is None:
            if parent != area.code and parent not in below and parent not in names:
                found.faults.append(Fault(0, NO_PARENT, {"code": code}))
            found.new.append((code, name))
        elif here.valid_to is not None:
            found.faults.append(Fault(0, ENDED, {"code": code, "name": here.name}))
        elif name not in (here.register_name, here.name):
            found.named.append((code, here.name, name))
        else:
            found.known += 1
    levels = [level for digits, level in LEVELS.items() if digits in map(len, names)]
    found.left_out = [
        each.name
        for code, each in below.items()
        if code not in names and each.level in levels and each.valid_to is None
    ]
    return found


@leaves_record("communities-taken-in")
@transaction.atomic
def take_in(*, area: Area, new: list[tuple[str, str]], by: User | None, at: datetime) -> list[Area]:
    """Make these places below the area, those above first; one record. What is there stays."""
    Area.objects.select_for_update().get(pk=area.pk)
    known = {each.code: each for each in Area.objects.under(area)}
    made, today = [], timezone.localdate(at)
    for code, name in new:
        parent = known.get(code[:9] if len(code) == 12 else code[:6])
        if code in known or parent is None:
            continue
        level = LEVELS[len(code)]
        place = Area(parent=parent, level=level, code=code, name=name, register_name=name)
        place.valid_from = today
        place.save()
        made.append(place)
        known[code] = place
    if made:
        changes = {"areas": ("", ",".join(each.code for each in made))}
        trail.thing_changed(scope=area.record_scope, thing=area, changes=changes, by=by, at=at)
    return made
