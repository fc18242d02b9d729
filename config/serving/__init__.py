"""What keeps the house running: the supervisor, its watch, and what /healthz answers."""
