"""Two entries with one ID number: found by the clock, looked at by both offices, made one, separated."""
