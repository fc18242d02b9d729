"""What the record says of an export, and in whose chains."""

from grids.models import Area
from grids.roles import Level
from reports.exports import watermark
from reports.models import Export


def about(deed: str, export: Export) -> dict[str, str]:
    return {"what": f"{deed} {watermark.in_short(export)}", "why": export.why}


def scope_of(export: Export) -> str:
    """The community that was asked about, or asked in."""
    area = export.area
    return area.parent.code if area.level == Level.GRID else area.code


def scopes(export: Export, left: dict[int, int]) -> list[tuple[str, int]]:
    """Every community whose rows are in the file, and how many; in one order for everybody.

    `left` counts them by the primary key of the community.
    """
    codes = dict(Area.objects.filter(pk__in=left).values_list("pk", "code"))
    return sorted((codes[pk], rows) for pk, rows in left.items()) or [(scope_of(export), 0)]
