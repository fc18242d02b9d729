"""Workbooks from outside, read with suspicion."""
