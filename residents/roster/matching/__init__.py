"""Who in the register a row may be; nothing is decided here."""
