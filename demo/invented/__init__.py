"""Names, families, needs and words of people who do not exist."""
