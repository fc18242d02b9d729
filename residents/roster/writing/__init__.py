"""Into the register, on record, and back out of it."""
