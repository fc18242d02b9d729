"""The settings of channels: rows of the table, and how they are read."""
