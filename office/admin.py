"""The admin looks for registers here."""

from office.registers import delivery, emergencies, places, posts, staff, text_templates

__all__ = ["delivery", "emergencies", "places", "posts", "staff", "text_templates"]
