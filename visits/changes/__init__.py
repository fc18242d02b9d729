"""A major change in somebody's life is said in one tap, and somebody is in touch within a day."""
