"""What keeps the house running: the supervisor, its watch, what /healthz answers, and what
pages answer while there is no database."""
