"""Places, and who is responsible for them."""

from grids.models.absences import Absence, StandIn
from grids.models.areas import TREE, Area, DivisionFile
from grids.models.calendar import ArrangedYear, CalendarDay
from grids.models.changes import BoundaryChange
from grids.models.handovers import Handover
from grids.models.idle import IdleTime
from grids.models.places import (
    Building,
    Compound,
    InArea,
    InAreaQuerySet,
    building_name,
    inside,
)
from grids.models.posts import Posting, PostingQuerySet, Reader, reach
from grids.models.regulations import Regulation, RegulationQuerySet, nearest, scopes

__all__ = [
    "TREE",
    "Absence",
    "Area",
    "ArrangedYear",
    "BoundaryChange",
    "Building",
    "CalendarDay",
    "Compound",
    "DivisionFile",
    "Handover",
    "IdleTime",
    "InArea",
    "InAreaQuerySet",
    "Posting",
    "PostingQuerySet",
    "Reader",
    "Regulation",
    "RegulationQuerySet",
    "StandIn",
    "building_name",
    "inside",
    "nearest",
    "reach",
    "scopes",
]
