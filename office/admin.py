"""The admin looks for registers here."""

from office.registers import places, posts, staff, text_templates

__all__ = ["places", "posts", "staff", "text_templates"]
