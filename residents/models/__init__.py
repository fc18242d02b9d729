"""People in places: one register entry for each person, and where they live."""

from residents.models.corrections import CorrectedByHand, Correction
from residents.models.doubts import Absence, Lookalike
from residents.models.meetings import Meeting
from residents.models.needs import CareTag, ContactTier
from residents.models.numbers import ResidentCard, WrittenNumber
from residents.models.own import OwnEntry
from residents.models.people import Person, Residency
from residents.models.places import Dwelling, Household
from residents.models.rosters import ColumnName, Roster, RosterPage

__all__ = [
    "Absence",
    "CareTag",
    "ColumnName",
    "ContactTier",
    "CorrectedByHand",
    "Correction",
    "Dwelling",
    "Household",
    "Lookalike",
    "Meeting",
    "OwnEntry",
    "Person",
    "Residency",
    "ResidentCard",
    "Roster",
    "RosterPage",
    "WrittenNumber",
]
