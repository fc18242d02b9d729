"""People in places: one register entry for each person, and where they live."""

from residents.models.needs import CareTag, ContactTier
from residents.models.people import Person, Residency
from residents.models.places import Dwelling, Household
from residents.models.rosters import Roster

__all__ = [
    "CareTag",
    "ContactTier",
    "Dwelling",
    "Household",
    "Person",
    "Residency",
    "Roster",
]
