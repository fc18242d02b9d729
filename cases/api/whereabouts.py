"""Where a problem is and whom it is about, as programs say it: a door, or a grid."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from cases import front_desk
from foundation.api.errors import wrong
from foundation.api.fields import CodeField, WholeField
from foundation.api.operations import MOST, Asked, named
from grids.api import CODE
from grids.models import Area, Reader
from grids.roles import Duty
from residents.models import Dwelling

Row = TypeVar("Row", bound=Model)


class Whereabouts(Asked):
    area = CodeField(CODE, required=False, help_text=_("事情发生的网格；写了 door 就不用写。"))
    door = WholeField(
        min_value=1, max_value=MOST, required=False, help_text=_("事情发生的那一户，用编号。")
    )


def known(rows: QuerySet[Row], name: str, column: str, asked: dict[str, Any]) -> Row | None:
    """The row that `name` names, taken out of what was asked; None if nothing did."""
    return named(rows, name, **{column: asked.pop(name)}) if name in asked else None


def door_of(asked: dict[str, Any], reader: Reader) -> Dwelling | None:
    """The door that was named, taken out of what was asked."""
    doors = Dwelling.objects.visible_to(reader).with_duty(reader, Duty.REPORT_CASES)
    return known(doors.select_related("grid__parent__parent"), "door", "pk", asked)


def grid_of(asked: dict[str, Any], reader: Reader, dwelling: Dwelling | None) -> Area:
    """That of the door, else the one `area` names. Raises errors.Refused where nothing says it."""
    area = asked.pop("area", None)
    if dwelling:
        return dwelling.grid
    if area is None:
        raise wrong(area=("required", _("请写事情发生的网格或者门牌。")))
    return named(front_desk.grids_of(reader, Duty.REPORT_CASES), "area", code=area)
