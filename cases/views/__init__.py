"""Pages about problems: reading them, deciding, reporting, and what a resident sees."""
