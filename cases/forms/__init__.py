"""Forms of a case: writing a problem down, deciding what becomes of it."""
