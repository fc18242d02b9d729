"""Backups: written every night, sealed to a key on paper, and brought back on an empty machine."""
