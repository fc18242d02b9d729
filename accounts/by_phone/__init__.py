"""Residents come in by a phone: it may not be confirmed yet, and several people may have it."""
