"""Deciding together, and being told how we do: the suggestion box so far."""
