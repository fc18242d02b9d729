"""The pages of a roster."""
