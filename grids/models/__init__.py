"""Places, and who is responsible for them."""

from grids.models.areas import TREE, Area, DivisionFile
from grids.models.calendar import CalendarDay
from grids.models.places import (
    Building,
    Compound,
    InArea,
    InAreaQuerySet,
    building_name,
    inside,
)
from grids.models.posts import Posting, PostingQuerySet, Reader, reach

__all__ = [
    "TREE",
    "Area",
    "Building",
    "CalendarDay",
    "Compound",
    "DivisionFile",
    "InArea",
    "InAreaQuerySet",
    "Posting",
    "PostingQuerySet",
    "Reader",
    "building_name",
    "inside",
    "reach",
]
