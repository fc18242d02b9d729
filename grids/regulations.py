"""Who may change which rule, and how pages call whose rule it is.

The rules of the house hold everywhere, so they are changed by whoever administers all of it: every
topmost area. A street changes its own and its communities', a community its own, by its secretary
(grids.models.Regulation).
"""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from foundation.audit.trail import differing
from grids.models import Area, Reader, Regulation, nearest, posts
from grids.models.regulations import LEVELS
from grids.roles import Duty, Level


def may_write(reader: Reader, area: Area | None) -> bool:
    """Whether the reader may make, change and take back rules of this area; None is the house."""
    if area is None:
        return reader.rules_the_house
    return area.level in LEVELS and posts.holds(reader, Duty.SET_RULES, area)


def areas_to_write(reader: Reader):
    """Where the reader may make rules that differ from those above, from the top."""
    areas = Area.objects.with_duty(reader, Duty.ADMINISTER).valid(on=reader.day)
    return areas.filter(level__in=LEVELS).order_by("path")


def communities_ruled(reader: Reader):
    """The communities whose own rules the reader makes: a secretary's, or all of a street."""
    areas = Area.objects.with_duty(reader, Duty.SET_RULES).valid(on=reader.day)
    return areas.filter(level=Level.COMMUNITY).order_by("path")


def above(rule: Regulation) -> Regulation | None:
    """The rule that would hold if this one, of a street or community, were not there."""
    rows = type(rule).objects.holding_at(rule.area).exclude(area=rule.area).select_related("area")
    return nearest((row for row in rows if row.about == rule.about), rule.area).get(rule.about)


def differences(there: Regulation, here: Regulation, names: list[str]) -> dict[str, tuple]:
    """{field: (there, here)} of these columns as a page shows them, where they are not the same."""
    values = {name: (shown(there, name), shown(here, name)) for name in names}
    return {
        capfirst(str(type(here)._meta.get_field(name).verbose_name)): both
        for name, both in differing(values).items()
    }


def shown(rule: Regulation, name: str) -> Any:
    """One column of a rule in words."""
    value = getattr(rule, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return getattr(rule, f"get_{name}_display", lambda: value)()


def name_of(area: Area | None) -> str:
    """Whose rule it is, for explanations: the street's name, or that of the house."""
    return area.name if area else name_of_the_house()


def name_of_the_house() -> str:
    """The one area above all others, or an empty string where several stand side by side."""
    names = [area.name for area in Area.objects.topmost()[:2]]
    return names[0] if len(names) == 1 else ""


def whose(rule: Regulation, reader: Reader, *, house: str, changes: bool = True) -> str:
    """For lists: 稀土高新区的规定, 本街道改过. `changes`: something above holds elsewhere."""
    if rule.area is None:
        return rules_of(house)
    name = called(rule.area, reader)
    return _("%(area)s改过") % {"area": name} if changes else rules_of(name)


def whose_here(rule: Regulation, community: Area, *, house: str, changes: bool) -> str:
    """The same on a page of one community: 稀土高新区的规定, 本街道改过, 本社区改过."""
    if rule.area_id is None:
        return rules_of(house)
    name = _("本社区") if rule.area_id == community.pk else _("本街道")
    return _("%(area)s改过") % {"area": name} if changes else rules_of(name)


def rules_of(name: str) -> str:
    return _("%(area)s的规定") % {"area": name} if name else _("通用的规定")


def called(area: Area, reader: Reader) -> str:
    """By name, but for the area somebody holds their own post in."""
    if any(post.area_id == area.pk for post in reader.posts_with(Duty.ADMINISTER)):
        return _("本街道")
    return area.name
