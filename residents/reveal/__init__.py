"""A number in full: with a reason, a few times a day, and on record."""
