"""岗位成批办: several posts given, moved or ended in one form, looked at first (steps.py, looking.py)."""
