"""Problems: what was reported, how far it is, and until when it must be answered."""

from cases.models.case import (
    ENDED,
    IN_HAND,
    Case,
    CaseNumber,
    CaseUserObjectPermission,
    Channel,
    Elsewhere,
    Status,
)
from cases.models.harm import HarmReceiver
from cases.models.record import Photo, Step
from cases.models.rules import Category, Deadline, Priority

__all__ = [
    "ENDED",
    "IN_HAND",
    "Case",
    "CaseNumber",
    "CaseUserObjectPermission",
    "Category",
    "Channel",
    "Deadline",
    "Elsewhere",
    "HarmReceiver",
    "Photo",
    "Priority",
    "Status",
    "Step",
]
