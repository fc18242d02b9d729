"""The admin looks for registers here."""

from office.registers import places, staff

__all__ = ["places", "staff"]
