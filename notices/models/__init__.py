"""What must be told, what the clock must not forget, and the ways on which it leaves the house."""

from notices.models.delivery import Audience, DeliveryRule, Dispatch, Emergency, ToldBy, Way
from notices.models.told import Notice, Reminder, Slip, TextTemplate

__all__ = [
    "Audience",
    "DeliveryRule",
    "Dispatch",
    "Emergency",
    "Notice",
    "Reminder",
    "Slip",
    "TextTemplate",
    "ToldBy",
    "Way",
]
