"""A table that leaves the house: `requests` says who asked and who agreed, `files` writes it down."""
