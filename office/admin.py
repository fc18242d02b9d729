"""The admin looks for registers here."""

from office.registers import places, posts, staff

__all__ = ["places", "posts", "staff"]
